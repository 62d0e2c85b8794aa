internal import ScanModel

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
  static func decode(_ bytes: Span<UInt8>, around anchor: Int, reach: Int) -> DecodedText? {
    let window = max(anchor - reach, 0)..<min(anchor + reach, bytes.count)
    guard anchor < window.upperBound, pair(at: anchor, window, bytes) != nil else { return nil }
    let offsets = listed(around: anchor, window, bytes) ?? pairs(around: anchor, window, bytes)
    var text = DecodedText(capacity: offsets.count)
    for offset in offsets {
      guard let byte = pair(at: offset, window, bytes) else { break }
      text.append(byte, from: offset, to: offset + 2)
    }
    return text.bytes.isEmpty ? nil : text
  }

  /// The byte that the pair at `offset` writes; `nil` if none stands there.
  private static func pair(at offset: Int, _ window: Range<Int>, _ bytes: Span<UInt8>) -> UInt8? {
    guard window.contains(offset), offset + 1 < window.upperBound,
      let high = Hexadecimal.value(bytes[offset]),
      let low = Hexadecimal.value(bytes[offset + 1])
    else { return nil }
    return high << 4 | low
  }
}

// MARK: - Pairs with little between them

extension HexadecimalText {
  /// The most bytes between two pairs: a line end, an indent and `0x`.
  private static let maximumGap = 24

  private static func pairs(
    around anchor: Int,
    _ window: Range<Int>,
    _ bytes: Span<UInt8>
  ) -> [Int] {
    var before: [Int] = []
    var offset = anchor
    while let previous = previous(before: offset, window, bytes) {
      before.append(previous)
      offset = previous
    }
    var offsets = Array(before.reversed())
    offset = anchor
    while true {
      offsets.append(offset)
      guard let next = next(after: offset + 2, window, bytes) else { return offsets }
      offset = next
    }
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

  private static func next(
    after end: Int,
    _ window: Range<Int>,
    _ bytes: Span<UInt8>
  ) -> Int? {
    let limit = min(end + maximumGap, window.upperBound)
    var start = end
    while start < limit, isBetween(bytes[start]), !isIntroducer(at: start, bytes) { start += 1 }
    if start + 1 < limit, isIntroducer(at: start, bytes) { start += 2 }
    return pair(at: start, window, bytes) != nil ? start : nil
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

  /// The offsets of the pairs in the lines around `anchor`; `nil` if that is in no listing.
  private static func listed(
    around anchor: Int,
    _ window: Range<Int>,
    _ bytes: Span<UInt8>
  ) -> [Int]? {
    guard var start = lineStart(before: anchor, window, bytes),
      line(at: start, window, bytes) != nil
    else { return nil }
    while let previous = lineStart(before: start - 1, window, bytes),
      line(at: previous, window, bytes) != nil
    {
      start = previous
    }
    var lines: [Line] = []
    while let line = line(at: start, window, bytes) {
      lines.append(line)
      start = line.firstPair
      while start < window.upperBound, bytes[start] != 0x0A { start += 1 }
      start += 1
    }
    var offsets: [Int] = []
    var maximumCount = UInt64.max
    for (index, line) in lines.enumerated() {
      if index + 1 < lines.count { maximumCount = lines[index + 1].number &- line.number }
      offsets += pairs(of: line, maximumCount, window, bytes)
    }
    return offsets.contains(anchor) ? offsets : nil
  }

  /// The offsets of the pairs of a line, at most so many; text may stand behind them.
  private static func pairs(
    of line: Line,
    _ maximumCount: UInt64,
    _ window: Range<Int>,
    _ bytes: Span<UInt8>
  ) -> [Int] {
    var offsets: [Int] = []
    var end = line.firstPair
    while offsets.count < maximumCount, pair(at: end, window, bytes) != nil {
      offsets.append(end)
      end += 2
      // One blank between pairs or groups, and in the middle perhaps two.
      let blanks = blankCount(at: end, window, bytes)
      if blanks > (offsets.count == 8 ? 2 : 1) { break }
      end += blanks
    }
    return offsets
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
    while offset < window.upperBound, let digit = Hexadecimal.value(bytes[offset]) {
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
