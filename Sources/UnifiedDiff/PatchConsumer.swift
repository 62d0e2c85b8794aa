/// Takes what a `PatchReader` finds, in the order of the patch.
///
/// Between `begin(_: FileChange)` and the next one, lines belong to that file, but for those of kind
/// `.text`, which stand outside any file.
package protocol PatchConsumer {
  /// Begins a changed file; its hunks and lines follow, if it has any.
  mutating func begin(_ change: FileChange)

  /// Begins a hunk of the file begun last.
  mutating func begin(_ hunk: PatchHunk)

  /// Takes a line, or a piece of one.
  ///
  /// Lines of a file come without the markers (`+`, `-`, a space) in front and without colours;
  /// all others as they are. The `\n` is left out, a `\r` before it is not. A line that is longer than
  /// `PatchReader.pieceByteCount` comes in pieces, one call after the other.
  ///
  /// - Parameters:
  ///   - line: What the line is.
  ///   - bytes: The piece's bytes; they may be empty.
  ///   - isContinued: Whether the next call brings more of this line.
  mutating func take(_ line: PatchLine, _ bytes: Span<UInt8>, isContinued: Bool)

  /// Learns of something that is wrong with the patch.
  ///
  /// The patch has then not been read as it was meant. Reading goes on: lines that belong to no hunk
  /// come as `.text` until the next file begins.
  mutating func take(_ problem: PatchError)
}
