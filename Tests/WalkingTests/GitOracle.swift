import TestSupport
import Testing

@testable import Walking

/// A repository in a scratch directory, and what the real git says of it.
struct GitOracle {
  /// Holds the work tree in `repository`, and an empty home in `home`.
  let scratch: Scratch

  /// The work tree's absolute path.
  var path: String { scratch.path("repository") }

  /// Makes an empty repository.
  init(_ options: String...) throws {
    scratch = try Scratch()
    try scratch.makeDirectory("home")
    try git(["init", "-q"] + options + [path], in: scratch.path)
  }

  /// Writes a file in the work tree.
  func write(_ path: String, _ text: String = "") throws {
    try scratch.write(path: Array("repository/\(path)".utf8), Array(text.utf8))
  }

  /// Runs git, which must succeed.
  @discardableResult
  func git(_ arguments: [String], in directory: String? = nil, input: [UInt8] = []) throws
    -> [UInt8]
  {
    let outcome = try run(arguments, in: directory ?? path, input: input)
    try #require(outcome.status == 0, "git \(arguments): \(outcome.errorText)")
    return outcome.output
  }

  /// Which of the paths `git check-ignore` names.
  func ignored(
    _ paths: [[UInt8]],
    in directory: String? = nil,
    heedsIndex: Bool = true
  ) throws -> Set<[UInt8]> {
    let outcome = try run(
      ["check-ignore", "-z", "--stdin"] + (heedsIndex ? [] : ["--no-index"]),
      in: directory ?? path,
      input: Array(paths.joined(separator: [0])) + [0]
    )
    // 1 says that none is ignored.
    try #require(outcome.status <= 1, "\(outcome.errorText)")
    return Set(outcome.output.split(separator: 0).map(Array.init))
  }

  private func run(
    _ arguments: [String],
    in directory: String,
    input: [UInt8]
  ) throws -> Command.Outcome {
    try Command.run(
      ["git"] + arguments,
      in: directory,
      environment: [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
        "HOME": scratch.path("home"), "LC_ALL": "C",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
      ],
      input: input
    )
  }

  /// A context whose user's own ignore file is the one in the scratch home.
  func makeContext() -> GitIgnoreContext {
    GitIgnoreContext(userFile: Array(scratch.path("home/.config/git/ignore").utf8))
  }

  /// The scope of a directory of the work tree.
  func makeScope(_ directory: String = "", context: GitIgnoreContext? = nil) -> GitIgnoreScope? {
    GitIgnoreScope.make(
      for: Array((directory.isEmpty ? path : path + "/" + directory).utf8),
      context: context ?? makeContext()
    )
  }
}

extension GitIgnoreScope {
  /// Whether a walk that starts here leaves out a path below, as the walker would ask.
  func leavesOut(_ path: [UInt8], isDirectory: Bool, under top: String) -> Bool {
    let parts = path.split(separator: UInt8(ascii: "/")).map(Array.init)
    var scope = self
    var place = Array(top.utf8)
    for part in parts.dropLast() {
      if scope.ignores(part, isDirectory: true) { return true }
      place += [UInt8(ascii: "/")] + part
      scope = scope.entering(part, path: place)
    }
    return scope.ignores(parts.last ?? [], isDirectory: isDirectory)
  }
}
