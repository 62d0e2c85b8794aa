/// A place in a text, as people and editors count it.
package struct LineColumn: Hashable, Sendable {
  /// The line, counted from 1; a line ends with each `\n` byte.
  package let line: Int

  /// The column, counted from 1, in bytes from the start of the line.
  package let column: Int

  /// The column, counted from 1, in UTF-16 code units from the start of the line: characters, as
  /// editors and other tools count them.
  ///
  /// Bytes that are not UTF-8 count as the U+FFFD that is shown for them.
  package let characterColumn: Int

  /// Makes the place at `line` and `column`, both counted from 1.
  ///
  /// - Parameters:
  ///   - line: The line.
  ///   - column: The column in bytes.
  ///   - characterColumn: The column in UTF-16 code units; `nil` for the same number, which it is
  ///     where all bytes before are ASCII.
  package init(line: Int, column: Int, characterColumn: Int? = nil) {
    self.line = line
    self.column = column
    self.characterColumn = characterColumn ?? column
  }
}
