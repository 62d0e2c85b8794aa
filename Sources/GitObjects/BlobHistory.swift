package import ScanModel

/// Where in a repository's history a blob stands.
package struct BlobHistory: Hashable, Sendable {
  /// The oldest commit that has the blob; `nil` if no commit has it.
  package var introduction: Introduction?

  /// Paths that the blob has had in any commit, in the order of their bytes; a few of them.
  package var paths: [ContentPath] = []

  /// How many paths it has had; at least so many if `pathCountIsLowerBound`.
  package var pathCount = 0

  /// Whether there are so many trees or paths that not all were counted.
  ///
  /// Then the blob may have had other paths, and have come in with another commit.
  package var pathCountIsLowerBound = false

  /// Whether the commit that `HEAD` names has it.
  package var isInHead = false

  /// The references whose history has it, branches first; a few of them.
  ///
  /// `HEAD` is one of them if it names a commit and no branch.
  package var references: [String] = []

  /// How many references' histories have it.
  package var referenceCount = 0

  /// What keeps the blob in the repository.
  package var holder = Holder.dangling

  /// Says what is said of a blob that nothing leads to.
  package init() {}

  /// How many paths, and how many references, are named.
  package static let maximumNameCount = 8

  /// A commit that has a blob none of the commits before it had.
  package struct Introduction: Hashable, Sendable {
    /// The commit.
    package let commit: ObjectID

    /// The author, as the commit names them: `Name <address>`; `nil` for a broken commit.
    package let author: ContentPath?

    /// When the author made it; `nil` if that is not a moment RFC 3339 can write.
    package let date: Timestamp?

    /// The first of the blob's paths in that commit; `nil` if it has too many.
    package let path: ContentPath?
  }

  /// Something that keeps an object in a repository.
  package enum Holder: Hashable, Sendable {
    /// A branch, a tag or another reference: the blob is reachable.
    case reference
    /// The stash.
    case stash
    /// The index: the blob was added, and never committed.
    case index
    /// The log of the reference of that name: it was there once.
    case reflog(String)
    /// A file such as `FETCH_HEAD`.
    case pseudoReference(String)
    /// The `HEAD`, the index or the like of another work tree.
    case worktree(String)
    /// Nothing: `git gc` removes it, sooner or later.
    case dangling
  }
}
