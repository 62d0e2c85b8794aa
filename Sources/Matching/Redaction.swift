package import Rules
package import ScanModel

extension Redacted {
  /// The characters of a key's end that are shown: enough to tell keys apart by eye, and 24 of the
  /// 192 random bits.
  private static let shownTail = 4

  /// The shortest body that shows its end; of a shorter one too little would be left to guess.
  private static let shortestBodyWithTail = 20

  /// What may be shown of `bytes`, matched by the rule of that number in `rules`.
  ///
  /// Of a key, the prefix and the last characters: `zqt_…Vz8w`. An identifier opens nothing and is
  /// needed to switch its key off: it is shown whole.
  package init(_ bytes: Span<UInt8>, matchedBy rule: Rule) {
    var shown: [UInt8] = []
    for index in bytes.indices {
      let isTail =
        bytes.count - rule.prefix.count >= Self.shortestBodyWithTail
        && index >= bytes.count - Self.shownTail
      if rule.kind == .identifier || index < rule.prefix.count || isTail {
        shown.append(bytes[index])
      }
      if rule.kind == .key, index == rule.prefix.count - 1 { shown += Array("…".utf8) }
    }
    self.init(alreadyRedacted: String(decoding: shown, as: UTF8.self))
  }
}
