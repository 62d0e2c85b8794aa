package import ScanModel

/// What a patch does to one file, from the file's headers.
package struct FileChange: Hashable, Sendable {
  /// What happens to the file.
  package let kind: Kind

  /// The file's path before, without a prefix such as `a/`; `nil` if there was no such file.
  package let oldPath: ContentPath?

  /// The file's path after, without a prefix such as `b/`; `nil` if there is no such file any more.
  package let newPath: ContentPath?

  /// What the patch holds of the file's content.
  package let content: Content

  /// The number of the first line of the file's headers in the patch text, counted from 1.
  package let patchLine: Int

  /// What can happen to a file.
  package enum Kind: Hashable, Sendable {
    case added
    case deleted
    case modified
    /// Moved, perhaps with edits.
    case renamed
    /// Made from another file that stays, perhaps with edits.
    case copied
    /// Nothing but its mode changes.
    case modeChanged
  }

  /// What a patch can hold of a file's content.
  package enum Content: Hashable, Sendable {
    /// Hunks of lines, which follow.
    case lines
    /// Nothing: a pure rename, a new mode, an empty file.
    case none
    /// The content is binary, and its text is not in the patch.
    case binary
    /// The entry is a submodule; what follows are the commits that it names.
    case submodule
  }

  /// The path by which to name the file: the new one, or the old one of a deleted file.
  package var path: ContentPath? { newPath ?? oldPath }

  /// Describes a change.
  package init(
    kind: Kind,
    oldPath: ContentPath?,
    newPath: ContentPath?,
    content: Content,
    patchLine: Int
  ) {
    self.kind = kind
    self.oldPath = oldPath
    self.newPath = newPath
    self.content = content
    self.patchLine = patchLine
  }
}
