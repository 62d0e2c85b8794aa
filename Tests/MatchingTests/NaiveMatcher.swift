import Foundation
import Rules
import ScanModel

@testable import Matching

/// What a matcher with the built-in rules must find, written to be obviously right: every offset is
/// looked at, and every question is asked of the whole content.
///
/// Only the judgement of a body (placeholder, varied) is the program's own; it has tests of its own.
struct NaiveMatcher {
  let bytes: [UInt8]

  struct Found: Hashable, CustomStringConvertible {
    let prefix: String
    let range: Range<Int>
    let certainty: Match.Certainty
    let customerID: UInt32?

    var description: String { "\(prefix)@\(range) \(certainty) \(customerID ?? 0)" }

    fileprivate var rank: Int {
      switch certainty {
      case .decided(.exact): 2
      case .decided(.likely): 1
      case .decided(.possible), .likelyInContext: 0
      }
    }
  }

  /// The surest first, then the first; each is kept that overlaps none kept before it.
  func found() -> [Found] {
    var kept: [Found] = []
    let all = bytes.indices.compactMap(judge)
    for candidate in all.sorted(by: {
      ($1.rank, $0.range.lowerBound) < ($0.rank, $1.range.lowerBound)
    })
    where !kept.contains(where: { $0.range.overlaps(candidate.range) }) {
      kept.append(candidate)
    }
    return kept.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func judge(_ offset: Int) -> Found? {
    let prefix = String(decoding: bytes[offset...].prefix(4), as: UTF8.self)
    let body = bytes[offset...].dropFirst(4).prefix(while: Self.isBodyByte)
    switch prefix {
    case "aky_": return judgeIdentifier(offset, Array(body))
    case "zut_", "zqt_", "zwt_": return judgeKey(prefix, offset, Array(body))
    default: return nil
    }
  }

  private func judgeIdentifier(_ offset: Int, _ body: [UInt8]) -> Found? {
    guard hasBoundary(offset), (4...64).contains(body.count) else { return nil }
    let text = String(decoding: body, as: UTF8.self)
    let certainty: Match.Certainty =
      if BodyJudgement.isMadeOfPlaceholderWords(0..<body.count, in: body.span) {
        .decided(.possible)
      } else if text != text.lowercased() || text.contains(where: \.isNumber) {
        .decided(.likely)
      } else {
        .likelyInContext
      }
    return Found(
      prefix: "aky_",
      range: offset..<offset + 4 + body.count,
      certainty: certainty,
      customerID: nil
    )
  }

  private func judgeKey(_ prefix: String, _ offset: Int, _ body: [UInt8]) -> Found? {
    func found(_ length: Int, _ certainty: Match.Certainty, _ customerID: UInt32? = nil) -> Found {
      Found(
        prefix: prefix,
        range: offset..<offset + 4 + length,
        certainty: certainty,
        customerID: customerID
      )
    }
    let key = Array(body.prefix(38))
    if let end = key.last, key.count == 38, "AQgw".utf8.contains(end) {
      let isRandom = !BodyJudgement.isPlaceholder(6..<38, in: key.span)
      if body.count == 38, !isRandom { return found(38, .decided(.possible)) }
      if body.count == 38 {
        return found(38, .decided(hasBoundary(offset) ? .exact : .likely), customerID(key))
      }
      if isRandom, bytes[..<offset].last == 42 {
        let headers: [UInt8] = Array("zZ".utf8) + [0xDA, 0xFA]
        let isHeader = bytes[..<offset].dropLast().last.map(headers.contains) ?? false
        return found(38, .decided(isHeader ? .exact : .likely), customerID(key))
      }
      if isRandom, let string = NaiveCountedString(endingWith: offset..<offset + 42, in: bytes) {
        let isBounded = hasBoundary(offset) || string.start == offset
        let isExact = string.isCompiledPython && isBounded
        return found(38, .decided(isExact ? .exact : .likely), customerID(key))
      }
    }
    guard hasBoundary(offset), (4...64).contains(body.count) else { return nil }
    if BodyJudgement.isPlaceholder(0..<body.count, in: body.span) {
      return found(body.count, .decided(.possible))
    }
    let isVaried = BodyJudgement.isVaried(0..<body.count, in: body.span)
    return body.count >= 20 && isVaried ? found(body.count, .likelyInContext) : nil
  }

  /// The first four bytes of the body's base64, as Foundation decodes it.
  private func customerID(_ body: [UInt8]) -> UInt32? {
    let standard = String(decoding: body, as: UTF8.self)
      .replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
    return Data(base64Encoded: standard + "==")?.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  static func isBodyByte(_ byte: UInt8) -> Bool {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-".utf8.contains(byte)
  }

  private func hasBoundary(_ offset: Int) -> Bool {
    let before = bytes[..<offset]
    guard let last = before.last, Self.isBodyByte(last) else { return true }
    if (2...6).contains(where: { Self.escapes.contains(Array(before.suffix($0))) }) { return true }
    if isUnicodeEscape(before.suffix(6)) { return true }
    return endsInControlSequence(before)
  }

  /// `\u` and four digits of a character beyond ASCII.
  private func isUnicodeEscape(_ text: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: text, as: UTF8.self)
    guard text.count == 6, text.hasPrefix("\\u"), !text.contains("+"), !text.contains("-"),
      let value = UInt32(text.dropFirst(2), radix: 16)
    else { return false }
    return value >= 0x80
  }

  /// An escape character, `[`, parameters and a letter; `[` among the last 48 bytes.
  private func endsInControlSequence(_ text: ArraySlice<UInt8>) -> Bool {
    guard let letter = text.last, Character(UnicodeScalar(letter)).isASCII,
      Character(UnicodeScalar(letter)).isLetter,
      let bracket = text.suffix(48).lastIndex(of: UInt8(ascii: "[")),
      text[(bracket + 1)...].dropLast().allSatisfy({ (0x30...0x3F).contains($0) })
    else { return false }
    let introducers = [
      "\u{1B}", "\\u001b", "\\u001B", "\\x1b", "\\x1B", "\\e", "\\E", "\\033", "\\33", "^[",
      "%1B", "%1b", "&#27;", "&#x1b;", "&#x1B;",
    ]
    return introducers.contains { text[..<bracket].suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  /// Every way in which an escape that does not mean a byte of a body can be written.
  private static let escapes: Set<[UInt8]> = {
    var texts = ["\\0", "\\a", "\\b", "\\t", "\\n", "\\v", "\\f", "\\r", "\\e"]
    func padded(_ value: Int, _ radix: Int, _ width: Int) -> String {
      let digits = String(value, radix: radix)
      return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
    for value in 0..<512 where !isBodyByte(UInt8(value & 0xFF)) {
      texts += [3, 2].filter { padded(value, 8, $0).count == $0 }.map {
        "\\" + padded(value, 8, $0)
      }
      guard value < 256 else { continue }
      let (high, low) = (padded(value >> 4, 16, 1), padded(value & 15, 16, 1))
      for digits in [high + low, high.uppercased() + low, high + low.uppercased()]
        + [(high + low).uppercased()]
      {
        texts += ["%" + digits, "%25" + digits, "\\x" + digits, "\\u00" + digits]
      }
      if value < 0x80 { texts.append("=" + (high + low).uppercased()) }
    }
    return Set(texts.map { Array($0.utf8) })
  }()
}
