/// What a line of a patch is, and where.
package struct PatchLine: Hashable, Sendable {
  /// What the line is.
  package let kind: Kind

  /// The line's number in the patch text, counted from 1.
  package let patchLine: Int

  /// What a line of a patch can be.
  package enum Kind: Hashable, Sendable {
    /// A line that the change adds; its number in the new file, counted from 1. In a combined diff:
    /// a line of the result that at least one parent does not have.
    case added(line: Int)
    /// A line that the change removes; its number in the old file, counted from 1. In a combined
    /// diff, the old file is the first of those that had it.
    case removed(line: Int)
    /// A line that the change keeps; its number in the new file, counted from 1.
    case context(line: Int)
    /// A line that makes up the patch: a header, `\ No newline at end of file`, or data of a binary
    /// patch.
    case header
    /// Anything else: a commit's message, a mail's header, a signature, prose.
    case text
  }

  /// Describes a line.
  package init(kind: Kind, patchLine: Int) {
    self.kind = kind
    self.patchLine = patchLine
  }
}
