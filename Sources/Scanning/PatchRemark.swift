/// The lines that tools write between the files of one patch.
///
/// Any other text after a file begins another patch: a mail, a commit's message. A line taken for such
/// text by mistake reports a key that was only moved; the other mistake would hide one.
enum PatchRemark {
  /// How such lines start: `diff -r`, Subversion, `git diff`, signatures of mails.
  private static let starts = [
    "diff ", "Only in ", "Index: ", "Binary file", "Files ", "File ", "====", "____",
    "Property changes on: ", "Added: ", "Deleted: ", "Modified: ", "## ", "\\ ", "--",
  ].map { Array($0.utf8) }

  /// Whether a line is such a remark, or empty.
  static func stands(in line: Span<UInt8>) -> Bool {
    if line.isEmpty || line.count == 1 && line[0] == UInt8(ascii: "\r") { return true }
    return starts.contains { start in
      start.count <= line.count && start.indices.allSatisfy { start[$0] == line[$0] }
    }
  }
}
