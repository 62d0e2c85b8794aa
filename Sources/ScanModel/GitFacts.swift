/// Where in a repository's history a finding stands.
package struct GitFacts: Hashable, Sendable {
  /// The repository as the user named it; `nil` for the one that the program was started in.
  package let repository: ContentPath?

  /// The id of the object that holds the key, in hexadecimal.
  package let object: String

  /// What that object is.
  package let kind: Kind

  /// The commit that brought it in, as far as is known.
  package let introduction: Introduction?

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

  /// Makes facts of their parts.
  package init(
    object: String,
    kind: Kind,
    introduction: Introduction? = nil,
    repository: ContentPath? = nil
  ) {
    self.repository = repository
    self.object = object
    self.kind = kind
    self.introduction = introduction
  }
}
