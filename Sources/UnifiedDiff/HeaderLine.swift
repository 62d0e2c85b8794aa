/// A line outside hunks, ready to be recognised: without colours, byte order mark and `\r`.
struct HeaderLine {
  /// The line.
  let text: [UInt8]

  /// Whether the line was coloured.
  let isColored: Bool

  /// Takes `bytes`, a whole line.
  init(_ bytes: Span<UInt8>) {
    var bytes = bytes
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      bytes = bytes.extracting(3..<bytes.count)
    }
    isColored = ColorFilter.byteCount(at: 0, in: bytes) > 0
    var text: [UInt8]
    if isColored {
      text = Self.withoutColors(bytes)
    } else {
      text = Array(bytes)
    }
    if text.last == UInt8(ascii: "\r") { text.removeLast() }
    self.text = text
  }

  private static func withoutColors(_ bytes: Span<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let count = ColorFilter.byteCount(at: index, in: bytes)
      if count == 0 { text.append(bytes[index]) }
      index += max(count, 1)
    }
    return text
  }
}
