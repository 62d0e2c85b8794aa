package import ScanModel

/// Keeps keys that stand in file names out of the paths that are shown.
///
/// A file can be called after a key, or lie in a directory that is. Wherever a known key stands in
/// a path, its redacted form is shown instead. Keys are known by their fingerprints and their first
/// three bytes, which every rule shows anyway; no copy of a key is kept. Keys that nothing has found
/// are the business of whoever knows the rules.
package struct PathRedaction: Sendable {
  /// What to show for each key.
  private var redactions: [Fingerprint: Redacted] = [:]

  /// The lengths that keys have, in bytes, by their first three bytes.
  private var byteCounts: [Anchor: Set<Int>] = [:]

  /// Takes out the keys that are not known beforehand.
  private let hidden: @Sendable (ContentPath) -> ContentPath

  /// Hides nothing.
  package init() {
    hidden = { $0 }
  }

  /// Hides the keys of `findings`, and, before them, those that `hidden` takes out of a path.
  package init(
    hiding findings: [Finding],
    besides hidden: @escaping @Sendable (ContentPath) -> ContentPath = { $0 }
  ) {
    self.hidden = hidden
    for finding in findings where redactions[finding.key.fingerprint] == nil {
      let anchor = finding.secret?.withBytes { bytes in
        bytes.count < 3 ? nil : Anchor(bytes[0], bytes[1], bytes[2])
      }
      guard let anchor else { continue }
      redactions[finding.key.fingerprint] = finding.key.redacted
      byteCounts[anchor, default: []].insert(finding.key.byteCount)
    }
  }

  /// `path` with every known key in it replaced by its redacted form.
  package func applied(to path: ContentPath) -> ContentPath {
    let path = hidden(path)
    guard !redactions.isEmpty else { return path }
    let bytes = path.bytes
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if let key = key(at: index, in: bytes) {
        output += key.redacted.text.utf8
        index += key.byteCount
      } else {
        output.append(bytes[index])
        index += 1
      }
    }
    return ContentPath(output)
  }

  /// The longest known key that starts at `index`, or `nil` if none does.
  private func key(at index: Int, in bytes: [UInt8]) -> (redacted: Redacted, byteCount: Int)? {
    guard bytes.count - index >= 3 else { return nil }
    let anchor = Anchor(bytes[index], bytes[index + 1], bytes[index + 2])
    guard let byteCounts = byteCounts[anchor] else { return nil }
    for byteCount in byteCounts.sorted(by: >) where byteCount <= bytes.count - index {
      let window = bytes.span.extracting(index..<index + byteCount)
      if let redacted = redactions[Fingerprint(of: window)] { return (redacted, byteCount) }
    }
    return nil
  }

  /// The first three bytes of a key.
  private struct Anchor: Hashable {
    private let bytes: SIMD4<UInt8>

    init(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
      bytes = SIMD4(first, second, third, 0)
    }
  }
}
