/// A stretch of a content with one encoding undone, and where each of its bytes came from.
package struct DecodedText: Sendable {
  /// The decoded bytes; `unknown` for a character that is not ASCII.
  package private(set) var bytes: [UInt8] = []

  /// For each decoded byte, the offset of the first encoded byte that carries a part of it.
  private(set) var starts: [Int] = []

  /// For each decoded byte, the offset just past the last encoded byte that carries a part of it.
  private(set) var ends: [Int] = []

  /// What stands for a character that no rule can match.
  static let unknown: UInt8 = 0xFF

  /// Starts with nothing decoded, and room for that many bytes.
  init(capacity: Int) {
    bytes.reserveCapacity(capacity)
    starts.reserveCapacity(capacity)
    ends.reserveCapacity(capacity)
  }

  /// The encoded bytes that carry the decoded ones in `range`, which is not empty.
  package func source(of range: Range<Int>) -> Range<Int> {
    starts[range.lowerBound]..<ends[range.upperBound - 1]
  }

  /// Whether the decoded bytes in `range`, which is not empty, took more bytes than they are.
  package func isEscaped(in range: Range<Int>) -> Bool {
    source(of: range).count > range.count
  }

  /// The decoded bytes around `index` that encoded bytes in a row carry, nothing left out.
  package func unbroken(around index: Int) -> Range<Int> {
    var (first, end) = (index, index + 1)
    while first > 0, ends[first - 1] >= starts[first] { first -= 1 }
    while end < bytes.count, ends[end - 1] >= starts[end] { end += 1 }
    return first..<end
  }

  /// The decoded bytes that the encoded ones in `range` carry a part of.
  package func image(of range: Range<Int>) -> Range<Int> {
    let first = Self.partition(ends.count) { ends[$0] > range.lowerBound }
    let end = Self.partition(starts.count) { starts[$0] >= range.upperBound }
    return first..<max(end, first)
  }

  /// The first index below `count` for which `isAfter` holds, which stays so from there on.
  private static func partition(_ count: Int, _ isAfter: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Appends a byte that the encoded bytes from `start` to `end` carry.
  mutating func append(_ byte: UInt8, from start: Int, to end: Int) {
    bytes.append(byte)
    starts.append(start)
    ends.append(end)
  }

  /// Appends a character: its byte if it is ASCII.
  mutating func append(character: UInt32, from start: Int, to end: Int) {
    append(character < 0x80 ? UInt8(character) : Self.unknown, from: start, to: end)
  }

  /// The same text, its places counted in what `outer` was decoded from.
  package func throughout(_ outer: DecodedText) -> DecodedText {
    var text = self
    for index in bytes.indices {
      text.starts[index] = outer.starts[starts[index]]
      text.ends[index] = outer.ends[ends[index] - 1]
    }
    return text
  }
}
