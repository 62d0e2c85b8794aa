import ByteSearch
import ScanModel

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
        zip(pattern.places, stretch).allSatisfy({ $0.contains($1) })
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

/// What random patterns are made of.
let patternAlphabet = Array("abcdefgh0123%_\0".utf8)

/// Patterns of up to three bytes at each place.
func randomPatterns(
  _ count: Int,
  lengths: ClosedRange<Int>,
  _ random: inout SplitMix64
) -> [NeedlePattern] {
  (0..<count).map { _ in
    NeedlePattern(
      (0..<Int.random(in: lengths, using: &random)).map { _ in
        ByteClass((0..<3).map { _ in patternAlphabet.randomElement(using: &random) ?? 0 })
      }
    )
  }
}
