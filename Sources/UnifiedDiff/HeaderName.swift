/// A file's name in a `---` or `+++` header, with what follows it there.
struct HeaderName {
  /// The path, as written.
  let path: [UInt8]

  /// What follows the path: a time, a revision.
  private let remark: [UInt8]

  /// Reads what follows `--- ` or `+++ `.
  init(_ text: ArraySlice<UInt8>) {
    let (path, rest) = QuotedPath.read(text)
    self.path = path
    remark = Array(rest.drop { $0 == UInt8(ascii: "\t") })
  }

  /// Tells whether the header says that there is no such file.
  ///
  /// It does with `/dev/null`, and with Subversion's `(nonexistent)`. If the hunk has no lines of the
  /// file, it also does with revision 0, and with the time 0, which `diff -N` gives.
  ///
  /// - Parameter lines: The file's lines in the first hunk, for each old file; `nil` without a hunk.
  /// - Returns: Whether there is none.
  func isAbsent(given lines: [PatchHunk.Lines]?) -> Bool {
    if path.elementsEqual("/dev/null".utf8) || remark.starts(with: "(nonexistent)") { return true }
    guard let lines, lines.allSatisfy({ $0.start == 0 && $0.count == 0 }) else { return false }
    let signs = ["(revision 0)", "1970-01-01 ", "1969-12-31 ", "Thu Jan 01 00:00:00 1970"]
    return signs.contains { remark.starts(with: $0) }
  }
}
