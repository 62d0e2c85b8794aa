package import Posix
package import ScanModel

/// A file of git's that could not be used, so that less was ignored than git would.
package struct GitIgnoreNote: Hashable, Sendable {
  /// The file.
  package let path: ContentPath

  /// Why it could not be used.
  package let cause: Cause

  /// The ways in which a file of git's can be of no use.
  package enum Cause: Hashable, Sendable {
    /// It cannot be read.
    case file(ControlFileError)
    /// It is an index whose names cannot be known; nothing in its repository is ignored.
    case index(GitIndexError)
    /// It is a `.git` file that leads to no repository; nothing beside it is ignored.
    case leadsNowhere
    /// It is a `.git` above the scanned directory that belongs to somebody else.
    case foreignOwner
  }
}

extension GitIgnoreNote: CustomStringConvertible {
  /// One sentence: `cannot use 'a/.gitignore': it is not a regular file`.
  package var description: String { "cannot use '\(path.text)': \(cause)" }
}

extension GitIgnoreNote.Cause: CustomStringConvertible {
  /// The cause, in a few words.
  package var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .index(let error): "\(error)"
    case .leadsNowhere: "it leads to no repository"
    case .foreignOwner: "it lies above the scanned directory and belongs to another user"
    }
  }
}
