import Foundation
import TestSupport
import Testing

/// A repository in a scratch directory, for hooks that the real git runs.
struct HookRepository {
  /// Holds the work tree in `repository`, and an empty home in `home`.
  let scratch: Scratch

  /// The work tree's absolute path.
  var path: String { scratch.path("repository") }

  /// What a kept hook's name ends with.
  static let earlier = ".before-zleaks"

  /// A line with a key in it.
  static let leak = "KEY=\(Fake.query)\n"

  /// Makes an empty repository with a branch `main`.
  init(_ options: String...) throws {
    scratch = try Scratch()
    try scratch.makeDirectory("home")
    try git(["init", "-q", "-b", "main"] + options + [path], in: scratch.path).expect(.clean)
  }

  private var variables: [String: String] {
    [
      "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": scratch.path("home"),
      "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
      "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
      "PATH": "/usr/local/bin:/usr/bin:/bin",
    ]
  }

  /// Runs git.
  @discardableResult
  func git(
    _ arguments: [String],
    in directory: String? = nil,
    adding variables: [String: String] = [:]
  ) throws -> Command.Outcome {
    try Command.run(
      ["git"] + arguments,
      in: directory ?? path,
      environment: self.variables.merging(variables) { $1 }
    )
  }

  /// Runs git in the work tree, by words that are split at spaces.
  @discardableResult
  func git(_ line: String) throws -> Command.Outcome {
    try git(line.split(separator: " ").map(String.init))
  }

  /// Runs `zleaks hook`, by words that are split at spaces.
  @discardableResult
  func hook(
    _ line: String,
    in directory: String? = nil,
    binary: String = Zleaks.binary
  ) throws -> Command.Outcome {
    try Command.run(
      [binary, "hook"] + line.split(separator: " ").map(String.init),
      in: directory ?? path,
      environment: variables
    )
  }

  /// Copies the program under test; gives the copy's absolute path.
  ///
  /// Another program does the copying: a program that this one has open for writing, or that a
  /// child which another test starts meanwhile has inherited, could not be run.
  func copyProgram(_ name: String) throws -> String {
    let copy = scratch.path(name)
    try Command.run(["cp", Zleaks.binary, copy]).expect(.clean)
    return copy
  }

  /// Writes a file of the work tree.
  func write(_ file: String, _ text: String) throws {
    try scratch.write("repository/" + file, text)
  }

  /// Writes a shell script as a hook, or beside one.
  func writeHook(_ name: String, _ text: String, permissions: Int = 0o755) throws {
    try scratch.writeProgram(
      "repository/.git/hooks/" + name,
      "#!/bin/sh\n" + text,
      permissions: permissions
    )
  }

  /// The absolute path of a hook, or of what is kept beside it.
  func hookPath(_ name: String) -> String { path + "/.git/hooks/" + name }

  /// A hook as text; `nil` if there is none.
  func hookText(_ name: String) -> String? {
    FileManager.default.contents(atPath: hookPath(name)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Who may read, write and execute a hook.
  func hookPermissions(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: hookPath(name))
    return try #require(attributes[.posixPermissions] as? Int)
  }

  /// The names in the hooks directory that are none of git's samples, sorted.
  func hookNames() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/.git/hooks")
      .filter { !$0.hasSuffix(".sample") }.sorted()
  }

  /// A text file of the scratch directory; empty if there is none.
  func text(_ file: String) -> String {
    String(
      decoding: FileManager.default.contents(atPath: scratch.path(file)) ?? Data(),
      as: UTF8.self
    )
  }

  /// How many commits `HEAD` has behind it.
  func commitCount(in directory: String? = nil) throws -> Int {
    let outcome = try git(["rev-list", "--count", "HEAD"], in: directory)
    return Int(outcome.text.dropLast()) ?? 0
  }
}
