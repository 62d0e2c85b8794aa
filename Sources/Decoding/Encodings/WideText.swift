/// Text in UTF-16 or UTF-32, of which only ASCII is read.
struct WideText {
  /// How many bytes a unit has: 2 or 4.
  let width: Int

  /// The offset in the content of the first byte given: where text has no other sign of its byte
  /// order, its units start at multiples of their width.
  let origin: Int

  /// How far back the start of the text is looked for, in bytes.
  private static let startReach = 2_048

  /// Decodes the units around `anchor`, where the byte of an ASCII character stands.
  func decode(
    _ bytes: Span<UInt8>,
    around anchor: Int,
    _ part: DecodedPart,
    into text: inout DecodedText
  ) {
    guard anchor < bytes.count else { return }
    let low = anchor - width * min(min(part.reach, anchor) / width, part.before)
    let high = min(anchor + min(part.reach, width * part.after), bytes.count)
    let isBig = part.order.map { $0 == .big } ?? isBigEndian(at: anchor, bytes)
    text.append(atMost: max(high - low, 0) / width + 1) { decoded, places in
      var offset = low
      while offset < high {
        let start = isBig ? max(offset - width + 1, 0) : offset
        let end = isBig ? offset + 1 : min(offset + width, bytes.count)
        var byte = bytes[offset]
        if byte >= 0x80
          || !(isBig ? areZeros(start..<offset, bytes) : areZeros(offset + 1..<end, bytes))
        {
          byte = DecodedText.unknown
        }
        decoded.append(byte)
        places.append(DecodedText.Place(start: start, end: end))
        offset += width
      }
    }
  }

  /// Whether the units in `range` are the same in either byte order, but for where they start; one has its
  /// ASCII byte at `anchor`, which is in the range.
  func looksAlike(_ bytes: Span<UInt8>, in range: Range<Int>, around anchor: Int) -> Bool {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return false }
    var offset = range.lowerBound + (anchor - range.lowerBound) % width
    if offset < range.lowerBound + width - 1 { offset += width }
    while offset < range.upperBound {
      if !areZeros(before: offset, bytes) { return false }
      offset += width
    }
    return true
  }

  /// Whether the ASCII text that has a character at `offset` has its zeros first.
  ///
  /// In ASCII text the byte orders look alike but where it starts: with zeros that no character before
  /// can own, or after a byte order mark.
  func isBigEndian(at offset: Int, _ bytes: Span<UInt8>) -> Bool {
    var start = offset
    let limit = max(start - Self.startReach, width)
    while start >= limit, areZeros(before: start, bytes), bytes[start - width] != 0,
      bytes[start - width] < 0x80
    {
      start -= width
    }
    guard start >= width - 1, areZeros(before: start, bytes) else { return false }
    if start == width - 1 { return true }
    if start > width, bytes[start - width] == 0xFF, bytes[start - width - 1] == 0xFE { return true }
    return (origin + start) % width == width - 1
  }

  /// Whether the bytes before `offset` are as many zeros as a unit has beside its ASCII byte.
  private func areZeros(before offset: Int, _ bytes: Span<UInt8>) -> Bool {
    areZeros(offset - width + 1..<offset, bytes)
  }

  private func areZeros(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      if bytes[offset] != 0 { return false }
      offset += 1
    }
    return true
  }
}
