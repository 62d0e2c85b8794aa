/// The forms of keys, as far as the client must know them.
enum KeyShape {
  /// Whether the bytes are of the exact form of a key: prefix and the base64url of 28 bytes.
  ///
  /// Nothing else is ever sent as a key.
  static func isExact(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count == 42, hasPrefix(bytes, at: 0) else { return false }
    for index in 4..<42 where !isBody(bytes[index]) { return false }
    return "AQgw".utf8.contains(bytes[41])
  }

  /// Whether a listed secret is a whole one: at least 24 bytes of a key's alphabet, no runs of `*`.
  static func isUnmasked(_ bytes: ArraySlice<UInt8>) -> Bool {
    (24...512).contains(bytes.count) && bytes.allSatisfy(isBody)
  }

  /// Whether `zut_`, `zqt_` or `zwt_` stands at `index`.
  static func hasPrefix(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    guard bytes.count - index >= 4 else { return false }
    return bytes[index] == UInt8(ascii: "z") && "uqw".utf8.contains(bytes[index + 1])
      && bytes[index + 2] == UInt8(ascii: "t") && bytes[index + 3] == UInt8(ascii: "_")
  }

  /// Whether a byte is of the alphabet of base64url.
  static func isBody(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
