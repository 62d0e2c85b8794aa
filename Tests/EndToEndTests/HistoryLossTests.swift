import Foundation
import TestSupport
import Testing

/// `zleaks history` of repositories that have lost objects, and of some that only look like it.
@Suite struct HistoryLossTests {
  private let repository: HistoryRepository

  init() throws {
    repository = try HistoryRepository()
    try repository.commit("a.env", "KEY=\(Fake.query)\n")
  }

  private let advice = "'git fsck' lists what is lost: restore it, or search another clone"

  private func id(_ revision: String) throws -> String {
    try repository.git(["rev-parse", "--verify", revision])
  }

  /// Removes a loose object.
  private func lose(_ object: String) throws {
    let file = "/.git/objects/\(object.prefix(2))/\(object.dropFirst(2))"
    try FileManager.default.removeItem(atPath: repository.path + file)
  }

  private func loseEverything() throws {
    let outcome = try Command.run(
      ["/bin/sh", "-ec", "rm -rf .git/objects/??"],
      in: repository.path
    )
    #expect(outcome.status == 0)
  }

  /// Expects that this is the only problem of a search, and returns the places of what it finds.
  @discardableResult
  private func expectProblem(
    _ message: String,
    _ code: Zleaks.Exit = .incomplete,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let outcome = try repository.history("--no-attribution", "repo")
      .expect(code, sourceLocation: sourceLocation)
    let report = try outcome.report()
    #expect(!report.summary.complete, sourceLocation: sourceLocation)
    let problem = Report.Problem(path: "repo", operation: "read", message: message)
    #expect(report.summary.errors == [problem], sourceLocation: sourceLocation)
    return report.objectPlaces
  }

  @Test func aBranchWithoutItsCommit() throws {
    let head = try id("HEAD")
    try loseEverything()
    try expectProblem("'refs/heads/main' names object '\(head)', which is missing; \(advice)")
    let outcome = try repository.scratch.zleaks("history", "repo").expect(.incomplete)
    outcome.expectError("cannot read 'repo': 'refs/heads/main' names object '\(head)'")
  }

  @Test func manyReferencesWithoutTheirObjects() throws {
    for number in 1...4 { try repository.git("tag", "-a", "-m", "x", "v\(number)") }
    try repository.git("pack-refs", "--all")
    try repository.git("tag", "-a", "-m", "x", "v0")
    let first = try id("v0")
    for number in 0...4 { try lose(try id("v\(number)")) }
    try expectProblem(
      "5 references name objects that are missing: 'refs/tags/v0', 'refs/tags/v1', "
        + "'refs/tags/v2' and others, the first of them object '\(first)'; \(advice)",
      .findings
    )
  }

  @Test func aDetachedHeadWithoutItsCommit() throws {
    try repository.git("checkout", "-q", "--detach")
    try repository.git("commit", "-q", "--allow-empty", "-m", "detached")
    let head = try id("HEAD")
    try lose(head)
    try expectProblem("'HEAD' names object '\(head)', which is missing; \(advice)", .findings)
  }

  @Test func anotherWorkTreesHeadWithoutItsCommit() throws {
    try repository.git("worktree", "add", "-q", "--detach", "../other")
    try repository.git(
      ["commit", "-q", "--allow-empty", "-m", "other"],
      in: repository.scratch.path("other")
    )
    let head = try repository.git(["rev-parse", "HEAD"], in: repository.scratch.path("other"))
    try lose(head)
    try expectProblem(
      "'worktrees/other/HEAD' names object '\(head)', which is missing; \(advice)",
      .findings
    )
  }

  @Test func anOlderStashWithoutItsCommit() throws {
    for text in ["one", "two"] {
      try repository.scratch.write("repo/a.env", text + "\n")
      try repository.git("stash")
    }
    let stash = try id("stash@{1}")
    try lose(stash)
    try expectProblem("'stash@{1}' names object '\(stash)', which is missing; \(advice)", .findings)
  }

  @Test func aStashAfterOneThatWasDropped() throws {
    for text in ["one", "two", "three"] {
      try repository.scratch.write("repo/a.env", text + "\n")
      try repository.git("stash")
    }
    try repository.git("stash", "drop", "-q", "stash@{2}")
    try repository.git("stash", "drop", "-q", "stash@{0}")
    try repository.git("reflog", "expire", "--expire-unreachable=now", "HEAD")
    try repository.git("prune", "--expire=now")
    #expect(try repository.history().report().summary.complete)
  }

  @Test func aKeyInTheNameIsNotShown() throws {
    try repository.git("commit", "-q", "--allow-empty", "-m", "named")
    let commit = try id("HEAD")
    try repository.git("update-ref", "refs/heads/\(Fake.index)", commit)
    try repository.git("reset", "-q", "--hard", "HEAD~1")
    try lose(commit)
    let outcome = try repository.history().expect(.findings)
    #expect(!outcome.text.contains(Fake.index) && !outcome.errorText.contains(Fake.index))
    outcome.expectError("names object '\(commit)', which is missing")
  }

  @Test func aBranchWithoutCommitsIsWhole() throws {
    let empty = try HistoryRepository("-q", scratch: repository.scratch, name: "empty")
    try empty.expectHistory([])
    try repository.git("checkout", "-q", "--orphan", "new")
    #expect(try repository.history().report().summary.complete)
  }

  @Test func aReferenceToAReferenceIsWhole() throws {
    try repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    #expect(try repository.history().report().summary.complete)
  }

  @Test func aBorrowersReferencesAreWhole() throws {
    try repository.git(["clone", "-q", "-s", "repo", "borrower"], in: repository.scratch.path)
    #expect(try repository.history("borrower").report().summary.complete)
    try FileManager.default.removeItem(atPath: repository.path + "/.git/objects")
    try repository.scratch.makeDirectory("repo/.git/objects")
    let report = try repository.history("borrower").expect(.incomplete).report()
    #expect(report.summary.errors.map(\.path) == ["borrower"])
  }

  // MARK: - What objects name

  /// Three commits, each with a file in a directory.
  private func commitThree() throws {
    for number in 1...3 { try repository.commit("d/\(number)", "\(number)\n") }
  }

  private func message(_ object: String) -> String {
    "object '\(object)', which others name, is missing; 'git fsck' lists what is"
  }

  @Test(arguments: ["HEAD:d/3", "HEAD~1:d/2", "HEAD~1:d", "HEAD~1^{tree}"])
  func anObjectThatOthersName(_ revision: String) throws {
    try commitThree()
    let object = try id(revision)
    try lose(object)
    try expectProblem(message(object), .findings)
  }

  @Test func aCommitThatOthersName() throws {
    try commitThree()
    let (child, object) = (try id("HEAD~1"), try id("HEAD~2"))
    try lose(object)
    let report = try repository.history("--no-attribution", "repo").report()
    let messages = report.summary.errors.map(\.message)
    #expect(messages.count == 1)
    #expect(messages.allSatisfy { $0.hasSuffix("; 'git fsck' lists what is") })
    #expect(messages.allSatisfy { $0.contains(child) || $0.contains(object) })
  }

  @Test func aPackIsMissing() throws {
    try repository.git("repack", "-q", "-d")
    let first = try packFiles()
    for number in 1...9 { try repository.commit("d/\(number)", "\(number)\n") }
    try repository.git("repack", "-q", "-d")
    try repository.commit("last", "last\n")
    try repository.git("repack", "-q", "-d")
    for file in first { try FileManager.default.removeItem(atPath: packs + "/" + file) }
    let report = try repository.history().expect(.incomplete).report()
    #expect(report.summary.errors.count == 1)
  }

  @Test func whatLeadsNowhereMayLackObjects() throws {
    try commitThree()
    let (lost, object) = (try id("HEAD"), try id("HEAD:d/3"))
    try repository.git("reset", "-q", "--hard", "HEAD~1")
    try lose(object)
    let report = try repository.history("--no-attribution", "repo").expect(.findings).report()
    #expect(report.summary.complete)
    try repository.git("update-ref", "refs/keep/it", lost)
    try expectProblem(message(object), .findings)
  }

  @Test func aShallowCloneIsWhole() throws {
    try commitThree()
    try repository.git(
      ["clone", "-q", "--depth=2", "file://" + repository.path, "shallow"],
      in: repository.scratch.path
    )
    let shallow = HistoryRepository(scratch: repository.scratch, name: "shallow")
    try shallow.commit("new", "new\n")
    try shallow.git("repack", "-q", "-d")
    try shallow.commit("newer", "newer\n")
    #expect(try repository.history("shallow").report().summary.complete)
  }

  @Test func submodulesAndEmptyTreesAreNoLoss() throws {
    let outer = try HistoryRepository("-q", scratch: repository.scratch, name: "outer")
    try outer.git("commit", "-q", "--allow-empty", "-m", "empty")
    try outer.git("submodule", "--quiet", "add", "../repo", "inner")
    try outer.git("commit", "-q", "-m", "submodule")
    try outer.expectHistory([])
  }

  // MARK: - Packs

  private var packs: String { repository.path + "/.git/objects/pack" }

  private func packFiles() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: packs)
  }

  private func pack() throws { try repository.git("repack", "-q", "-a", "-d") }

  /// Moves the files of the only pack to other names.
  private func movePack(_ script: String) throws {
    let outcome = try Command.run(["/bin/sh", "-ec", script], in: packs)
    #expect(outcome.status == 0, "\(outcome.errorText)")
  }

  @Test func whatAKilledRepackLeavesIsNothing() throws {
    try pack()
    try movePack(
      "cp pack-*.idx .tmp-1-pack-1.idx; cp pack-*.pack .tmp-2-pack-1.pack; cp pack-*.idx other.idx"
    )
    let report = try repository.history().expect(.findings).report()
    #expect(report.summary.complete)
    #expect(report.findings.count == 1)
  }

  @Test(arguments: [".tmp-1-pack-1", "other"]) func aPackOfAnotherNameIsRead(_ name: String) throws
  {
    try pack()
    try movePack("mv pack-*.idx \(name).idx; mv pack-*.pack \(name).pack")
    try repository.expectHistory(
      ["blob \(try repository.git(["rev-parse", "HEAD:a.env"])):1:5"]
    )
  }

  @Test func anIndexWithoutAPackIsAProblem() throws {
    try pack()
    try movePack("rm -f pack-*.pack")
    let report = try repository.history().expect(.incomplete).report()
    #expect(report.summary.errors.count == 2)
    #expect(report.summary.errors.map(\.message).contains { $0.hasPrefix("the index has no pack") })
  }
}
