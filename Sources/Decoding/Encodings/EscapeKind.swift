/// The kinds of escapes in text, by the byte that introduces one.
enum EscapeKind: UInt8, Sendable {
  /// `%5F` of URLs, and `%u005F` of JavaScript's `escape`.
  case percent = 0x25
  /// `\u005f`, `\u{5f}`, `\U0000005f`, `\x5f`, `\137` and the letters of C.
  case backslash = 0x5C
  /// `&#95;`, `&#x5f;` and a few names.
  case html = 0x26
  /// `=5F` of mails, and a line end that is none (quoted-printable, RFC 2045, 6.7).
  case equals = 0x3D

  /// How far before the end of a needle its introducer may be, in bytes.
  private static let introducerReach = 12

  /// The kind of the introducer nearest before `anchor`, or just after it; `nil` if none is near.
  init?(introducedBefore anchor: Int, in bytes: Span<UInt8>) {
    var offset = min(anchor + 1, bytes.count - 1)
    let limit = max(anchor - Self.introducerReach, 0)
    while offset >= limit {
      if let kind = EscapeKind(rawValue: bytes[offset]) {
        self = kind
        return
      }
      offset -= 1
    }
    return nil
  }

  /// Undoes the escapes of this kind around `anchor`.
  func decode(
    _ bytes: Span<UInt8>,
    around anchor: Int,
    _ part: DecodedPart,
    into text: inout DecodedText
  ) {
    let start = start(before: anchor, part, in: bytes)
    let end = min(anchor + part.reach, bytes.count)
    text.append(atMost: max(end - start, 0)) { decoded, places in
      var enough = Int.max
      var offset = start
      while offset < end, decoded.count < enough {
        if offset >= anchor, enough == Int.max { enough = decoded.count + part.after + 1 }
        var place = DecodedText.Place(start: offset, end: offset + 1)
        var byte = bytes[offset]
        if byte == rawValue {
          if let escape = escape(at: offset, in: bytes) {
            byte = escape.character < 0x80 ? UInt8(escape.character) : DecodedText.unknown
            place.end = offset + escape.byteCount
          } else if let next = continuedLine(at: offset, in: bytes) {
            offset = next
            continue
          }
        }
        decoded.append(byte)
        places.append(place)
        offset = place.end
      }
    }
  }

  /// The longest escape, in bytes.
  private static let longestEscape = 12

  /// Where to start decoding, so that no escape is cut but by the end of what may be looked at.
  private func start(before anchor: Int, _ part: DecodedPart, in bytes: Span<UInt8>) -> Int {
    let low = max(anchor - part.reach, 0)
    var start = max(anchor - Self.longestEscape * part.before, low)
    // An introducer starts an escape, and nothing else can be inside one, but for a backslash after a
    // backslash: of those in a row the first one does.
    let limit = max(start - Self.longestEscape, low)
    var offset = start
    while offset > limit, bytes[offset] != rawValue { offset -= 1 }
    if offset < bytes.count, bytes[offset] == rawValue { start = offset }
    while self == .backslash, start > low, bytes[start] == rawValue,
      bytes[start - 1] == rawValue
    {
      start -= 1
    }
    if start > low { return start }
    // An escape that the window cuts is no part of it.
    start = low
    while self == .backslash, start > 0, start < anchor, bytes[start - 1] == rawValue {
      start += 1
    }
    return start
  }

  /// What reports call the first escape that starts in `range`.
  func name(of range: Range<Int>, in bytes: Span<UInt8>) -> String {
    switch self {
    case .percent: return "percent"
    case .html: return "html"
    case .equals: return "quoted-printable"
    case .backslash:
      for offset in range.dropLast() where bytes[offset] == rawValue {
        switch bytes[offset + 1] {
        case UInt8(ascii: "x"): return "hex-escape"
        case UInt8(ascii: "0")...UInt8(ascii: "7"): return "octal-escape"
        default: return "unicode-escape"
        }
      }
      return "unicode-escape"
    }
  }

  private typealias Escape = (character: UInt32, byteCount: Int)

  /// The escape at `offset`, where an introducer stands.
  private func escape(at offset: Int, in bytes: Span<UInt8>) -> Escape? {
    guard offset + 1 < bytes.count else { return nil }
    switch self {
    case .percent:
      if bytes[offset + 1] == UInt8(ascii: "u") {
        return Self.number(at: offset + 2, digitCount: 4, in: bytes).map { ($0, 6) }
      }
      return Self.number(at: offset + 1, digitCount: 2, in: bytes).map { ($0, 3) }
    case .backslash: return Self.backslashEscape(at: offset, in: bytes)
    case .html: return Self.entity(at: offset, in: bytes)
    case .equals: return Self.number(at: offset + 1, digitCount: 2, in: bytes).map { ($0, 3) }
    }
  }

  /// Where the text goes on after an introducer at `offset` that takes a line end away, if one does.
  ///
  /// In quoted-printable blanks may stand between.
  private func continuedLine(at offset: Int, in bytes: Span<UInt8>) -> Int? {
    guard self == .equals || self == .backslash else { return nil }
    var end = offset + 1
    while self == .equals, end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
    if end < bytes.count, bytes[end] == 0x0D { end += 1 }
    return end < bytes.count && bytes[end] == 0x0A ? end + 1 : nil
  }

  private static func backslashEscape(at offset: Int, in bytes: Span<UInt8>) -> Escape? {
    let letter = bytes[offset + 1]
    switch letter {
    case UInt8(ascii: "u"):
      if offset + 2 < bytes.count, bytes[offset + 2] == UInt8(ascii: "{") {
        var end = offset + 3
        guard let value = number(&end, digits: 1...6, radix: 16, in: bytes), end < bytes.count,
          bytes[end] == UInt8(ascii: "}")
        else { return nil }
        return (value, end + 1 - offset)
      }
      return number(at: offset + 2, digitCount: 4, in: bytes).map { ($0, 6) }
    case UInt8(ascii: "U"):
      return number(at: offset + 2, digitCount: 8, in: bytes).map { ($0, 10) }
    case UInt8(ascii: "x"):
      return number(at: offset + 2, digitCount: 2, in: bytes).map { ($0, 4) }
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      var end = offset + 1
      return number(&end, digits: 1...3, radix: 8, in: bytes).map { ($0, end - offset) }
    case UInt8(ascii: "n"): return (10, 2)
    case UInt8(ascii: "r"): return (13, 2)
    case UInt8(ascii: "t"): return (9, 2)
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"):
      return (UInt32(letter), 2)
    default: return nil
    }
  }

  /// A character reference: by number, or by one of the names that stand next to keys.
  private static func entity(at offset: Int, in bytes: Span<UInt8>) -> Escape? {
    if bytes[offset + 1] == UInt8(ascii: "#") {
      guard offset + 2 < bytes.count else { return nil }
      let isHexadecimal = bytes[offset + 2] | 0x20 == UInt8(ascii: "x")
      var end = offset + (isHexadecimal ? 3 : 2)
      guard
        let value = number(&end, digits: 1...7, radix: isHexadecimal ? 16 : 10, in: bytes)
      else { return nil }
      // The semicolon may be missing (HTML, 13.2.5.80).
      if end < bytes.count, bytes[end] == UInt8(ascii: ";") { end += 1 }
      return (value, end - offset)
    }
    for (name, character) in names where offset + name.count <= bytes.count {
      if name.indices.allSatisfy({ bytes[offset + $0] == name[$0] }) {
        return (UInt32(character), name.count)
      }
    }
    return nil
  }

  private static let names: [(name: [UInt8], character: UInt8)] = [
    (Array("&quot;".utf8), UInt8(ascii: "\"")), (Array("&apos;".utf8), UInt8(ascii: "'")),
    (Array("&amp;".utf8), UInt8(ascii: "&")), (Array("&lt;".utf8), UInt8(ascii: "<")),
    (Array("&gt;".utf8), UInt8(ascii: ">")), (Array("&nbsp;".utf8), UInt8(ascii: " ")),
    (Array("&lowbar;".utf8), UInt8(ascii: "_")), (Array("&hyphen;".utf8), UInt8(ascii: "-")),
  ]

  /// The number that so many hexadecimal digits at `start` write.
  private static func number(
    at start: Int,
    digitCount: Int,
    in bytes: Span<UInt8>
  ) -> UInt32? {
    guard start + digitCount <= bytes.count else { return nil }
    var (value, all) = (UInt32(0), UInt32(0))
    for offset in start..<start + digitCount {
      let digit = HexadecimalText.digit(bytes[offset])
      value = value << 4 | digit
      all |= digit
    }
    return all < 16 ? value : nil
  }

  /// The number that the digits at `position` write; moves `position` past them.
  private static func number(
    _ position: inout Int,
    digits: ClosedRange<Int>,
    radix: UInt32,
    in bytes: Span<UInt8>
  ) -> UInt32? {
    var value: UInt32 = 0
    var count = 0
    while count < digits.upperBound, position < bytes.count,
      case let digit = HexadecimalText.digit(bytes[position]), digit < radix
    {
      value = value &* radix &+ UInt32(digit)
      position += 1
      count += 1
    }
    return digits.contains(count) ? value : nil
  }
}
