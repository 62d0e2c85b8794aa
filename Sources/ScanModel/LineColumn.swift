/// A place in a text, as people and editors count it.
package struct LineColumn: Hashable, Sendable {
  /// The line, counted from 1; a line ends with each `\n` byte.
  package let line: Int

  /// The column, counted from 1, in bytes from the start of the line.
  package let column: Int

  /// Makes the place at `line` and `column`, both counted from 1.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
