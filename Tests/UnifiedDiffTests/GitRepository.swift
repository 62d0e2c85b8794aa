import ScanModel
import TestSupport
import Testing

/// A repository in a scratch directory, of two versions with edits at random between them.
struct GitRepository {
  let scratch: Scratch

  /// The files of the first version, by path.
  private(set) var old: [[UInt8]: [UInt8]] = [:]

  /// The files of the second version, by path.
  private(set) var new: [[UInt8]: [UInt8]] = [:]

  /// Makes an empty repository.
  init() throws {
    scratch = try Scratch()
    try scratch.makeDirectory("repository")
    try git(["init", "-q", "-b", "main"])
  }

  /// Runs git, which must succeed, with nobody's configuration.
  @discardableResult
  func git(_ arguments: [String], mayFail: Bool = false) throws -> [UInt8] {
    let outcome = try Command.run(
      ["git"] + arguments,
      in: scratch.path("repository"),
      environment: [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
        "HOME": scratch.path, "LC_ALL": "C",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
      ]
    )
    if !mayFail { try #require(outcome.status == 0, "git \(arguments): \(outcome.errorText)") }
    return outcome.output
  }

  /// Writes a file of the work tree.
  func write(_ path: [UInt8], _ bytes: [UInt8]) throws {
    try scratch.write(path: Array("repository/".utf8) + path, bytes)
  }

  /// Writes a file of text.
  func write(_ path: String, _ text: String) throws {
    try write(Array(path.utf8), Array(text.utf8))
  }

  /// Stages everything, and commits it.
  func commit(_ message: String) throws {
    try git(["add", "-A"])
    try git(["commit", "-q", "--allow-empty", "-m", message])
  }
}

extension GitRepository {
  /// Paths that headers must quote, or that look like something else.
  private static let paths = [
    "plain", "dir/file.txt", "sp ace", "a/b/c", "b/x", "t\tab", "q\"uote", "caf\u{E9}", "new\nline",
    "x and y", "-- dash", "dev/null", "back\\slash", "i/w",
  ]

  /// Lines that look like the patch's own, beside plain ones.
  private static let lines = [
    "", " ", "\t", "one", "two", "three", "four", "- x", "-- x", "++ x", "-- a/f", "++ b/f",
    "@@ -1 +1 @@",
    "diff --git a/x b/x", "\\ No newline at end of file", "x\r", "\r", "a\u{1B}[31mb", "trail  ",
    "  \tindent", "caf\u{E9}", "- ", "GIT binary patch", "Index: x",
  ]

  /// Commits a first version, and stages a second one.
  mutating func makeRandomVersions(_ generator: inout SplitMix64) throws {
    for path in Self.paths.shuffled(using: &generator).prefix(8) {
      old[Array(path.utf8)] = Self.content(&generator)
    }
    for (path, content) in old { try write(path, content) }
    try commit("one")
    for (path, content) in old.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: break
      case 1: new[path] = content
      case 2: new[path + Array(" moved".utf8)] = Self.edited(content, 1, &generator)
      case 3:
        new[path] = content
        new[path + Array(".copy".utf8)] = Self.edited(content, 1, &generator)
      case 4: new[path] = [0, 1] + content
      default: new[path] = Self.edited(content, 4, &generator)
      }
    }
    new[Array("added \(generator.next() % 100)".utf8)] = Self.content(&generator)
    new[Array("empty".utf8)] = []
    try git(["rm", "-rqf", "."])
    for (path, content) in new { try write(path, content) }
    try git(["add", "-A"])
    if let path = new.keys.first(where: { !$0.contains(0x0A) && old[$0] == new[$0] }) {
      try git(["update-index", "--chmod=+x", String(decoding: path, as: UTF8.self)])
    }
  }

  private static func content(_ generator: inout SplitMix64) -> [UInt8] {
    let count = Int.random(in: 1..<40, using: &generator)
    let chosen = (0..<count).map { _ in lines[Int.random(in: 0..<lines.count, using: &generator)] }
    let text = chosen.joined(separator: "\n")
    return Array((Bool.random(using: &generator) ? text + "\n" : text).utf8)
  }

  private static func edited(
    _ content: [UInt8],
    _ editCount: Int,
    _ generator: inout SplitMix64
  ) -> [UInt8] {
    var parts = content.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    for _ in 0..<editCount {
      let index = Int.random(in: 0..<parts.count, using: &generator)
      let line = Array(lines[Int.random(in: 0..<lines.count, using: &generator)].utf8)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: parts.insert(line, at: index)
      case 1: parts[index] = line
      default: if parts.count > 1 { parts.remove(at: index) }
      }
    }
    return Array(parts.joined(separator: [0x0A]))
  }
}
