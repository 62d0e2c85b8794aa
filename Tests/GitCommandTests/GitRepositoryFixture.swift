import Glibc
import Posix
import ScanModel
import TestSupport
import Testing

@testable import GitCommand

/// A repository in a scratch directory, driven by the real git.
struct RepositoryFixture {
  /// Holds the work tree in `repository`, and an empty home in `home`.
  let scratch: Scratch

  /// The work tree's absolute path.
  var path: String { scratch.path("repository") }

  /// Makes an empty repository with a branch `main`.
  init(_ options: String...) throws {
    scratch = try Scratch()
    try scratch.makeDirectory("home")
    try git(["init", "-q", "-b", "main"] + options + [path], in: scratch.path)
  }

  /// The variables that git runs with, the test's own and those of the program alike.
  var variables: [String: String] {
    [
      "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": scratch.path("home"),
      "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
      "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
      "PATH": "/usr/local/bin:/usr/bin:/bin",
    ]
  }

  /// Writes a file in the work tree.
  func write(_ path: String, _ text: String = "") throws {
    try scratch.write(path: Array("repository/\(path)".utf8), Array(text.utf8))
  }

  /// Runs git, which must succeed.
  @discardableResult
  func git(
    _ arguments: [String],
    in directory: String? = nil,
    input: String = "",
    adding variables: [String: String] = [:]
  ) throws -> String {
    let outcome = try Command.run(
      ["git"] + arguments,
      in: directory ?? path,
      environment: self.variables.merging(variables) { $1 },
      input: Array(input.utf8)
    )
    try #require(outcome.status == 0, "git \(arguments): \(outcome.errorText)")
    return outcome.text
  }

  /// Commits what is in the work tree; gives the commit's id.
  @discardableResult
  func commit(_ message: String = "x") throws -> ObjectID {
    try git(["add", "-A"])
    try git(["commit", "-q", "--allow-empty", "-m", message])
    return try id("HEAD")
  }

  /// The id that a text names.
  func id(_ revision: String) throws -> ObjectID {
    let line = try git(["rev-parse", "--verify", revision])
    return try #require(ObjectID(parsing: String(line.dropLast())))
  }

  /// The id of a blob of that text, which is stored.
  func blob(_ text: String) throws -> ObjectID {
    let line = try git(["hash-object", "-w", "--stdin"], input: text)
    return try #require(ObjectID(parsing: String(line.dropLast())))
  }

  /// The program's view of the repository, as from outside.
  func tool(
    _ directory: String? = nil,
    adding variables: [String: String] = [:],
    secondsLimit: Double = 60
  ) throws -> Git {
    try Git(
      .directory(Array((directory ?? path).utf8)),
      environment: environment(adding: variables),
      secondsLimit: secondsLimit
    )
  }

  /// An environment, as `NAME=value`.
  func environment(adding variables: [String: String] = [:]) -> [[UInt8]] {
    self.variables.merging(variables) { $1 }.map { Array("\($0)=\($1)".utf8) }
  }
}

extension RawChange {
  /// The change in one line, such as `A src/a`.
  var text: String {
    "\(Character(UnicodeScalar(kind.rawValue))) \(String(decoding: path, as: UTF8.self))"
  }
}
