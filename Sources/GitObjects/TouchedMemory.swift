/// How much of a mapped file is in memory because its bytes were looked at.
///
/// The system brings in 64 KiB at a time, so that a few bytes here and there make much more
/// resident than was looked at.
struct TouchedMemory: Sendable {
  /// A bit for each block of the file.
  private var words: [UInt64] = []

  /// The blocks touched.
  private var blockCount = 0

  /// log2 of the size of a block: what Linux maps around a fault.
  private static let blockShift = 16

  /// The memory touched, in bytes.
  var byteCount: Int { blockCount << Self.blockShift }

  /// Notes that the bytes in a range of offsets were looked at.
  mutating func insert(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    for block in range.lowerBound >> Self.blockShift...(range.upperBound - 1) >> Self.blockShift {
      let word = block >> 6
      if word >= words.count {
        words += [UInt64](repeating: 0, count: word + 1 - words.count)
      }
      let bit: UInt64 = 1 << UInt64(block & 63)
      if words[word] & bit == 0 { blockCount += 1 }
      words[word] |= bit
    }
  }

  /// Notes that the memory was given back.
  mutating func removeAll() {
    for index in words.indices { words[index] = 0 }
    blockCount = 0
  }
}
