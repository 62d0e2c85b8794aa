import Foundation
import TestSupport
import Testing

/// A repository that the real git makes, in a directory of its own.
struct HistoryRepository {
  let scratch: Scratch

  /// The repository's path below the scratch directory.
  let name: String

  /// Makes an empty repository.
  init(_ options: String..., scratch: Scratch? = nil, name: String = "repo") throws {
    self.scratch = try scratch ?? Scratch()
    self.name = name
    try git(["init", "-q", "-b", "main"] + options + [path], in: self.scratch.path)
  }

  /// Names a repository that is there.
  init(scratch: Scratch, name: String) {
    self.scratch = scratch
    self.name = name
  }

  var path: String { scratch.path(name) }

  /// Runs git, which must succeed; returns its output without the last line end.
  @discardableResult
  func git(_ arguments: [String], in directory: String? = nil, input: String = "") throws
    -> String
  {
    let outcome = try Command.run(
      ["git", "-c", "protocol.file.allow=always", "-c", "gc.auto=0"] + arguments,
      in: directory ?? path,
      environment: [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
        "HOME": scratch.path, "LC_ALL": "C",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_AUTHOR_DATE": "1700000000 +0000",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
        "GIT_COMMITTER_DATE": "1700000000 +0000",
      ],
      input: Array(input.utf8)
    )
    try #require(outcome.status == 0, "git \(arguments): \(outcome.errorText)")
    return outcome.text.trimmingCharacters(in: .newlines)
  }

  func git(_ arguments: String...) throws { try git(arguments) }

  /// Writes a file of the work tree and commits it; returns its blob's name.
  @discardableResult
  func commit(_ file: String, _ text: String, _ message: String = "m") throws -> String {
    try scratch.write(name + "/" + file, text)
    try git("add", "-A")
    try git("commit", "-q", "--allow-empty", "-m", message)
    return try git(["rev-parse", "HEAD:" + file])
  }

  /// The objects that git counts.
  func objectCount() throws -> Int {
    try git(["cat-file", "--batch-all-objects", "--batch-check", "--unordered"])
      .split(separator: "\n").count
  }

  /// Runs `zleaks history`, by default of this repository.
  func history(_ arguments: String..., environment: [String: String] = [:]) throws
    -> Command.Outcome
  {
    try Command.run(
      [Zleaks.binary, "history", "--format", "jsonl"]
        + (arguments.isEmpty ? [name] : arguments),
      in: scratch.path,
      environment: environment
    )
  }

  /// The report of a complete scan that finds exactly these places in objects and counts what git counts.
  func expectHistory(
    _ places: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try history().expect(
      places.isEmpty ? .clean : .findings,
      sourceLocation: sourceLocation
    )
    let report = try outcome.report()
    #expect(report.objectPlaces == places.sorted(), sourceLocation: sourceLocation)
    #expect(report.summary.complete, sourceLocation: sourceLocation)
    #expect(report.summary.objects == (try objectCount()), sourceLocation: sourceLocation)
    #expect(
      report.findings.allSatisfy { $0.git?.repository == name },
      sourceLocation: sourceLocation
    )
  }
}
