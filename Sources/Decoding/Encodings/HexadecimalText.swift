/// Text of pairs of hexadecimal digits.
///
/// The pairs stand in a row, in lines, with something between them (`7a:71`, `0x7a, 0x71`), or as
/// programs list a file's bytes:
///
///     00000000: 7a71 745f 4141 4141  zqt_AAAA           (xxd)
///     00000000  7a 71 74 5f 41 41 41 41  |zqt_AAAA|     (hexdump -C)
///     0000000 7a 71 74 5f 41 41 41 41                   (od -tx1)
enum HexadecimalText {
  /// Decodes the digits around `anchor`, where a pair starts.
  static func decode(
    _ bytes: Span<UInt8>,
    around anchor: Int,
    _ part: DecodedPart,
    into text: inout DecodedText
  ) {
    let window = max(anchor - part.reach, 0)..<min(anchor + part.reach, bytes.count)
    guard anchor < window.upperBound, pair(at: anchor, window, bytes) != nil else { return }
    var offsets: [Int] = []
    swap(&offsets, &text.offsets)
    offsets.removeAll(keepingCapacity: true)
    var rest = 0
    if !findListed(around: anchor, window, bytes, &offsets) {
      offsets.removeAll(keepingCapacity: true)
      findPairs(before: anchor, window, part, bytes, &offsets)
      rest = min(part.after + 1, window.upperBound - anchor)
    }
    text.append(atMost: offsets.count + rest) { decoded, places in
      for offset in offsets {
        guard let byte = pair(at: offset, window, bytes) else { return }
        decoded.append(byte)
        places.append(DecodedText.Place(start: offset, end: offset + 2))
      }
      var offset = anchor
      while rest > 0 {
        if let byte = pair(at: offset, window, bytes) {
          decoded.append(byte)
          places.append(DecodedText.Place(start: offset, end: offset + 2))
          rest -= 1
          offset += 2
        } else {
          let start = next(after: offset, window, bytes)
          guard start > offset, pair(at: start, window, bytes) != nil else { return }
          offset = start
        }
      }
    }
    swap(&offsets, &text.offsets)
  }

  /// The byte that the pair at `offset` writes; `nil` if none stands there.
  private static func pair(at offset: Int, _ window: Range<Int>, _ bytes: Span<UInt8>) -> UInt8? {
    guard offset >= window.lowerBound, offset + 1 < window.upperBound else { return nil }
    let (high, low) = (digit(bytes[offset]), digit(bytes[offset + 1]))
    return high | low < 16 ? UInt8(truncatingIfNeeded: high << 4 | low) : nil
  }

  /// The value of a digit in either case, 0 to 15; 255 for any other byte.
  static func digit(_ byte: UInt8) -> UInt32 {
    // Without a branch: which digits come next is not to be guessed.
    let letter = (byte | 0x20) &- UInt8(ascii: "a")
    let letterValue = letter < 6 ? UInt32(letter) + 10 : 255
    let decimal = byte &- UInt8(ascii: "0")
    return decimal < 10 ? UInt32(decimal) : letterValue
  }
}

// MARK: - Pairs with little between them

extension HexadecimalText {
  /// The most bytes between two pairs: a line end, an indent and `0x`.
  private static let maximumGap = 24

  /// Finds the pairs before `anchor`, as many as are enough.
  private static func findPairs(
    before anchor: Int,
    _ window: Range<Int>,
    _ part: DecodedPart,
    _ bytes: Span<UInt8>,
    _ offsets: inout [Int]
  ) {
    var offset = anchor
    while offsets.count <= part.before, let previous = previous(before: offset, window, bytes) {
      offsets.append(previous)
      offset = previous
    }
    offsets.reverse()
  }

  private static func previous(
    before offset: Int,
    _ window: Range<Int>,
    _ bytes: Span<UInt8>
  ) -> Int? {
    if pair(at: offset - 2, window, bytes) != nil { return offset - 2 }
    let limit = max(offset - maximumGap, window.lowerBound)
    var end = offset
    if end - 2 >= limit, isIntroducer(at: end - 2, bytes) { end -= 2 }
    while end > limit, isBetween(bytes[end - 1]) { end -= 1 }
    return end < offset && pair(at: end - 2, window, bytes) != nil ? end - 2 : nil
  }

  /// Where the pair after one that ends at `end` starts, if there is one and it does not follow at once.
  private static func next(after end: Int, _ window: Range<Int>, _ bytes: Span<UInt8>) -> Int {
    let limit = min(end + maximumGap, window.upperBound)
    var start = end
    while start < limit, isBetween(bytes[start]), !isIntroducer(at: start, bytes) { start += 1 }
    if start + 1 < limit, isIntroducer(at: start, bytes) { start += 2 }
    return start
  }

  /// Whether `0x` or `\x` stands at `offset`.
  private static func isIntroducer(at offset: Int, _ bytes: Span<UInt8>) -> Bool {
    offset + 1 < bytes.count && bytes[offset + 1] | 0x20 == UInt8(ascii: "x")
      && (bytes[offset] == UInt8(ascii: "0") || bytes[offset] == UInt8(ascii: "\\"))
  }

  /// Whether a byte may stand between two pairs; a backslash continues a line of a `.reg` file.
  private static func isBetween(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: ","),
      UInt8(ascii: "\\"):
      true
    default: false
    }
  }
}

// MARK: - Listings

extension HexadecimalText {
  /// The longest line of a listing, in bytes.
  private static let longestLine = 256

  /// A line of a listing.
  private struct Line {
    /// The number that it starts with, its digits taken for hexadecimal ones.
    let number: UInt64

    /// The offset of its first pair.
    let firstPair: Int
  }

  /// Finds the pairs in the lines around `anchor`, and tells whether that is in a listing.
  private static func findListed(
    around anchor: Int,
    _ window: Range<Int>,
    _ bytes: Span<UInt8>,
    _ offsets: inout [Int]
  ) -> Bool {
    guard var start = lineStart(before: anchor, window, bytes),
      line(at: start, window, bytes) != nil
    else { return false }
    while let previous = lineStart(before: start - 1, window, bytes),
      line(at: previous, window, bytes) != nil
    {
      start = previous
    }
    var maximumCount = UInt64.max
    var rest = line(at: start, window, bytes)
    while let line = rest {
      start = line.firstPair
      while start < window.upperBound, bytes[start] != 0x0A { start += 1 }
      rest = self.line(at: start + 1, window, bytes)
      // The last line has as many pairs as the one before it.
      if let next = rest { maximumCount = next.number &- line.number }
      findPairs(of: line, maximumCount, window, bytes, &offsets)
    }
    return offsets.contains(anchor)
  }

  /// Finds the pairs of a line, at most so many; text may stand behind them.
  private static func findPairs(
    of line: Line,
    _ maximumCount: UInt64,
    _ window: Range<Int>,
    _ bytes: Span<UInt8>,
    _ offsets: inout [Int]
  ) {
    var count: UInt64 = 0
    var end = line.firstPair
    while count < maximumCount, pair(at: end, window, bytes) != nil {
      offsets.append(end)
      count += 1
      end += 2
      // One blank between pairs or groups, and in the middle perhaps two.
      let blanks = blankCount(at: end, window, bytes)
      if blanks > (count == 8 ? 2 : 1) { break }
      end += blanks
    }
  }

  /// Where the line starts that `offset` is in; `nil` if that is not known.
  private static func lineStart(
    before offset: Int,
    _ window: Range<Int>,
    _ bytes: Span<UInt8>
  ) -> Int? {
    guard offset >= window.lowerBound else { return nil }
    let limit = max(offset - longestLine, window.lowerBound)
    var start = offset
    while start > limit, bytes[start - 1] != 0x0A { start -= 1 }
    return start == 0 || bytes[start - 1] == 0x0A ? start : nil
  }

  /// The line that starts at `start`, if it is one of a listing: the number of its first byte, blanks,
  /// and pairs.
  private static func line(at start: Int, _ window: Range<Int>, _ bytes: Span<UInt8>) -> Line? {
    guard window.contains(start) else { return nil }
    var offset = start + blankCount(at: start, window, bytes)
    if isIntroducer(at: offset, bytes) { offset += 2 }
    var number: UInt64 = 0
    var digitCount = 0
    while offset < window.upperBound, case let digit = digit(bytes[offset]), digit < 16 {
      number = number << 4 | UInt64(digit)
      digitCount += 1
      offset += 1
    }
    guard 4...16 ~= digitCount, offset < window.upperBound else { return nil }
    let hasColon = bytes[offset] == UInt8(ascii: ":")
    if hasColon { offset += 1 }
    let blanks = blankCount(at: offset, window, bytes)
    let first = offset + blanks
    guard blanks > 0, pair(at: first, window, bytes) != nil else { return nil }
    // Digits of an odd number are no pairs; an even one may be a group, unless more tells.
    let isNumber =
      hasColon || blanks > 1 || digitCount % 2 == 1
      || digitCount == 6 && endsPair(at: first + 2, window, bytes)
    return isNumber ? Line(number: number, firstPair: first) : nil
  }

  /// Whether a blank, a line end or nothing stands at `offset`.
  private static func endsPair(
    at offset: Int,
    _ window: Range<Int>,
    _ bytes: Span<UInt8>
  ) -> Bool {
    offset >= window.upperBound || [0x20, 0x0A, 0x0D].contains(bytes[offset])
  }

  private static func blankCount(
    at offset: Int,
    _ window: Range<Int>,
    _ bytes: Span<UInt8>
  ) -> Int {
    var end = offset
    while end < window.upperBound, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
    return end - offset
  }
}
