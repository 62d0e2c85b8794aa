import ByteSearch

/// What `NeedleTable.search` must find, written to be obviously right.
func naiveHits(_ needles: [[UInt8]], in bytes: [UInt8], from start: Int = 0) -> [NeedleHit] {
  let firstBytes = Set(needles.map { $0[0] })
  var hits: [NeedleHit] = []
  for offset in start..<max(bytes.count, start) where firstBytes.contains(bytes[offset]) {
    for (number, needle) in needles.enumerated() where bytes[offset...].starts(with: needle) {
      hits.append(NeedleHit(offset: offset, needle: number))
    }
  }
  return hits
}

/// The same of patterns.
func naiveHits(_ patterns: [NeedlePattern], in bytes: [UInt8]) -> [NeedleHit] {
  var hits: [NeedleHit] = []
  for offset in bytes.indices {
    for (number, pattern) in patterns.enumerated() {
      let stretch = bytes[offset...].prefix(pattern.places.count)
      if stretch.count == pattern.places.count,
        zip(pattern.places, stretch).allSatisfy({ $0.bytes.contains($1) })
      {
        hits.append(NeedleHit(offset: offset, needle: number))
      }
    }
  }
  return hits
}

/// What the table finds, with the kernel named.
func hits(
  _ needles: [[UInt8]],
  in bytes: [UInt8],
  from start: Int = 0,
  kernel: NeedleTable.Kernel
) -> [NeedleHit] {
  var hits: [NeedleHit] = []
  NeedleTable(needles, kernel: kernel).search(bytes.span, from: start, into: &hits)
  return hits
}
