internal import ScanModel

// The bytes of fake keys.

extension FakeKeys {
  /// The customer ID in every fake key.
  package static let customerID: UInt32 = 1

  private static let base64URL = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
  )

  /// The number of letters and digits at the start of `base64URL`.
  private static let alphanumericCount: UInt64 = 62

  /// Appends the prefix and the unpadded base64url of 28 bytes: customer ID, then random ones.
  static func appendKey(
    named name: ArraySlice<UInt8>,
    seed: ArraySlice<UInt8>,
    to output: inout [UInt8]
  ) {
    var generator = generator(name, seed)
    var bytes = bigEndianBytes(customerID)
    for _ in 0..<3 { bytes += bigEndianBytes(generator.next()) }
    output += name
    output.append(UInt8(ascii: "_"))
    appendBase64URL(bytes, to: &output)
  }

  /// Appends `aky_` and 22 letters and digits.
  static func appendIdentifier(seed: ArraySlice<UInt8>, to output: inout [UInt8]) {
    var generator = generator(Array("aky".utf8)[...], seed)
    output += Array("aky_".utf8)
    for _ in 0..<22 {
      output.append(base64URL[Int(generator.next() % alphanumericCount)])
    }
  }

  /// Appends `length` characters of base64url.
  static func appendBody(seed: ArraySlice<UInt8>, length: Int, to output: inout [UInt8]) {
    var generator = generator(Array("body".utf8)[...], seed)
    for _ in 0..<length { output.append(base64URL[Int(generator.next() >> 58)]) }
  }

  /// The generator that a kind of template and a seed name: FNV-1a, 64 bits, of `kind:seed`.
  private static func generator(
    _ kind: ArraySlice<UInt8>,
    _ seed: ArraySlice<UInt8>
  ) -> SplitMix64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in kind + [UInt8(ascii: ":")] + seed {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return SplitMix64(seed: hash)
  }

  /// The bytes of a number, most significant first.
  private static func bigEndianBytes(_ number: some FixedWidthInteger) -> [UInt8] {
    stride(from: number.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: number >> $0)
    }
  }

  /// Appends the base64url of `bytes` without padding (RFC 4648, section 5).
  private static func appendBase64URL(_ bytes: [UInt8], to output: inout [UInt8]) {
    var pending: UInt32 = 0
    var pendingBitCount = 0
    for byte in bytes {
      pending = pending << 8 | UInt32(byte)
      pendingBitCount += 8
      while pendingBitCount >= 6 {
        pendingBitCount -= 6
        output.append(base64URL[Int(pending >> UInt32(pendingBitCount) & 0x3F)])
      }
    }
    if pendingBitCount > 0 {
      output.append(base64URL[Int(pending << UInt32(6 - pendingBitCount) & 0x3F)])
    }
  }
}
