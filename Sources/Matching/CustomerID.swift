/// The account's number at the start of a key's body: four bytes, big-endian, in base64url.
enum CustomerID {
  /// The characters that hold any of the number's 32 bits.
  static let encodedLength = 6

  /// Reads the number from the characters at `offset`; `nil` if one is not of base64url.
  static func decoded(at offset: Int, in bytes: Span<UInt8>) -> UInt32? {
    guard offset + encodedLength <= bytes.count else { return nil }
    var bits: UInt64 = 0
    for index in offset..<offset + encodedLength {
      guard let value = base64URLValue(bytes[index]) else { return nil }
      bits = bits << 6 | UInt64(value)
    }
    // Six characters are 36 bits; the last four belong to the next byte.
    return UInt32(truncatingIfNeeded: bits >> 4)
  }

  /// The value of a base64url character (RFC 4648, section 5).
  private static func base64URLValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
