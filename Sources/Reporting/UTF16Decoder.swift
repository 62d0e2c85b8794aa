/// Turns UTF-8, in parts of any size, into UTF-16 code units.
///
/// Bytes that are not UTF-8 become U+FFFD as the WHATWG's Encoding Standard says (section "UTF-8
/// decoder"), so that other programs, among them those that run on Node.js, see the same units.
struct UTF16Decoder {
  /// How many bytes the character that has begun still needs.
  private var missingByteCount = 0

  /// What the next of those bytes may be.
  private var continuation: ClosedRange<UInt8> = 0x80...0xBF

  /// The bits of the character so far.
  private var bits: UInt32 = 0

  /// Decodes the next byte, and appends the units that it completes.
  mutating func decode(_ byte: UInt8, into units: inout [UInt16]) {
    if missingByteCount > 0 {
      guard continuation.contains(byte) else {
        missingByteCount = 0
        units.append(0xFFFD)
        return begin(byte, into: &units)
      }
      continuation = 0x80...0xBF
      bits = bits << 6 | UInt32(byte & 0x3F)
      missingByteCount -= 1
      if missingByteCount == 0 { append(bits, to: &units) }
      return
    }
    begin(byte, into: &units)
  }

  /// Ends the text.
  mutating func finish(into units: inout [UInt16]) {
    if missingByteCount > 0 { units.append(0xFFFD) }
    missingByteCount = 0
  }

  /// Decodes a byte that starts a character.
  private mutating func begin(_ byte: UInt8, into units: inout [UInt16]) {
    continuation = 0x80...0xBF
    switch byte {
    case 0..<0x80: units.append(UInt16(byte))
    case 0xC2...0xDF: expect(1, byte & 0x1F)
    case 0xE0...0xEF:
      if byte == 0xE0 { continuation = 0xA0...0xBF }
      if byte == 0xED { continuation = 0x80...0x9F }
      expect(2, byte & 0x0F)
    case 0xF0...0xF4:
      if byte == 0xF0 { continuation = 0x90...0xBF }
      if byte == 0xF4 { continuation = 0x80...0x8F }
      expect(3, byte & 0x07)
    default: units.append(0xFFFD)
    }
  }

  private mutating func expect(_ byteCount: Int, _ firstBits: UInt8) {
    missingByteCount = byteCount
    bits = UInt32(firstBits)
  }

  private func append(_ scalar: UInt32, to units: inout [UInt16]) {
    guard scalar >= 0x10000 else { return units.append(UInt16(truncatingIfNeeded: scalar)) }
    units.append(UInt16(truncatingIfNeeded: 0xD800 + (scalar - 0x10000) >> 10))
    units.append(UInt16(truncatingIfNeeded: 0xDC00 + scalar & 0x3FF))
  }
}
