package import ScanModel

/// What an object is, in front of its content.
package struct GitObjectHeader: Hashable, Sendable {
  /// The object's id.
  package let id: ObjectID

  /// What it is.
  package let kind: GitObjectKind

  /// The size of its content in bytes.
  package let byteCount: Int
}

/// The kinds of git objects.
package enum GitObjectKind: String, Hashable, Sendable {
  /// A file's content, or a link's text.
  case blob
  /// A directory.
  case tree
  /// A commit.
  case commit
  /// An annotated tag.
  case tag
}

/// What is said of an object that was asked for.
package enum GitObjectAnswer: Hashable, Sendable {
  /// It is here; its content follows.
  case found(GitObjectHeader)
  /// It is not in the repository, and was not fetched.
  case missing(ObjectID)
  /// It is here, but git cannot read it.
  case unreadable(ObjectID, GitError)
}

extension GitObjectAnswer {
  /// Reads the line that `git cat-file --batch` writes about `id`, without its end.
  ///
  /// - Returns: `nil` if it is no such line.
  init?(line: [UInt8], about id: ObjectID) {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0].elementsEqual(id.digits) else { return nil }
    let word = String(decoding: parts[1], as: UTF8.self)
    if parts.count == 2, word == "missing" {
      self = .missing(id)
      return
    }
    guard parts.count == 3, let kind = GitObjectKind(rawValue: word),
      let byteCount = Int(String(decoding: parts[2], as: UTF8.self)), byteCount >= 0
    else { return nil }
    self = .found(GitObjectHeader(id: id, kind: kind, byteCount: byteCount))
  }
}
