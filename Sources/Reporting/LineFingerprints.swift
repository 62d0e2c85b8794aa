import ScanModel

/// What code scanning knows each finding by: the hash of its line, or else what stands for it.
///
/// A hash needs the file. Where the file is not there, or no longer holds the key at that place (git's
/// objects, deleted files, decoded content, standard input), the first 64 bits of the key's fingerprint
/// stand for it, with the number of this finding among those of the same key and file: that stays the
/// same from run to run, which is what the value is for.
struct LineFingerprints {
  private let hashes: [Int: String]
  private let substitutes: [Int: String]

  /// One key in one file, or in a container that is a file.
  private struct KeyInPath: Hashable {
    let path: ContentPath?
    let fingerprint: Fingerprint
  }

  /// Prepares the values of the findings at `chosen`.
  ///
  /// - Parameters:
  ///   - findings: All findings.
  ///   - listed: Those that count for the numbers, in report order.
  ///   - chosen: Those of them that are asked for, in report order.
  ///   - context: How files are read.
  init(_ findings: [Finding], _ listed: [Int], _ chosen: [Int], _ context: ReportContext) {
    let hashes = SourceLines(context.source).hashes(of: findings, at: chosen)
    let unhashed = Set(chosen).subtracting(hashes.keys)
    var counts: [KeyInPath: Int] = [:]
    var substitutes: [Int: String] = [:]
    for index in listed {
      let finding = findings[index]
      let key = KeyInPath(path: finding.location.outerPath, fingerprint: finding.key.fingerprint)
      let count = counts[key, default: 0] + 1
      counts[key] = count
      guard unhashed.contains(index) else { continue }
      let digits = finding.key.fingerprint.description.dropFirst("sha256:".count).prefix(16)
      substitutes[index] = "\(digits):\(count)"
    }
    self.hashes = hashes
    self.substitutes = substitutes
  }

  /// The value of the finding at `index`.
  subscript(index: Int) -> String { hashes[index] ?? substitutes[index] ?? "" }
}
