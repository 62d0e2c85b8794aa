/// A set of positions in a pack's index.
struct PositionSet: Sendable {
  private var words: [UInt64] = []

  /// How many positions are in the set.
  private(set) var count = 0

  /// Adds a position.
  mutating func insert(_ position: Int) {
    let word = position >> 6
    if word >= words.count {
      words += [UInt64](repeating: 0, count: word + 1 - words.count)
    }
    let bit: UInt64 = 1 << UInt64(position & 63)
    if words[word] & bit == 0 { count += 1 }
    words[word] |= bit
  }

  /// Whether a position is in the set.
  func contains(_ position: Int) -> Bool {
    let word = position >> 6
    return word < words.count && words[word] >> UInt64(position & 63) & 1 != 0
  }
}
