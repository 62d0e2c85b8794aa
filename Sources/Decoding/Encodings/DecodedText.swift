/// A stretch of a content with one encoding undone, and where each of its bytes came from.
package struct DecodedText: Sendable {
  /// The decoded bytes; `unknown` for a character that is not ASCII.
  package private(set) var bytes: [UInt8] = []

  /// For each decoded byte, the encoded bytes that carry a part of it.
  private var places: [Place] = []

  /// The offsets of encoded characters, while they are looked for: kept for the next text.
  var offsets: [Int] = []

  /// Where encoded bytes stand.
  struct Place: Sendable {
    /// The offset of the first one.
    var start: Int

    /// The offset just past the last one.
    var end: Int
  }

  /// What stands for a character that no rule can match.
  static let unknown: UInt8 = 0xFF

  /// Starts with nothing decoded.
  package init() {}

  /// The encoded bytes that carry the decoded ones in `range`, which is not empty.
  package func source(of range: Range<Int>) -> Range<Int> {
    places[range.lowerBound].start..<places[range.upperBound - 1].end
  }

  /// Whether the decoded bytes in `range`, which is not empty, took more bytes than they are.
  package func isEscaped(in range: Range<Int>) -> Bool {
    source(of: range).count > range.count
  }

  /// The decoded bytes of `range` around `index`, which is in it, that encoded bytes in a row carry,
  /// nothing left out.
  package func unbroken(around index: Int, in range: Range<Int>) -> Range<Int> {
    var (first, end) = (index, index + 1)
    while first > range.lowerBound, places[first - 1].end >= places[first].start { first -= 1 }
    while end < range.upperBound, places[end - 1].end >= places[end].start { end += 1 }
    return first..<end
  }

  /// The decoded bytes that the encoded ones in `range` carry a part of.
  package func image(of range: Range<Int>) -> Range<Int> {
    let first = partition(near: range.lowerBound) { $0.end > range.lowerBound }
    let end = partition(near: range.upperBound) { $0.start >= range.upperBound }
    return first..<max(end, first)
  }

  /// The first index for which `isAfter` holds, which stays so from there on.
  ///
  /// It is where `offset` would be if all bytes took as many encoded ones, or near.
  private func partition(near offset: Int, _ isAfter: (Place) -> Bool) -> Int {
    guard let first = places.first, let last = places.last else { return 0 }
    let distance = min(max(offset - first.start, 0), last.end - first.start)
    let guess = min(distance * places.count / max(last.end - first.start, 1), places.count - 1)
    var (low, high) = (0, places.count)
    var step = 1
    if isAfter(places[guess]) {
      high = guess
      while high > 0 {
        let index = max(high - step, 0)
        guard isAfter(places[index]) else {
          low = index + 1
          break
        }
        high = index
        step *= 2
      }
    } else {
      low = guess + 1
      while low < places.count {
        let index = min(low + step, places.count) - 1
        guard !isAfter(places[index]) else {
          high = index
          break
        }
        low = index + 1
        step *= 2
      }
    }
    while low < high {
      let middle = (low + high) / 2
      if isAfter(places[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Forgets what was decoded, but keeps its memory.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }

  /// Appends at most `count` bytes and as many places, as `write` gives them.
  mutating func append(
    atMost count: Int,
    _ write: (inout OutputSpan<UInt8>, inout OutputSpan<Place>) -> Void
  ) {
    bytes.append(addingCapacity: count) { bytes in
      places.append(addingCapacity: count) { places in write(&bytes, &places) }
    }
  }

  /// The same text, its places counted in what `outer` was decoded from.
  package func throughout(_ outer: DecodedText) -> DecodedText {
    var text = self
    for index in places.indices {
      text.places[index].start = outer.places[places[index].start].start
      text.places[index].end = outer.places[places[index].end - 1].end
    }
    return text
  }
}
