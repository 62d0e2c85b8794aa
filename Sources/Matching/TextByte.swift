internal import ByteSearch

/// Which bytes texts have, and which tell that a content is none.
enum TextByte {
  /// How far from a byte those are that tell what it is: UTF-8 has up to four bytes for a character.
  static let reach = 3

  /// Whether the byte at `offset` is a printable character, a tab, a line end or part of a character
  /// of UTF-8.
  static func stands(at offset: Int, in bytes: Span<UInt8>) -> Bool {
    let byte = bytes[offset]
    if byte >= 0x80 { return isPartOfCharacter(offset, in: bytes) }
    return byte >= 0x20 && byte != 0x7F || (0x09...0x0D).contains(byte)
  }

  /// Whether the byte at `offset` is one that texts do not have, in UTF-8 or in an older encoding.
  ///
  /// Those have letters from 0xC0 on. Terminals have escape sequences, which start with 0x1B.
  static func isBinary(at offset: Int, in bytes: Span<UInt8>) -> Bool {
    let byte = bytes[offset]
    return byte < 0xC0 && byte != 0x1B && !stands(at: offset, in: bytes)
  }

  /// Whether a byte of 0x80 or more belongs to a character of UTF-8 (RFC 3629, section 4).
  private static func isPartOfCharacter(_ offset: Int, in bytes: Span<UInt8>) -> Bool {
    var first = offset
    while isContinuation(bytes[first]) {
      guard first > 0, offset - first < reach else { return false }
      first -= 1
    }
    let count: Int
    switch bytes[first] {
    case 0xC2...0xDF: count = 2
    case 0xE0...0xEF: count = 3
    case 0xF0...0xF4: count = 4
    default: return false
    }
    guard offset < first + count, first + count <= bytes.count else { return false }
    return (first + 1..<first + count).allSatisfy { isContinuation(bytes[$0]) }
  }

  /// Whether a byte can only be one of a character's later ones.
  static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
