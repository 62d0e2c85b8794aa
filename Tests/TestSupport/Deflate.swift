/// Compresses with deflate (RFC 1951), in one block of its fixed codes: little, and surely right.
package struct Deflate {
  private var output: [UInt8] = []
  private var bits: UInt64 = 0
  private var bitCount = 0

  /// The stream that `bytes` compress to.
  package static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    var deflate = Deflate()
    deflate.compress(bytes)
    return deflate.output
  }

  /// For each length of a match, from 3 on, the smallest that its code stands for, and how many bits
  /// follow.
  private static let lengths: [(base: Int, extra: Int)] = {
    var codes: [(Int, Int)] = []
    var base = 3
    for code in 0..<28 {
      let extra = code < 8 ? 0 : (code - 4) / 4
      codes.append((base, extra))
      base += 1 << extra
    }
    codes[27] = (codes[27].0, 5)
    return codes + [(258, 0)]
  }()

  private static let distances: [(base: Int, extra: Int)] = {
    var codes: [(Int, Int)] = []
    var base = 1
    for code in 0..<30 {
      let extra = code < 4 ? 0 : (code - 2) / 2
      codes.append((base, extra))
      base += 1 << extra
    }
    return codes
  }()

  private mutating func compress(_ bytes: [UInt8]) {
    put(1, 1)
    put(1, 2)
    var latest: [UInt32: Int] = [:]
    var index = 0
    while index < bytes.count {
      let end = min(index + 258, bytes.count)
      var length = 0
      var start = index
      if index + 3 <= bytes.count {
        let three =
          UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
        if let before = latest[three], index - before <= 32_768 {
          start = before
          while index + length < end, bytes[start + length] == bytes[index + length] { length += 1 }
        }
        latest[three] = index
      }
      if length >= 3 {
        putMatch(length, index - start)
        index += length
      } else {
        putSymbol(Int(bytes[index]))
        index += 1
      }
    }
    putSymbol(256)
    if bitCount > 0 { output.append(UInt8(truncatingIfNeeded: bits)) }
  }

  private mutating func putMatch(_ length: Int, _ distance: Int) {
    let code = Self.lengths.lastIndex { $0.base <= length } ?? 0
    putSymbol(257 + code)
    put(length - Self.lengths[code].base, Self.lengths[code].extra)
    let far = Self.distances.lastIndex { $0.base <= distance } ?? 0
    putReversed(far, 5)
    put(distance - Self.distances[far].base, Self.distances[far].extra)
  }

  /// A literal, the end, or a length, by the fixed codes.
  private mutating func putSymbol(_ symbol: Int) {
    switch symbol {
    case 0..<144: putReversed(0x30 + symbol, 8)
    case 144..<256: putReversed(0x190 + symbol - 144, 9)
    case 256..<280: putReversed(symbol - 256, 7)
    default: putReversed(0xC0 + symbol - 280, 8)
    }
  }

  private mutating func putReversed(_ code: Int, _ count: Int) {
    for bit in (0..<count).reversed() { put(code >> bit & 1, 1) }
  }

  private mutating func put(_ value: Int, _ count: Int) {
    bits |= UInt64(value) << UInt64(bitCount)
    bitCount += count
    while bitCount >= 8 {
      output.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }
}

/// The checksums that go with it, bit by bit as their definitions have them.
package enum Checksum {
  /// CRC-32, of zip and gzip.
  package static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
  }

  /// Adler-32, of zlib's frame.
  package static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
}
