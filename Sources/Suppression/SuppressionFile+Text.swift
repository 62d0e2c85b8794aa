package import ScanModel

extension SuppressionFile {
  /// The text of a file with these entries: each once, sorted, its reason after it.
  ///
  /// An entry that stands twice keeps its first reason. The comments just above an entry stay above
  /// it.
  package static func text(of entries: [SuppressionEntry]) -> [UInt8] {
    var texts: [[UInt8]: (reason: [UInt8]?, comments: [[UInt8]])] = [:]
    for entry in entries {
      let known = texts[entry.text]
      let reason = known?.reason ?? entry.reasonBytes.map(oneLine)
      texts[entry.text] = (reason, (known?.comments ?? []) + entry.comments)
    }
    var output: [UInt8] = []
    for (text, lines) in texts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      for comment in lines.comments { output += comment + [lineEnd] }
      output += text
      if let reason = lines.reason { output += Array(" # ".utf8) + reason }
      output.append(lineEnd)
    }
    return output
  }

  /// The text of this file with these keys too.
  ///
  /// Comments stay: those at the start and those at the end where they are, others above the entry
  /// that they stood above. A key that is there stays as it is; one without a reason gets this one.
  ///
  /// - Parameters:
  ///   - keys: The keys to add; each may come more than once.
  ///   - reason: Why they do not count; `nil` for no reason.
  /// - Returns: The text, and how many entries are new in it.
  package func adding(
    _ keys: [Fingerprint],
    reason: String?
  ) -> (text: [UInt8], addedCount: Int) {
    var known: Set<Fingerprint> = []
    for entry in entries {
      if case .key(let fingerprint) = entry.subject { known.insert(fingerprint) }
    }
    let addedCount = Set(keys).subtracting(known).count
    let added = keys.map { SuppressionEntry(subject: .key($0), reason: reason) }
    let around = [heading, ending].map { $0.flatMap { $0 + [Self.lineEnd] } }
    return (around[0] + Self.text(of: entries + added) + around[1], addedCount)
  }

  private static let lineEnd = UInt8(ascii: "\n")

  /// A reason without what would end its line.
  private static func oneLine(_ reason: [UInt8]) -> [UInt8] {
    reason.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }
  }
}
