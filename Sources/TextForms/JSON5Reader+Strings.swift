private import ScanModel

// Strings and their escapes (specification, section 5).

extension JSON5Reader {
  /// Reads the string whose quote is next, and resolves its escapes.
  mutating func readString() throws(JSON5Error) -> ArraySlice<UInt8> {
    guard let quote = peek() else { throw unexpectedCharacter(.value) }
    offset += 1
    var text: ArraySlice<UInt8> = []
    while true {
      let start = offset
      skip { $0 != quote && $0 != UInt8(ascii: "\\") && $0 != 0x0A && $0 != 0x0D }
      // The first stretch is taken as it is: most strings have no escape and need no memory.
      if text.isEmpty { text = bytes[start..<offset] } else { text += bytes[start..<offset] }
      switch peek() {
      case quote:
        offset += 1
        return text
      case UInt8(ascii: "\\"): try readEscape(into: &text)
      default: throw unexpectedCharacter(.closingQuote(quote))
      }
    }
  }

  /// Reads the escape whose backslash is next, and appends what it stands for.
  private mutating func readEscape(into text: inout ArraySlice<UInt8>) throws(JSON5Error) {
    let start = offset
    offset += 1
    let continuation = lineEndLength()
    guard continuation == 0 else {
      offset += continuation
      return
    }
    guard let (scalar, length) = scalar(at: offset) else { throw unexpectedCharacter(.escape) }
    switch scalar {
    case "b": text.append(0x08)
    case "t": text.append(0x09)
    case "n": text.append(0x0A)
    case "v": text.append(0x0B)
    case "f": text.append(0x0C)
    case "r": text.append(0x0D)
    case "0":
      if let next = peek(1), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) {
        throw unexpectedCharacter(.escape)
      }
      text.append(0)
    case "1"..."9": throw unexpectedCharacter(.escape)
    case "x", "u":
      offset += 1
      let escaped =
        if scalar == "x" {
          Unicode.Scalar(UInt8(truncatingIfNeeded: try readHexadecimal(count: 2)))
        } else {
          try readUnicodeEscape(from: start)
        }
      text += Array(String(escaped).utf8)
      return
    default: text += bytes[offset..<offset + length]
    }
    offset += length
  }

  /// Reads what follows `\u`: four digits, and a second escape if they are half a pair.
  ///
  /// - Parameter start: The offset of the backslash, for errors.
  /// - Returns: The character that the digits stand for.
  /// - Throws: `unexpected` for a missing digit, `loneSurrogate` for half a pair.
  mutating func readUnicodeEscape(from start: Int) throws(JSON5Error) -> Unicode.Scalar {
    let unit = try readHexadecimal(count: 4)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if unit < 0xDC00, peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") {
      offset += 2
      let second = try readHexadecimal(count: 4)
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x1_0000 + (unit - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw JSON5Error(
      offset: start,
      problem: .loneSurrogate(UInt16(truncatingIfNeeded: unit))
    )
  }

  /// Reads `count` hexadecimal digits; at most eight.
  private mutating func readHexadecimal(count: Int) throws(JSON5Error) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let byte = peek(), let digit = Hexadecimal.value(byte) else {
        throw unexpectedCharacter(.hexadecimalDigit)
      }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }
}
