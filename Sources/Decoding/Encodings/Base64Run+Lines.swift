// What may stand between two lines of one base64 text.

extension Base64Run {
  /// The shortest line that an encoder wraps, in characters.
  static let shortestLine = 32

  /// The most bytes between two lines: an indent on either side of what joins two strings.
  static let longestGap = 128

  /// The longest line whose length is counted, in bytes.
  private static let longestLine = 256

  /// Where the line before the one that starts at `position` ends; `nil` if none is part of the text.
  static func lineEnd(before position: Int, lowest: Int, in bytes: Span<UInt8>) -> Int? {
    let limit = max(lowest, position - longestGap)
    var end = position
    var hasLineEnd = false
    while end > limit {
      if end - 1 > limit, isEscapeLetter(end - 1, in: bytes) {
        (end, hasLineEnd) = (end - 2, true)
      } else if isLineEnd(bytes[end - 1]) {
        (end, hasLineEnd) = (end - 1, true)
      } else if mayStandBetween(end - 1, in: bytes) {
        end -= 1
      } else {
        break
      }
    }
    return hasLineEnd && endsLine(end, lowest: lowest, in: bytes) ? end : nil
  }

  /// Where the line after the one that ends at `position` starts; `nil` if none is part of the text.
  static func lineStart(after position: Int, highest: Int, in bytes: Span<UInt8>) -> Int? {
    let limit = min(highest, position + longestGap)
    var start = position
    var hasLineEnd = false
    while start < limit {
      if start + 1 < limit, isEscapeLetter(start + 1, in: bytes) {
        (start, hasLineEnd) = (start + 2, true)
      } else if isLineEnd(bytes[start]) {
        (start, hasLineEnd) = (start + 1, true)
      } else if mayStandBetween(start, in: bytes) {
        start += 1
      } else {
        break
      }
    }
    guard hasLineEnd, start < highest, value(at: start, in: bytes) != nil,
      endsLine(position, lowest: 0, in: bytes)
    else { return nil }
    return start
  }

  /// Whether the byte at `offset` is in the alphabet and yet no part of the text: the letter of an
  /// escaped line end, or a plus sign that marks a line of a patch or joins two strings.
  static func isLineMark(_ offset: Int, in bytes: Span<UInt8>) -> Bool {
    isEscapeLetter(offset, in: bytes) || isPlusMark(offset, in: bytes)
  }

  /// Whether the byte at `offset` indents, quotes, comments, ends or joins lines.
  private static func mayStandBetween(_ offset: Int, in bytes: Span<UInt8>) -> Bool {
    let byte = bytes[offset]
    return isSeparator(byte) || byte == UInt8(ascii: "\\") || isPlusMark(offset, in: bytes)
  }

  /// Whether the byte indents, quotes, comments or joins lines, whatever stands beside it.
  static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ","), UInt8(ascii: "#"),
      UInt8(ascii: "*"), UInt8(ascii: ">"):
      true
    default: false
    }
  }

  /// Whether a plus sign stands at `offset` that is none of the text: between blanks, or before a line
  /// that has one character more than groups of four have.
  private static func isPlusMark(_ offset: Int, in bytes: Span<UInt8>) -> Bool {
    guard bytes[offset] == UInt8(ascii: "+") else { return false }
    if offset > 0, isBlank(bytes[offset - 1]) {
      return offset + 1 < bytes.count
        && (isBlank(bytes[offset + 1]) || isLineEnd(bytes[offset + 1]))
    }
    guard offset == 0 || bytes[offset - 1] == 0x0A else { return false }
    let limit = min(offset + longestLine, bytes.count)
    var end = offset
    while end < limit, value(at: end, in: bytes) != nil || bytes[end] == UInt8(ascii: "=") {
      end += 1
    }
    return (end - offset) % 4 == 1 && (end == bytes.count || end < limit && isLineEnd(bytes[end]))
  }

  /// Whether the characters before `end` are enough for a wrapped line.
  private static func endsLine(_ end: Int, lowest: Int, in bytes: Span<UInt8>) -> Bool {
    var position = end
    for _ in 0..<shortestLine {
      guard let previous = previousInLine(before: position, lowest: lowest, in: bytes)
      else { return false }
      position = previous
    }
    return true
  }

  /// Whether the `n` or `r` of an escaped line end stands at `offset`.
  private static func isEscapeLetter(_ offset: Int, in bytes: Span<UInt8>) -> Bool {
    offset > 0 && bytes[offset - 1] == UInt8(ascii: "\\")
      && (bytes[offset] == UInt8(ascii: "n") || bytes[offset] == UInt8(ascii: "r"))
  }

  static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
