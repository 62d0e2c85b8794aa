/// A set of byte values, asked by subscript-free lookup in a table of 256.
package struct ByteClass: Sendable, Equatable {
  /// One bit for each byte value, 64 to a word.
  private var words: SIMD4<UInt64> = .zero

  /// The empty set.
  package init() {}

  /// The set of the bytes of `text`.
  package init(_ text: String) {
    for byte in text.utf8 { insert(byte) }
  }

  /// Adds `byte` to the set.
  package mutating func insert(_ byte: UInt8) {
    words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
  }

  /// Whether `byte` is in the set.
  package func contains(_ byte: UInt8) -> Bool {
    words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 != 0
  }

  /// Whether the set has no byte.
  package var isEmpty: Bool { words == .zero }

  /// The bytes in the set, in order.
  package var bytes: [UInt8] { (0...255).filter(contains) }

  /// `A–Z a–z 0–9 - _`, the alphabet of base64url (RFC 4648, section 5).
  package static let base64URL = ByteClass(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  )
}
