package import Posix

/// Why a small file of git's that is there cannot be used.
package enum ControlFileProblem: Error, Hashable, Sendable {
  /// It cannot be read.
  case unreadable(ControlFileError)
  /// What it names is not a directory.
  case notADirectory
  /// It does not have the form of its kind.
  case malformed
}

extension ControlFileProblem: CustomStringConvertible {
  /// The cause, in a few words: `it is not a regular file`.
  package var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .notADirectory: "it is not a directory"
    case .malformed: "it does not have the form of such a file"
    }
  }
}
