package import Posix
package import ScanModel

/// Why git gave no answer.
package enum GitError: Error, Hashable, Sendable {
  /// There is no program `git` in `PATH`.
  case notInstalled
  /// This git does not know what is asked of it.
  case tooOld
  /// Git could not be started, or in a directory that cannot be entered.
  case notStarted(SystemError)
  /// There is no repository here; the directory is `nil` for the working directory.
  case notARepository(directory: [UInt8]?)
  /// The repository at the path belongs to somebody else, and the user has not said to trust it.
  case foreignOwner(path: [UInt8])
  /// The text names no commit or other object of the repository.
  case badRevision([UInt8])
  /// The object is not in the repository, as in a partial clone, and was not fetched.
  ///
  /// The id is `nil` if git does not say which.
  case missingObject(ObjectID?)
  /// The command ran for longer than this many seconds, and was ended.
  case overTime(command: String, seconds: Double)
  /// The command was ended by this signal.
  case signalled(command: String, signal: Int32)
  /// The command failed with this status, and said this.
  case failed(command: String, status: Int32, message: [UInt8])
  /// The command's answer is not what git answers.
  case unexpectedAnswer(command: String)
  /// The command's answer could not be read.
  case system(command: String, SystemError)
}

extension GitError: CustomStringConvertible {
  /// The sentence for the user.
  package var description: String {
    switch self {
    case .notInstalled: "cannot find 'git' in PATH: install git 2.31 or newer"
    case .tooOld: "git is too old: install git 2.31 or newer"
    case .notStarted(let error): "cannot start git: \(error)"
    case .notARepository(let directory?):
      "'\(ContentPath(directory))' is not in a git repository"
    case .notARepository(nil): "the working directory is not in a git repository"
    case .foreignOwner(let path): Self.foreignOwnerText(path)
    case .badRevision(let text): "'\(ContentPath(text))' names no commit of the repository"
    case .missingObject(nil):
      "an object is missing: it was not fetched; run git fetch, or clone without --filter"
    case .missingObject(let id?):
      "object '\(id)' is missing: it was not fetched; run git fetch, or clone without --filter"
    case .overTime(let command, let seconds):
      "git \(command) took longer than \(Int(seconds.rounded())) s"
    case .signalled(let command, let signal): "git \(command) was ended by signal \(signal)"
    case .failed(let command, let status, let message) where message.isEmpty:
      "git \(command) failed with status \(status)"
    case .failed(let command, _, let message):
      "git \(command) failed: \(ContentPath(message))"
    case .unexpectedAnswer(let command): "git \(command) gave an answer that is none of git's"
    case .system(let command, let error): "cannot read from git \(command): \(error)"
    }
  }

  private static func foreignOwnerText(_ path: [UInt8]) -> String {
    let shown = ContentPath(path).text
    let quoted = shown.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''")
    return "git refuses to read '\(shown)': it belongs to another user; if you trust it, run "
      + "git config --global --add safe.directory '\(quoted)'"
  }
}
