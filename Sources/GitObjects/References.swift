package import ScanModel

/// What keeps objects in a repository: branches and tags, and all else that `git gc` spares.
package struct References: Sendable {
  /// The references under `refs/`, but the stash, in the order of their names.
  package var references: [Reference] = []

  /// The object that `HEAD` leads to; `nil` for a branch without a commit.
  package var head: ObjectID?

  /// Whether `HEAD` names a commit and no branch.
  package var isHeadDetached = false

  /// What else holds objects, in the order in which it is told.
  package var holdings: [Holding] = []

  /// The files that could not be read.
  package var problems: [ObjectProblem] = []

  /// Whether the references are in tables that this program does not read (`reftable`).
  ///
  /// Then `references` and `head` are empty, and the caller may ask `git for-each-ref`.
  package var isTableFormat = false

  /// A branch, a tag or the like.
  package struct Reference: Hashable, Sendable {
    /// The whole name: `refs/heads/main`.
    package let name: String
    /// The object it names; a tag is not peeled.
    package let target: ObjectID

    /// Names an object.
    package init(name: String, target: ObjectID) {
      self.name = name
      self.target = target
    }
  }

  /// An object that is kept, and by what.
  package struct Holding: Hashable, Sendable {
    /// What keeps it.
    package let holder: BlobHistory.Holder
    /// The object.
    package let target: ObjectID
    /// The path, for what an index holds.
    package let path: ContentPath?

    /// Notes what holds an object.
    package init(holder: BlobHistory.Holder, target: ObjectID, path: ContentPath? = nil) {
      self.holder = holder
      self.target = target
      self.path = path
    }
  }

  /// Holds nothing.
  package init() {}

  /// Reads the references of a repository.
  ///
  /// - Parameters:
  ///   - location: The repository.
  ///   - blobs: The blobs to look for in index files.
  package init(_ location: RepositoryLocation, lookingFor blobs: Set<ObjectID>) {
    self.init(location, lookingFor: blobs, maximumCount: Self.defaultMaximumCount)
  }

  /// Reads references and logs, at most so many of each; that there are more is a problem.
  init(_ location: RepositoryLocation, lookingFor blobs: Set<ObjectID>, maximumCount: Int) {
    var reader = ReferenceReader(location, blobs, maximumCount: maximumCount)
    reader.read()
    self = reader.result
  }

  /// The most references, files and lines of logs that are read.
  static let defaultMaximumCount = 2_000_000
}
