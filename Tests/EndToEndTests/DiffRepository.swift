import Foundation
import TestSupport
import Testing

/// A repository in a scratch directory, made by the real git with nobody's config and a fixed clock.
struct DiffRepository {
  /// Holds the work tree in `repository`, and an empty home in `home`.
  let scratch: Scratch

  /// Fake keys that scripts have as `$old`, `$new` and `$third`, and reports are told apart by.
  static let keys = [
    "old": Fake.key("zut", "old"), "new": Fake.key("zut", "new"), "third": Fake.key("zqt", "third"),
  ]

  /// Makes an empty repository with a branch `main`.
  init(_ options: String = "") throws {
    scratch = try Scratch()
    try scratch.makeDirectory("home")
    try sh("git init -q --template= -b main \(options) '\(path)'", in: scratch.path)
  }

  /// The work tree's absolute path.
  var path: String { scratch.path("repository") }

  /// The variables that git and the program run with.
  var variables: [String: String] {
    let fixed = [
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "HOME": scratch.path("home"),
      "GIT_AUTHOR_NAME": "A U Thor", "GIT_AUTHOR_EMAIL": "author@example.com",
      "GIT_COMMITTER_NAME": "C O Mitter", "GIT_COMMITTER_EMAIL": "committer@example.com",
      "GIT_AUTHOR_DATE": "1700000000 +0530", "GIT_COMMITTER_DATE": "1700000001 +0000",
      "LC_ALL": "C", "zleaks": Zleaks.binary,
    ]
    return fixed.merging(Self.keys) { $1 }
  }

  /// What scripts can call: `key` writes a line with a key in column 3, `commit` commits everything.
  private static let prelude = """
    key() { printf 'k=%s\\n' "$1"; }
    lines() { seq -f 'line %g' "$1"; }
    commit() { git add -A; git commit -q --allow-empty -m "${1:-x}"; }
    hook() { mkdir -p .git/hooks; printf '#!/bin/sh\\n%s\\n' "$2" > ".git/hooks/$1"
             chmod +x ".git/hooks/$1"; }

    """

  /// Runs a shell script, all of which must succeed; gives what it writes, without the last line end.
  @discardableResult
  func sh(
    _ script: String,
    in directory: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let outcome = try attempt(script, in: directory)
    try #require(outcome.status == 0, "\(outcome.errorText)", sourceLocation: sourceLocation)
    return outcome.text.hasSuffix("\n") ? String(outcome.text.dropLast()) : outcome.text
  }

  /// Runs a shell script until something fails.
  func attempt(_ script: String, in directory: String? = nil) throws -> Command.Outcome {
    try Command.run(
      ["/bin/sh", "-ec", Self.prelude + script],
      in: directory ?? path,
      environment: variables
    )
  }

  /// The id that a revision names.
  func id(_ revision: String) throws -> String { try sh("git rev-parse --verify '\(revision)'") }

  /// Runs `zleaks diff` with a `jsonl` report.
  func diff(
    _ arguments: String...,
    in directory: String? = nil,
    input: String = "",
    environment: [String: String] = [:]
  ) throws -> Command.Outcome {
    try Command.run(
      [Zleaks.binary, "diff", "--format", "jsonl"] + arguments,
      in: directory ?? path,
      environment: variables.merging(environment) { $1 },
      input: Array(input.utf8)
    )
  }

  /// What a hook has left in `report.jsonl`, beside the work tree.
  func hookReport() throws -> Report { try Report(parsing: scratch.read("report.jsonl")) }

  /// A hook's command line that leaves a report in `report.jsonl`.
  func hookCommand(_ mode: String) -> String {
    "exec \"$zleaks\" diff --format jsonl='\(scratch.path("report.jsonl"))' \(mode)"
  }
}

extension Report {
  /// `path:line:column` of each finding, and which of the scripts' keys it is.
  var found: [String] {
    zip(places, findings).map { place, finding in
      let key = DiffRepository.keys.first { Fake.redacted($0.value) == finding.key.redacted }
      return "\(place) \(key?.key ?? finding.key.redacted)"
    }
  }
}

extension Command.Outcome {
  /// Expects these findings and no others, and the exit code that goes with them; gives the report.
  @discardableResult
  func finds(
    _ list: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Report {
    expect(list.isEmpty ? .clean : .findings, sourceLocation: sourceLocation)
    let report = try report()
    #expect(report.found == list, sourceLocation: sourceLocation)
    return report
  }
}
