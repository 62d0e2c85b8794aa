/// Text in UTF-16.
struct UTF16Text {
  /// The offset in the content of the first byte given: where text has no other sign of its byte
  /// order, its units start at even offsets.
  private let origin: Int

  init(origin: Int) {
    self.origin = origin
  }

  /// How far back the start of the text is looked for, in bytes.
  private static let startReach = 2_048

  /// Decodes the units around `anchor`, a zero with an ASCII character on either side.
  func decode(_ bytes: Span<UInt8>, around anchor: Int, reach: Int) -> DecodedText? {
    let first = anchor + 1
    guard first < bytes.count else { return nil }
    let low = first - 2 * (min(reach, first) / 2)
    let high = min(anchor + reach, bytes.count)
    let isBig = isBigEndian(at: first, bytes)
    var text = DecodedText(capacity: reach)
    for offset in stride(from: low, to: high, by: 2) {
      let other = isBig ? offset - 1 : offset + 1
      let otherByte = bytes.indices.contains(other) ? bytes[other] : 0
      let isASCII = otherByte == 0 && bytes[offset] < 0x80
      text.append(
        isASCII ? bytes[offset] : DecodedText.unknown,
        from: max(min(offset, other), 0),
        to: min(max(offset, other) + 1, bytes.count)
      )
    }
    return text
  }

  /// Whether the ASCII text that has a character at `offset` has its zeros first.
  ///
  /// In ASCII text the byte orders look alike but where it starts: with a zero that no character
  /// before it can own, or after a byte order mark.
  func isBigEndian(at offset: Int, _ bytes: Span<UInt8>) -> Bool {
    var start = offset
    let limit = max(start - Self.startReach, 2)
    while start >= limit, bytes[start - 1] == 0, bytes[start - 2] != 0, bytes[start - 2] < 0x80 {
      start -= 2
    }
    if start == 0 || bytes[start - 1] != 0 { return false }
    if start == 1 { return true }
    if start >= 3, bytes[start - 2] == 0xFF, bytes[start - 3] == 0xFE { return true }
    return (origin + start) % 2 == 1
  }
}
