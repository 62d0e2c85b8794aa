import ScanModel

/// Reads scanned files once more to tell the hashes of the lines that keys stand on.
///
/// A hash depends on what follows the line and on all lines before it, which a scan has no reason to
/// keep: it would cost every scan what only one format needs. Between the scan and the report a file
/// can change, and a finding may come from another content under the same name, a commit's or a
/// patch's. So a hash counts only if the very key stands at its line and column in the file; where it
/// does not, there is none.
struct SourceLines {
  private let source: SourceReader
  private let maximumFileByteCount: Int
  private let maximumByteCount: Int

  /// Reads by `source`, files of at most `maximumFileByteCount` bytes, until `maximumByteCount` bytes
  /// have been read in all.
  init(
    _ source: SourceReader,
    maximumFileByteCount: Int = 16 << 20,
    maximumByteCount: Int = 64 << 20
  ) {
    self.source = source
    self.maximumFileByteCount = maximumFileByteCount
    self.maximumByteCount = maximumByteCount
  }

  /// The hash of each finding's line, by the finding's index; nothing for those that have none.
  ///
  /// - Parameters:
  ///   - findings: All findings.
  ///   - indices: Those that are asked for, in report order.
  /// - Returns: Texts as GitHub's upload makes them.
  func hashes(of findings: [Finding], at indices: [Int]) -> [Int: String] {
    var paths: [ContentPath] = []
    var indicesByPath: [ContentPath: [Int]] = [:]
    for index in indices {
      let location = findings[index].location
      guard let path = location.path, !location.isInPath, location.encodings.isEmpty,
        location.entry == nil,
        findings[index].git?.repository == nil
      else { continue }
      if indicesByPath[path] == nil { paths.append(path) }
      indicesByPath[path, default: []].append(index)
    }
    var hashes: [Int: String] = [:]
    var remaining = maximumByteCount
    for path in paths where remaining > 0 {
      let indices = indicesByPath[path] ?? []
      let file = read(path, places: indices.map { KeyProof.Place(findings[$0]) }, &remaining)
      for index in indices {
        let place = KeyProof.Place(findings[index])
        if file.proved.contains(place) { hashes[index] = file.hashes[place.start.line] }
      }
    }
    return hashes
  }

  /// Reads one file, as far as it matters.
  private func read(
    _ path: ContentPath,
    places: [KeyProof.Place],
    _ remaining: inout Int
  ) -> (hashes: [Int: String], proved: Set<KeyProof.Place>) {
    var hasher = LineHasher(lines: places.lazy.map(\.start.line))
    var proof = KeyProof(places)
    var decoder = UTF16Decoder()
    var units: [UInt16] = []
    var byteCount = 0
    source.read(path) { bytes in
      byteCount += bytes.count
      guard byteCount <= maximumFileByteCount else { return false }
      for index in bytes.indices {
        proof.feed(bytes[index])
        decoder.decode(bytes[index], into: &units)
      }
      for unit in units { hasher.feed(unit) }
      units.removeAll(keepingCapacity: true)
      return !hasher.isFinished || !proof.isFinished
    }
    remaining -= byteCount
    guard byteCount <= maximumFileByteCount else { return ([:], []) }
    decoder.finish(into: &units)
    for unit in units { hasher.feed(unit) }
    hasher.finish()
    return (hasher.hashes, proof.proved)
  }
}
