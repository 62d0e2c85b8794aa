internal import ByteSearch
internal import ScanModel

/// Whether a key may start at a place, by what stands to its left.
///
/// A key may start where the byte before cannot be part of one, and where that byte is the end of an
/// escape whose meaning cannot be: a key printed in red is preceded by the `m` of `ESC[31m`, and one
/// on a new line of a JSON string by the `n` of `\n`. An escape that means a byte of the alphabet
/// (`%41`) is no boundary.
enum LeftBoundary {
  /// Whether a boundary stands before `offset`.
  ///
  /// Looks at no more than 64 bytes.
  static func stands(before offset: Int, in bytes: Span<UInt8>, alphabet: ByteClass) -> Bool {
    if offset == 0 || !alphabet.contains(bytes[offset - 1]) { return true }
    if let meaning = meaningOfEscape(endingAt: offset, in: bytes),
      meaning >= 0x80 || !alphabet.contains(UInt8(truncatingIfNeeded: meaning))
    {
      return true
    }
    return isEndOfControlSequence(offset, in: bytes)
  }

  /// How many bytes `mayStand` needs to rule out all escapes.
  static let shortReach = 8

  /// Whether a boundary may stand before `offset`: a quick look, right only where it says no.
  static func mayStand(before offset: Int, in bytes: Span<UInt8>, alphabet: ByteClass) -> Bool {
    guard offset >= shortReach, alphabet.contains(bytes[offset - 1]) else { return true }
    // Every escape has one of these.
    for index in offset - shortReach..<offset {
      switch bytes[index] {
      case UInt8(ascii: "\\"), UInt8(ascii: "%"), UInt8(ascii: "="), UInt8(ascii: "["): return true
      default: break
      }
    }
    // Only parameters can stand between the end of a control sequence and its bracket.
    for index in offset - shortReach..<offset - 1 where !isParameter(bytes[index]) { return false }
    return true
  }

  /// The character that an escape ending at `offset` stands for; `nil` if none ends there.
  private static func meaningOfEscape(endingAt offset: Int, in bytes: Span<UInt8>) -> UInt32? {
    let text = Lookbehind(bytes: bytes, end: offset)
    if text[2] == UInt8(ascii: "\\"), let meaning = meaningOfLetterEscape(bytes[offset - 1]) {
      return meaning
    }
    return meaningOfHexadecimalEscape(text, in: bytes) ?? meaningOfOctalEscape(text, in: bytes)
  }

  /// The control character that a backslash and this letter stand for in C, JSON and most others.
  private static func meaningOfLetterEscape(_ letter: UInt8) -> UInt32? {
    switch letter {
    case UInt8(ascii: "0"): 0
    case UInt8(ascii: "a"): 7
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "t"): 9
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "v"): 11
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "e"): 27
    default: nil
    }
  }

  /// `%3D` (URLs), `=3D` (quoted-printable), `\x3D`, `\u003D`, and `%253D`, which is a URL in a URL.
  private static func meaningOfHexadecimalEscape(
    _ text: Lookbehind,
    in bytes: Span<UInt8>
  ) -> UInt32? {
    guard let low = text.hexadecimal(digits: 2, in: bytes) else { return nil }
    switch text[3] {
    case UInt8(ascii: "%"): return low
    case UInt8(ascii: "="):
      // Quoted-printable (RFC 2045, 6.7) writes capitals; anything else is an assignment.
      let isCapital = ![text[1], text[2]].contains { $0 >= UInt8(ascii: "a") }
      return isCapital && low < 0x80 ? low : nil
    case UInt8(ascii: "x") where text[4] == UInt8(ascii: "\\"): return low
    case UInt8(ascii: "5")
    where text[4] == UInt8(ascii: "2") && text[5] == UInt8(ascii: "%"):
      return low
    default: break
    }
    if text[5] == UInt8(ascii: "u"), text[6] == UInt8(ascii: "\\") {
      return text.hexadecimal(digits: 4, in: bytes)
    }
    return nil
  }

  /// `\12`, `\012`: a backslash and two or three octal digits.
  private static func meaningOfOctalEscape(
    _ text: Lookbehind,
    in bytes: Span<UInt8>
  ) -> UInt32? {
    for count in 2...3 where text[count + 1] == UInt8(ascii: "\\") {
      var value: UInt32 = 0
      for place in stride(from: count, through: 1, by: -1) {
        let digit = text[place]
        guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
        value = value << 3 | UInt32(digit & 7)
      }
      return value & 0xFF
    }
    return nil
  }

  /// Whether a terminal's control sequence ends at `offset`: ESC, `[`, parameters and one letter
  /// (ECMA-48, section 5.4), the ESC as itself or in one of its written forms.
  private static func isEndOfControlSequence(_ offset: Int, in bytes: Span<UInt8>) -> Bool {
    guard bytes[offset - 1] | 0x20 >= UInt8(ascii: "a"),
      bytes[offset - 1] | 0x20 <= UInt8(ascii: "z")
    else { return false }
    let limit = max(offset - 48, 0)
    var start = offset - 1
    while start > limit, isParameter(bytes[start - 1]) { start -= 1 }
    guard start > limit, bytes[start - 1] == UInt8(ascii: "[") else { return false }
    start -= 1
    return escapeForms.contains { form in
      start >= form.count
        && form.indices.allSatisfy { bytes[start - form.count + $0] == form[$0] }
    }
  }

  /// Whether a byte may stand between `[` and the final letter (ECMA-48: 03/00 to 03/15).
  private static func isParameter(_ byte: UInt8) -> Bool { (0x30...0x3F).contains(byte) }

  /// The escape character, as itself and as programs write it.
  private static let escapeForms: [[UInt8]] =
    [[0x1B]]
    + [
      "\\u001b", "\\u001B", "\\x1b", "\\x1B", "\\e", "\\E", "\\033", "\\33", "^[", "%1B", "%1b",
      "&#27;", "&#x1b;", "&#x1B;",
    ].map { Array($0.utf8) }
}

/// The bytes that end at an offset, counted backwards from 1; a zero where there are none.
private struct Lookbehind {
  /// The last eight bytes, the nearest first.
  private var nearest = SIMD8<UInt8>(repeating: 0)

  init(bytes: Span<UInt8>, end: Int) {
    for place in 1...8 where end - place >= 0 { nearest[place - 1] = bytes[end - place] }
  }

  /// The byte `place` places before the end.
  subscript(place: Int) -> UInt8 { nearest[place - 1] }

  /// The value of that many hexadecimal digits before the end; `nil` if one is none.
  func hexadecimal(digits: Int, in bytes: Span<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for place in stride(from: digits, through: 1, by: -1) {
      guard let digit = Hexadecimal.value(self[place]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
