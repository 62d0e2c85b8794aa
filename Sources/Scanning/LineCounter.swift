internal import ByteSearch
internal import ScanModel

/// Turns ascending offsets into lines and columns, counting each byte once.
struct LineCounter {
  /// The offset in the content up to which lines have been counted.
  private(set) var offset = 0

  /// The `\n` bytes before `offset`.
  private var newlineCount = 0

  /// The offset just past the last `\n` before `offset`, 0 if there is none.
  private var lineStart = 0

  /// The code units from `lineStart` to `offset`.
  private var units = CodeUnitCounter()

  /// Counts on to the content's offset `end`.
  ///
  /// - Parameters:
  ///   - end: Where to stop; at or after `offset`, and inside `bytes`.
  ///   - bytes: A part of the content that holds everything from `offset` to `end`.
  ///   - base: The offset in the content of that part's first byte.
  mutating func advance(to end: Int, in bytes: Span<UInt8>, base: Int) {
    guard end > offset else { return }
    let range = offset - base..<end - base
    let count = bytes.count(of: UInt8(ascii: "\n"), in: range)
    if count > 0, let last = bytes.lastIndex(of: UInt8(ascii: "\n"), in: range) {
      newlineCount += count
      lineStart = base + last + 1
      units = CodeUnitCounter()
      units.count(bytes, in: last + 1..<range.upperBound)
    } else {
      units.count(bytes, in: range)
    }
    offset = end
  }

  /// Goes on to the content's offset `end`, past bytes that hold no `\n` or cannot be read any more.
  mutating func skip(to end: Int) {
    guard end > offset else { return }
    units.skip()
    offset = end
  }

  /// The place at `offset`, or at the content's offset `start` a little before it, inside `bytes`.
  ///
  /// An encoded key may start before the match that was counted to last.
  func place(at start: Int, in bytes: Span<UInt8>, base: Int) -> LineColumn {
    guard start < offset, start >= base else { return place }
    let newline = UInt8(ascii: "\n")
    let between = bytes.count(of: newline, in: start - base..<offset - base)
    if between == 0 { return LineColumn(line: newlineCount + 1, column: start - lineStart + 1) }
    let last = bytes.lastIndex(of: newline, in: 0..<start - base)
    return LineColumn(
      line: newlineCount - between + 1,
      column: start - base - (last ?? -1)
    )
  }

  /// The place at `offset`.
  var place: LineColumn {
    let column = offset - lineStart + 1
    return LineColumn(
      line: newlineCount + 1,
      column: column,
      characterColumn: column - units.surplus
    )
  }
}
