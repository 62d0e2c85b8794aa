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
  func decode(_ bytes: Span<UInt8>, around anchor: Int, reach: Int) -> DecodedText? {
    guard anchor < bytes.count else { return nil }
    let low = anchor - width * (min(reach, anchor) / width)
    let high = min(anchor + reach, bytes.count)
    let isBig = isBigEndian(at: anchor, bytes)
    var text = DecodedText(capacity: reach)
    for offset in stride(from: low, to: high, by: width) {
      let start = max(isBig ? offset - width + 1 : offset, 0)
      let end = min(isBig ? offset + 1 : offset + width, bytes.count)
      let isASCII =
        bytes[offset] < 0x80 && areZeros(start..<offset, bytes) && areZeros(offset + 1..<end, bytes)
      text.append(isASCII ? bytes[offset] : DecodedText.unknown, from: start, to: end)
    }
    return text
  }

  /// Whether the ASCII text that has a character at `offset` has its zeros first.
  ///
  /// In ASCII text the byte orders look alike but where it starts: with zeros that no character before
  /// can own, or after a byte order mark.
  func isBigEndian(at offset: Int, _ bytes: Span<UInt8>) -> Bool {
    var start = offset
    let limit = max(start - Self.startReach, width)
    while start >= limit, areZeros(start - width + 1..<start, bytes),
      bytes[start - width] != 0, bytes[start - width] < 0x80
    {
      start -= width
    }
    guard start >= width - 1, areZeros(start - width + 1..<start, bytes) else { return false }
    if start == width - 1 { return true }
    if start > width, bytes[start - width] == 0xFF, bytes[start - width - 1] == 0xFE { return true }
    return (origin + start) % width == width - 1
  }

  private func areZeros(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    range.allSatisfy { bytes[$0] == 0 }
  }
}
