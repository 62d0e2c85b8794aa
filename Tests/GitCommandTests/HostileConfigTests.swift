import Foundation
import Posix
import ScanModel
import TestSupport
import Testing

@testable import GitCommand

/// A repository whose config names a program wherever git would run one; each leaves a mark.
private struct HostileRepository {
  let fixture: RepositoryFixture
  let other: ObjectID

  private static let programs = [
    "core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.askPass",
    "core.gitProxy", "core.alternateRefsCommand", "sequence.editor", "diff.external",
    "diff.evil.textconv", "diff.evil.command", "merge.evil.driver", "filter.evil.smudge",
    "filter.evil.clean", "filter.evil.process", "gpg.program", "gpg.ssh.program",
    "remote.origin.uploadpack", "interactive.diffFilter", "uploadpack.packObjectsHook",
    "pager.diff-index", "pager.diff-tree", "pager.rev-list", "pager.cat-file", "pager.rev-parse",
    "pager.merge-base", "pager.ls-files", "pager.for-each-ref", "trailer.evil.command",
  ]

  private static let commands = [
    "diff-index", "diff-tree", "rev-list", "cat-file", "rev-parse", "merge-base", "ls-files",
    "for-each-ref", "symbolic-ref",
  ]

  init() throws {
    fixture = try RepositoryFixture()
    try fixture.write(".gitattributes", "* diff=evil merge=evil\n")
    try fixture.write("a", "one\n")
    let first = try fixture.commit()
    other = try fixture.commit()
    try fixture.write("a", "two\n")
    try fixture.write("b", "new\n")
    try fixture.git(["add", "-A"])
    try fixture.git(["update-ref", "refs/remotes/origin/main", first.description])
    try fixture.write(".gitattributes", "* diff=evil merge=evil filter=evil\n")
    try fixture.write("a", "three, not staged\n")
    try plant()
  }

  /// What the program named `name` leaves.
  func mark(_ name: String) -> String { "\(fixture.scratch.path("marks"))/\(name)" }

  var marks: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: fixture.scratch.path("marks"))) ?? []
  }

  private func plant() throws {
    try fixture.scratch.makeDirectory("marks")
    var settings: [(String, String)] = Self.programs.map { ($0, "touch '\(mark($0))'; false") }
    settings += Self.commands.map { ("alias.\($0)", "!touch '\(mark("alias.\($0)"))'") }
    settings += [
      ("credential.helper", "!touch '\(mark("credential.helper"))'"),
      ("core.hooksPath", fixture.scratch.path("hooks")),
      ("include.path", fixture.scratch.path("included")),
      ("protocol.allow", "always"), ("protocol.ext.allow", "always"),
      ("remote.origin.url", "ext::sh -c touch% '\(mark("ext"))'"),
      ("remote.origin.promisor", "true"), ("remote.origin.partialCloneFilter", "blob:none"),
      ("branch.main.remote", "origin"), ("branch.main.merge", "refs/heads/main"),
      ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
      ("log.showSignature", "true"), ("core.untrackedCache", "true"),
      ("extensions.partialClone", "origin"), ("core.repositoryFormatVersion", "1"),
    ]
    var file = ""
    for (key, value) in settings {
      let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
      let inner = parts[1].split(separator: ".").map(String.init)
      let section = inner.count > 1 ? "\(parts[0]) \"\(inner[0])\"" : parts[0]
      let quoted = value.replacingOccurrences(of: "\"", with: "\\\"")
      file += "[\(section)]\n\t\(inner[inner.count - 1]) = \"\(quoted)\"\n"
    }
    let config = String(decoding: try fixture.scratch.read("repository/.git/config"), as: UTF8.self)
    try fixture.write(".git/config", config + file)
    try fixture.scratch.write(
      "included",
      "[core]\n\tfsmonitor = touch '\(mark("included"))'\n"
    )
    for hook in ["post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"]
    {
      for folder in ["hooks", "repository/.git/hooks"] {
        try fixture.scratch.write("\(folder)/\(hook)", "#!/bin/sh\ntouch '\(mark(hook))'\n")
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755],
          ofItemAtPath: fixture.scratch.path("\(folder)/\(hook)")
        )
      }
    }
  }

  /// Runs everything that there is to run.
  func exercise(_ git: Git) throws {
    let head = try git.resolve(Array("HEAD".utf8))
    let changes = try git.changesInIndex().map(\.text)
    #expect(changes == ["M a", "A b"])
    #expect(try git.changesInIndex(against: other).count == 2)
    #expect(try git.unmergedEntries() == [])
    try git.forEachChange(in: [GitComparison(head, parent: nil)]) { _, _ in }
    try git.forEachCommit(from: [head]) { _ in }
    try git.forEachCommit(from: [head], excludesReferences: true) { _ in }
    #expect(try git.mergeBases(head, other) == [other])
    #expect(try git.upstream() != nil)
    #expect(try git.tips(ofRemote: Array("origin".utf8)).count == 1)
    #expect(try git.repository().isBare == false)
    #expect(try git.topLevel() == Array(fixture.path.utf8))
    #expect(try git.mergeHeads() == [])
    _ = try git.hooksDirectory()
    let nowhere = try #require(ObjectID(parsing: String(repeating: "1", count: 40)))
    #expect(try git.contains(head))
    #expect(try !git.contains(nowhere))
    var reader = try GitObjectReader(git)
    reader.ask(for: [head, nowhere, head])
    #expect(try reader.next()?.isFound == true)
    #expect(try reader.next() == .missing(nowhere))
    #expect(try reader.next()?.isFound == true)
    #expect(try reader.next() == nil)
  }
}

@Suite struct HostileConfigTests {
  @Test func runsNothingThatTheRepositoryNames() throws {
    let repository = try HostileRepository()
    let git = try repository.fixture.tool()
    try repository.exercise(git)
    #expect(repository.marks == [])
  }

  @Test func runsNothingThatTheEnvironmentNames() throws {
    let repository = try HostileRepository()
    let names = [
      "GIT_EXTERNAL_DIFF", "GIT_PAGER", "PAGER", "GIT_EDITOR", "EDITOR", "GIT_SSH",
      "GIT_SSH_COMMAND", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_PROXY_COMMAND",
    ]
    var variables = Dictionary(
      uniqueKeysWithValues: names.map { ($0, "touch '\(repository.mark($0))'") }
    )
    variables["GIT_TRACE"] = repository.mark("trace")
    variables["GIT_TRACE2_EVENT"] = repository.mark("trace2")
    try repository.exercise(try repository.fixture.tool(adding: variables))
    #expect(repository.marks == [])
  }

  @Test func runsNothingThatTheUsersConfigNames() throws {
    let repository = try HostileRepository()
    let variables = ["GIT_CONFIG_GLOBAL": "\(repository.fixture.path)/.git/config"]
    try repository.exercise(try repository.fixture.tool(adding: variables))
    #expect(repository.marks == [])
  }

  @Test func runsNothingThatTheConfigOfAHooksCallerNames() throws {
    let repository = try HostileRepository()
    let program = "touch '\(repository.mark("caller"))'; false"
    let quoted = program.replacingOccurrences(of: "'", with: "'\\''")
    let git = try Git(
      .inherited,
      environment: repository.fixture.environment(
        adding: [
          "GIT_DIR": "\(repository.fixture.path)/.git", "GIT_WORK_TREE": repository.fixture.path,
          "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor",
          "GIT_CONFIG_VALUE_0": program,
          "GIT_CONFIG_PARAMETERS": "'core.fsmonitor'='\(quoted)'",
        ])
    )
    try repository.exercise(git)
    #expect(repository.marks == [])
  }

  @Test func fetchesNothingEvenWithoutTheVariableThatForbidsIt() throws {
    let repository = try HostileRepository()
    var git = try repository.fixture.tool()
    git.environment.removeAll { $0.starts(with: Array("GIT_NO_LAZY_FETCH".utf8)) }
    try repository.exercise(git)
    #expect(repository.marks == [])
  }

  @Test func wouldLeaveMarksWithoutTheseSettings() throws {
    let repository = try HostileRepository()
    _ = try Command.run(
      ["git", "diff-index", "--cached", "HEAD"],
      in: repository.fixture.path,
      environment: repository.fixture.variables
    )
    _ = try Command.run(
      ["git", "cat-file", "-p", String(repeating: "1", count: 40)],
      in: repository.fixture.path,
      environment: repository.fixture.variables
    )
    // The included file's `core.fsmonitor` comes last and wins.
    #expect(Set(repository.marks) == ["included", "ext"])
  }
}

extension GitObjectAnswer {
  /// Whether the object is here.
  var isFound: Bool { if case .found = self { true } else { false } }
}
