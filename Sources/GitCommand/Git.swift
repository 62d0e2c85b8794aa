import Posix

/// The one place that builds and runs git commands.
///
/// Only plumbing commands, none of which an alias can replace, with `GitSettings` in front and a
/// `GitEnvironment` around them: no command asks, fetches, writes, or runs any other program,
/// whatever the config of the repository says.
package struct Git: Sendable {
  /// The program's path.
  let program: [UInt8]

  /// Which repository commands are about.
  package let place: GitPlace

  /// The environment that commands get.
  var environment: [[UInt8]]

  /// How long a command may run, or its next answer may take, in seconds; `nil` for no limit.
  package let secondsLimit: Double?

  /// Finds git; whether there is a repository shows when one asks.
  ///
  /// - Parameters:
  ///   - place: Which repository commands are about.
  ///   - environment: This program's environment, as `NAME=value`.
  ///   - secondsLimit: How long a command may run.
  /// - Throws: `GitError.notInstalled`.
  package init(
    _ place: GitPlace,
    environment: [[UInt8]] = Process.environment,
    secondsLimit: Double? = nil
  ) throws(GitError) {
    let prefix = Array("PATH=".utf8)
    let path = environment.first { $0.starts(with: prefix) }?.dropFirst(prefix.count)
    let program = ChildCommand.locate("git", inPath: Array(path ?? Self.defaultPath))
    guard let program else { throw .notInstalled }
    self.program = program
    self.place = place
    self.environment = GitEnvironment.variables(for: place, from: environment)
    self.secondsLimit = secondsLimit
  }

  /// What is searched when `PATH` is not set.
  private static let defaultPath = Array("/usr/local/bin:/usr/bin:/bin".utf8)[...]

  /// The directory that commands start in; the working directory if `nil`.
  var directory: [UInt8]? {
    if case .directory(let directory) = place { directory } else { nil }
  }

  /// Describes the run of a command.
  func childCommand(_ command: GitCommandLine) -> ChildCommand {
    let options = command.seesHooksPath ? GitSettings.optionsWithHooksPath : GitSettings.options
    var child = ChildCommand(
      program: program,
      arguments: options + command.words.map { Array($0.utf8) } + command.operands,
      environment: environment,
      directory: directory
    )
    child.input = command.input
    child.secondsLimit = secondsLimit
    return child
  }

  /// Runs a command, and hands on its output piece by piece until `consume` throws.
  ///
  /// - Returns: The command's status, one of those that it may have.
  func run(
    _ command: GitCommandLine,
    _ consume: (Span<UInt8>) throws(GitError) -> Void
  ) throws(GitError) -> Int32 {
    var failure: GitError?
    let result: ChildResult
    do throws(ChildError) {
      result = try childCommand(command).run { piece in
        do throws(GitError) { try consume(piece) } catch { failure = error }
        return failure == nil
      }
    } catch { throw GitError(error, command: command.name) }
    if let failure { throw failure }
    if case .exited(let status) = result.ending, command.statuses.contains(status) { return status }
    throw .diagnosis(command.name, result, directory: directory)
  }

  /// Runs a command, and gives its whole output if its status is 0.
  func output(_ command: GitCommandLine) throws(GitError) -> [UInt8]? {
    var output: [UInt8] = []
    let status = try run(command) { piece throws(GitError) in
      guard output.count + piece.count <= Self.maximumAnswerByteCount else {
        throw .unexpectedAnswer(command: command.name)
      }
      output.reserveCapacity(output.count + piece.count)
      for index in piece.indices { output.append(piece[index]) }
    }
    return status == 0 ? output : nil
  }

  /// The longest answer that is taken whole, in bytes.
  private static let maximumAnswerByteCount = 64 << 20
}

/// A git command without what all commands share.
struct GitCommandLine {
  /// The command's name and options.
  var words: [String]

  /// What follows them, byte for byte.
  var operands: [[UInt8]] = []

  /// Its standard input.
  var input = ChildInput.nothing

  /// The statuses that are answers; all others are failures.
  var statuses: Set<Int32> = [0]

  /// Whether it is to see where hooks are.
  var seesHooksPath = false

  init(_ words: String...) { self.words = words }

  /// The command's name.
  var name: String { words.first ?? "" }
}

extension GitError {
  init(_ error: ChildError, command: String) {
    switch error {
    case .notStarted(let error): self = .notStarted(error)
    case .overTime(let seconds): self = .overTime(command: command, seconds: seconds)
    case .system(let error): self = .system(command: command, error)
    }
  }
}
