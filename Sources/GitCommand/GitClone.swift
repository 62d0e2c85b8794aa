internal import Posix

/// Clones repositories whole, from whoever offers them.
///
/// Git alone knows the user's credentials, through its helpers and ssh's agent. It asks nobody, runs
/// no hook, takes no template, checks nothing out, and talks https, ssh and file only, whatever a
/// redirect or the user's `insteadOf` says.
package struct GitClone: Sendable {
  private let program: [UInt8]
  private let environment: [[UInt8]]

  /// A lock on where clones go, which git holds as well; -1 for none.
  ///
  /// If this program is killed, git may go on writing there for a while.
  private let lock: Int32

  /// Finds git.
  ///
  /// - Parameters:
  ///   - environment: This program's environment, as `NAME=value`.
  ///   - lock: The number of a descriptor, a lock on where clones go, that git holds too while it
  ///     runs; -1 for none.
  /// - Throws: `GitError.notInstalled`.
  package init(
    environment: [[UInt8]] = Process.environment,
    holding lock: Int32 = -1
  ) throws(GitError) {
    let prefix = Array("PATH=".utf8)
    let path = environment.first { $0.starts(with: prefix) }?.dropFirst(prefix.count)
    let standard = Array("/usr/local/bin:/usr/bin:/bin".utf8)[...]
    guard let program = ChildCommand.locate("git", inPath: Array(path ?? standard)) else {
      throw .notInstalled
    }
    self.program = program
    self.lock = lock
    self.environment = Self.variables(from: environment)
  }

  /// The variables of this program's environment that may pass: those of ssh, and those of git's
  /// that say how the user has set it up.
  private static let passing: Set<String> = [
    "GIT_CONFIG_COUNT", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM",
    "GIT_EXEC_PATH", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH", "GIT_SSL_CERT", "GIT_SSL_KEY", "GIT_HTTP_USER_AGENT",
  ]

  private static let dropped: Set<String> = ["LANGUAGE", "LC_ALL", "SSH_ASKPASS"]

  private static func variables(from inherited: [[UInt8]]) -> [[UInt8]] {
    func name(_ variable: [UInt8]) -> String {
      String(decoding: variable.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    }
    var variables = inherited.filter { variable in
      let name = name(variable)
      guard name.hasPrefix("GIT_") else { return !dropped.contains(name) }
      return passing.contains(name) || name.hasPrefix("GIT_CONFIG_KEY_")
        || name.hasPrefix("GIT_CONFIG_VALUE_")
    }
    let names = Set(variables.map(name))
    if !names.contains("GIT_SSH"), !names.contains("GIT_SSH_COMMAND") {
      variables.append(Array("GIT_SSH_COMMAND=ssh -o BatchMode=yes".utf8))
    }
    let additions = [
      "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=",
      "SSH_ASKPASS_REQUIRE=never", "GIT_ALLOW_PROTOCOL=https:ssh:file", "GIT_LFS_SKIP_SMUDGE=1",
      "GIT_NO_LAZY_FETCH=1",
    ]
    return variables + additions.map { Array($0.utf8) }
  }

  private static let settings = [
    "core.hooksPath=/dev/null", "core.fsmonitor=", "core.askPass=", "init.templateDir=",
    "protocol.allow=never", "protocol.https.allow=always", "protocol.ssh.allow=always",
    "protocol.file.allow=always", "submodule.recurse=false", "fetch.recurseSubmodules=false",
    "gc.auto=0", "maintenance.auto=false", "transfer.bundleURI=false", "clone.rejectShallow=false",
    "fetch.fsckObjects=false", "transfer.fsckObjects=false",
    "advice.detachedHead=false",
  ]

  /// Clones a repository with all its references into a directory that is not there yet.
  ///
  /// - Parameters:
  ///   - address: Where it is.
  ///   - directory: The bare repository to make.
  ///   - secondsLimit: How long it may take.
  /// - Throws: Why there is no clone; what has come of it may lie in the directory.
  package func clone(
    _ address: [UInt8],
    into directory: [UInt8],
    secondsLimit: Double? = nil
  ) throws(GitError) {
    _ = try run("clone", ["--mirror", "--quiet", "--template=", "--no-local"], secondsLimit) {
      [address, directory]
    }
  }

  /// The references that a repository offers, as `git ls-remote` lists them.
  package func references(
    of address: [UInt8],
    secondsLimit: Double? = nil
  ) throws(GitError) -> [UInt8] {
    try run("ls-remote", ["--quiet"], secondsLimit) { [address] }
  }

  /// The most of an answer that is kept, in bytes.
  private static let maximumAnswerByteCount = 256 << 20

  private func run(
    _ name: String,
    _ options: [String],
    _ secondsLimit: Double?,
    operands: () -> [[UInt8]]
  ) throws(GitError) -> [UInt8] {
    let words = ["--no-pager"] + Self.settings.flatMap { ["-c", $0] } + [name] + options + ["--"]
    var command = ChildCommand(
      program: program,
      arguments: words.map { Array($0.utf8) } + operands(),
      environment: environment
    )
    command.secondsLimit = secondsLimit
    command.heldDescriptor = lock
    command.leadsGroup = true
    command.endsOnInterrupt = true
    var output: [UInt8] = []
    let result: ChildResult
    do throws(ChildError) {
      result = try command.run { piece in
        for index in piece.indices { output.append(piece[index]) }
        return output.count <= Self.maximumAnswerByteCount
      }
    } catch { throw GitError(error, command: name) }
    guard result.ending == .exited(0) else {
      throw .diagnosis(name, result, directory: nil)
    }
    return output
  }
}
