import ByteSearch
import Matching
import Reporting
import Rules
import ScanModel
import VectaraAPI

/// Reads keys and key IDs that somebody names, one after the other.
///
/// A key that no scan would report is taken, too: whoever asks for it knows better. It is compared
/// with the account's keys, and never sent.
struct KeyWords {
  private let rules: RuleSet
  private let recognizer: KeyRecognizer

  /// The lengths that what follows the prefix may have, where no rule knows the key, in bytes.
  private static let bodyByteCounts = 16...256

  /// Prepares to read what `rules` describe.
  init(_ rules: RuleSet) {
    self.rules = rules
    recognizer = KeyRecognizer(rules)
  }

  /// The keys in a line, or the ID that it is; empty for neither.
  ///
  /// - Parameters:
  ///   - line: The line without its end; white space around it does not count.
  ///   - place: Where the line starts; `nil` if it stands in no text.
  /// - Returns: Findings without a path.
  func findings(in line: [UInt8], at place: LineColumn?) -> [Finding] {
    let start = line.firstIndex { !Self.isBlank($0) } ?? line.count
    let end = line.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? start
    let word = start < end ? Array(line[start..<end]) : []
    if let finding = identifier(word, at: place.map { $0.moved(by: start) }) { return [finding] }
    var keys = recognizer.keys(in: word)
    if keys.isEmpty, let key = unusualKey(word) { keys = [key] }
    return keys.map { key in
      Finding(
        rule: key.rule,
        severity: key.severity,
        confidence: key.confidence,
        key: key.key,
        location: Self.location(
          place.map { $0.moved(by: start + key.offset) },
          byteCount: key.key.byteCount
        ),
        secret: key.secret
      )
    }
  }

  /// The key ID that `word` is; `nil` if it is none.
  func identifier(_ word: [UInt8], at place: LineColumn?) -> Finding? {
    guard let id = KeyID(parsing: String(decoding: word, as: UTF8.self)),
      let rule = rules.rules.first(where: { $0.kind == .identifier && word.starts(with: $0.prefix) }
      )
    else { return nil }
    return Finding(
      rule: rule.id,
      severity: rule.severity,
      confidence: .likely,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: id.text),
        fingerprint: Fingerprint(of: word.span),
        byteCount: word.count,
        customerID: nil
      ),
      location: Self.location(place, byteCount: word.count),
      secret: nil
    )
  }

  /// Whether a word that should not be one is a key, or holds one.
  func holdsKey(_ word: [UInt8]) -> Bool {
    !recognizer.keys(in: word).isEmpty || unusualKey(word) != nil
  }

  /// A key by its prefix alone.
  private func unusualKey(_ word: [UInt8]) -> RecognizedKey? {
    let rule = rules.rules.first { rule in
      rule.kind == .key && word.starts(with: rule.prefix)
        && Self.bodyByteCounts.contains(word.count - rule.prefix.count)
        && word.dropFirst(rule.prefix.count).allSatisfy { rule.body.alphabet.contains($0) }
    }
    guard let rule else { return nil }
    return RecognizedKey(
      rule: rule.id,
      severity: rule.severity,
      confidence: .likely,
      key: KeyFacts(
        redacted: Redacted(word.span, matchedBy: rule),
        fingerprint: Fingerprint(of: word.span),
        byteCount: word.count,
        customerID: nil
      ),
      secret: Secret(word),
      offset: 0
    )
  }

  private static func location(_ place: LineColumn?, byteCount: Int) -> Location {
    Location(
      path: nil,
      isInPath: false,
      start: place ?? LineColumn(line: 1, column: 1),
      range: nil,
      byteCount: byteCount,
      encodings: []
    )
  }

  /// Whether a byte is white space, or a part of the byte order mark of UTF-8.
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte) || [0xEF, 0xBB, 0xBF].contains(byte)
  }

  /// Whether a line is empty, or starts with `#`.
  static func isComment(_ line: [UInt8]) -> Bool {
    let first = line.first { !isBlank($0) }
    return first == nil || first == UInt8(ascii: "#")
  }
}

extension LineColumn {
  fileprivate func moved(by byteCount: Int) -> LineColumn {
    LineColumn(line: line, column: column + byteCount)
  }
}
