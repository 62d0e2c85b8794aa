/// Where in a repository's history a finding stands.
package struct GitFacts: Hashable, Sendable {
  /// The repository as the user named it; `nil` for the one that the program was started in.
  package let repository: ContentPath?

  /// The id of the object that holds the key, in hexadecimal; empty if it is not known, as from
  /// another tool's report.
  package let object: String

  /// What that object is.
  package let kind: Kind

  /// The commit that brought it in, as far as is known.
  package let introduction: Introduction?

  /// What leads to the object; `nil` if that was not asked.
  package let exposure: Exposure?

  /// What a git object with content of its own can be.
  package enum Kind: String, Hashable, Sendable {
    /// A file's content, or a symbolic link's text.
    case blob
    /// A commit: its message, its author.
    case commit
    /// An annotated tag.
    case tag
  }

  /// A commit that brought a key in.
  package struct Introduction: Hashable, Sendable {
    /// The commit's id, in hexadecimal.
    package let commit: String

    /// The author, as the commit names them: `Name <address>`.
    package let author: String?

    /// When the author made it, in RFC 3339.
    package let date: String?

    /// The path in that commit; `nil` for a commit's own text.
    package let path: ContentPath?

    /// Names a commit.
    package init(commit: String, author: String?, date: String?, path: ContentPath?) {
      self.commit = commit
      self.author = author
      self.date = date
      self.path = path
    }
  }

  /// What leads to an object, and who sees it.
  package struct Exposure: Hashable, Sendable {
    /// Whether a branch, a tag or another reference leads to it.
    package let isReachable: Bool

    /// Whether the commit that `HEAD` names has it.
    package let isInHead: Bool

    /// The full names of references whose history has it; a few of them.
    package let references: [String]

    /// How many references' histories have it.
    package let referenceCount: Int

    /// Paths that it has had in any commit; a few of them.
    package let paths: [ContentPath]

    /// How many paths it has had.
    package let pathCount: Int

    /// What keeps it though no reference leads to it: `stash`, `index`, `reflog of REF`,
    /// `dangling`; `nil` for what is reachable.
    package let holder: String?

    /// Notes what leads to an object.
    package init(
      isReachable: Bool,
      isInHead: Bool,
      references: [String] = [],
      referenceCount: Int? = nil,
      paths: [ContentPath] = [],
      pathCount: Int? = nil,
      holder: String? = nil
    ) {
      self.isReachable = isReachable
      self.isInHead = isInHead
      self.references = references
      self.referenceCount = referenceCount ?? references.count
      self.paths = paths
      self.pathCount = pathCount ?? paths.count
      self.holder = holder
    }
  }

  /// Makes facts of their parts.
  package init(
    object: String,
    kind: Kind,
    introduction: Introduction? = nil,
    exposure: Exposure? = nil,
    repository: ContentPath? = nil
  ) {
    self.repository = repository
    self.object = object
    self.kind = kind
    self.introduction = introduction
    self.exposure = exposure
  }
}
