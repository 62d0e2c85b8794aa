/// A set of byte values, asked by subscript-free lookup in a table of 256.
package struct ByteClass: Sendable, Hashable {
  /// One bit for each byte value, 64 to a word.
  private var words: SIMD4<UInt64> = .zero

  /// The empty set.
  package init() {}

  /// The set of the bytes of `text`.
  package init(_ text: String) {
    for byte in text.utf8 { insert(byte) }
  }

  /// The set of some bytes.
  package init(_ bytes: [UInt8]) {
    for byte in bytes { insert(byte) }
  }

  /// The bytes that are in either set.
  package func union(_ other: ByteClass) -> ByteClass {
    var union = self
    union.words |= other.words
    return union
  }

  /// Calls `body` with each byte of the set below 0x80, in order.
  package func forEachASCII(_ body: (UInt8) -> Void) {
    for word in 0..<2 {
      var rest = words[word]
      while rest != 0 {
        body(UInt8(truncatingIfNeeded: word << 6 | rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
  }

  /// Calls `body` with each multiple of four below 0x80 from which on four bytes have one of the set,
  /// and with which of the four, one bit each.
  func forEachASCIIQuarter(_ body: (_ start: Int, _ quarter: Int) -> Void) {
    for word in 0..<2 {
      var rest = words[word]
      while rest != 0 {
        let start = rest.trailingZeroBitCount & ~3
        body(word << 6 | start, Int(truncatingIfNeeded: rest >> UInt64(start) & 0xF))
        rest &= ~(0xF << UInt64(start))
      }
    }
  }

  /// Whether all bytes of the set are below 0x80.
  package var isASCII: Bool { words[2] | words[3] == 0 }

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
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for word in 0..<4 {
      var rest = words[word]
      while rest != 0 {
        bytes.append(UInt8(truncatingIfNeeded: word << 6 | rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return bytes
  }

  /// `A–Z a–z 0–9 - _`, the alphabet of base64url (RFC 4648, section 5).
  package static let base64URL = ByteClass(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  )
}
