import Foundation
import ScanModel
import TestSupport
import Testing

/// `zleaks history`: where a key came from, and what leads to it now.
@Suite struct HistoryAttributionTests {
  private let repository: HistoryRepository
  private let line = "KEY=\(Fake.query)\n"

  init() throws {
    repository = try HistoryRepository()
    try repository.commit("readme", "nothing\n")
  }

  private func head() throws -> String { try repository.git(["rev-parse", "HEAD"]) }

  /// The report's only finding.
  private func only(
    _ repository: HistoryRepository? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> (place: String, git: Report.Git) {
    let report = try (repository ?? self.repository).history()
      .expect(.findings, sourceLocation: sourceLocation).report()
    #expect(report.summary.complete, sourceLocation: sourceLocation)
    try #require(report.findings.count == 1, sourceLocation: sourceLocation)
    return (report.places[0], try #require(report.findings[0].git, sourceLocation: sourceLocation))
  }

  private func text() throws -> [String] {
    try repository.scratch.zleaks("history", "repo").expect(.findings).text
      .split(separator: "\n").map(String.init)
  }

  private let author = "a <a@example.com>"
  private let date = "2023-11-14T22:13:20Z"

  @Test func aKeyThatWasIntroducedAndRemoved() throws {
    let blob = try repository.commit("src/a.env", line)
    let commit = try head()
    try repository.commit("src/a.env", "nothing\n")
    let found = try only()
    #expect(found.place == "src/a.env:1:5")
    #expect(found.git.blob == blob)
    #expect(
      found.git.introduced
        == Report.Introduction(
          commit: commit,
          author: author,
          date: date,
          path: "src/a.env",
          pathBytes: nil
        )
    )
    #expect(found.git.reachable == true)
    #expect(found.git.inHead == false)
    #expect(found.git.refs == ["refs/heads/main"])
    #expect(found.git.refCount == nil)
    #expect(found.git.paths == ["src/a.env"])
    #expect(found.git.heldBy == nil)
    let lines = try text()
    #expect(lines.first?.hasPrefix("src/a.env:1:5: medium vectara-query-key ") == true)
    #expect(
      lines.dropFirst().first
        == "    introduced in \(commit.prefix(12)) by \(author) on 2023-11-14; "
        + "not in HEAD, on main"
    )
  }

  @Test func aRenamedFileHasTwoPaths() throws {
    try repository.commit("b.env", line)
    let commit = try head()
    try repository.git("mv", "b.env", "a.env")
    try repository.git("commit", "-q", "-m", "move")
    let found = try only()
    #expect(found.place == "b.env:1:5")
    #expect(found.git.introduced?.commit == commit)
    #expect(found.git.introduced?.path == "b.env")
    #expect(found.git.paths == ["a.env", "b.env"])
    #expect(found.git.inHead == true)
    #expect(try text()[1].hasSuffix("in HEAD, on main; also at a.env"))
  }

  @Test func aKeyFromAMergedBranch() throws {
    try repository.git("checkout", "-q", "-b", "side")
    try repository.commit("a.env", line)
    let commit = try head()
    try repository.git("checkout", "-q", "main")
    try repository.commit("other", "other\n")
    try repository.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    let found = try only()
    #expect(found.git.introduced?.commit == commit)
    #expect(found.git.inHead == true)
    #expect(found.git.refs == ["refs/heads/main", "refs/heads/side"])
  }

  @Test func aKeyThatOnlyTheMergeItselfHas() throws {
    try repository.git("checkout", "-q", "-b", "side")
    try repository.commit("b", "b\n")
    try repository.git("checkout", "-q", "main")
    try repository.commit("c", "c\n")
    try repository.git("merge", "-q", "--no-commit", "--no-ff", "side")
    try repository.commit("a.env", line)
    let found = try only()
    #expect(found.git.introduced?.commit == (try head()))
    #expect(found.git.refs == ["refs/heads/main"])
  }

  @Test func aKeyInTheStash() throws {
    try repository.scratch.write("repo/readme", line)
    try repository.git("stash")
    let found = try only()
    #expect(found.place == "readme:1:5")
    #expect(found.git.introduced?.commit == (try repository.git(["rev-parse", "stash"])))
    #expect(found.git.reachable == false)
    #expect(found.git.inHead == false)
    #expect(found.git.refs == [])
    #expect(found.git.heldBy == "stash")
    #expect(try text()[1].hasSuffix("; not reachable: held by the stash"))
  }

  @Test(arguments: [false, true]) func aKeyThatOnlyTheReflogHolds(_ isAmended: Bool) throws {
    try repository.commit("a.env", line)
    let commit = try head()
    if isAmended {
      try repository.scratch.write("repo/a.env", "nothing\n")
      try repository.git("commit", "-q", "--amend", "-a", "-m", "better")
    } else {
      try repository.git("reset", "-q", "--hard", "HEAD~1")
      try repository.git("update-ref", "-d", "ORIG_HEAD")
    }
    let found = try only()
    #expect(found.place == "a.env:1:5")
    #expect(found.git.introduced?.commit == commit)
    #expect(found.git.reachable == false)
    #expect(found.git.heldBy == "reflog of HEAD")
  }

  @Test func aKeyThatOnlyTheIndexHolds() throws {
    try repository.scratch.write("repo/deep/a.env", line)
    try repository.git("add", "-A")
    let found = try only()
    #expect(found.place == "deep/a.env:1:5")
    #expect(found.git.introduced == nil)
    #expect(found.git.reachable == false)
    #expect(found.git.paths == ["deep/a.env"])
    #expect(found.git.heldBy == "index")
    #expect(try text()[1] == "    not reachable: held by the index")
  }

  @Test func aDanglingBlob() throws {
    let blob = try repository.git(["hash-object", "-w", "--stdin"], input: line)
    let found = try only()
    #expect(found.place == "blob \(blob):1:5")
    #expect(found.git.introduced == nil)
    #expect(found.git.reachable == false)
    #expect(found.git.inHead == false)
    #expect(found.git.paths == [])
    #expect(found.git.heldBy == "dangling")
    #expect(try text()[1] == "    dangling: no branch or tag leads to it")
  }

  @Test func aKeyThatOnlyATagReaches() throws {
    try repository.commit("a.env", line)
    try repository.git("tag", "-a", "-m", "t", "v1")
    try repository.git("reset", "-q", "--hard", "HEAD~1")
    let found = try only()
    #expect(found.git.reachable == true)
    #expect(found.git.inHead == false)
    #expect(found.git.refs == ["refs/tags/v1"])
    #expect(try text()[1].hasSuffix("not in HEAD, on tag v1"))
  }

  @Test func aKeyOnManyBranches() throws {
    try repository.commit("a.env", line)
    for number in 1...9 { try repository.git("branch", "b\(number)") }
    let found = try only()
    #expect(found.git.refs == (1...8).map { "refs/heads/b\($0)" })
    #expect(found.git.refCount == 10)
    #expect(try text()[1].hasSuffix("in HEAD, on b1, b2, b3 and 7 more"))
  }

  @Test func aKeyThatADetachedHeadHas() throws {
    try repository.git("checkout", "-q", "--detach")
    try repository.commit("a.env", line)
    let found = try only()
    #expect(found.git.reachable == true)
    #expect(found.git.inHead == true)
    #expect(found.git.refs == ["HEAD"])
  }

  @Test func aKeyThatAnotherWorkTreeHolds() throws {
    try repository.git("worktree", "add", "-q", "--detach", "../linked")
    let linked = HistoryRepository(scratch: repository.scratch, name: "linked")
    try linked.commit("a.env", line)
    #expect(try only().git.heldBy == "work tree linked")
    let found = try only(linked)
    #expect(found.git.inHead == true)
    #expect(found.git.refs == ["HEAD"])
  }

  @Test(arguments: ["sha1", "sha256"]) func aBareRepository(_ format: String) throws {
    let source = try HistoryRepository(
      "--object-format=\(format)",
      scratch: repository.scratch,
      name: "source"
    )
    try source.commit("a.env", line)
    let commit = try source.git(["rev-parse", "HEAD"])
    try source.git(["clone", "-q", "--bare", "source", "bare.git"], in: source.scratch.path)
    let found = try only(HistoryRepository(scratch: source.scratch, name: "bare.git"))
    #expect(found.place == "a.env:1:5")
    #expect(found.git.introduced?.commit == commit)
    #expect(found.git.inHead == true)
    #expect(found.git.refs == ["refs/heads/main"])
  }

  @Test func noAttributionLeavesItOut() throws {
    let blob = try repository.commit("a.env", line)
    let outcome = try repository.history("--no-attribution", "repo").expect(.findings)
    let report = try outcome.report()
    #expect(report.places == ["blob \(blob):1:5"])
    for word in ["introduced", "reachable", "inHead", "refs", "paths", "heldBy"] {
      #expect(!outcome.text.contains("\"\(word)\""))
    }
    let text = try repository.scratch.zleaks("history", "--no-attribution", "repo").text
    #expect(!text.contains("HEAD"))
  }

  @Test func namesComeInAFixedOrderWhateverTheThreads() throws {
    for number in 0..<30 {
      try repository.commit("d\(number % 3)/\(number % 7)", "\(number) \(line)", Fake.index)
    }
    func run(_ threads: String) throws -> String {
      try repository.history("--threads", threads, "repo").expect(.findings).text
        .replacing(#/"seconds":[0-9.]+/#, with: "")
    }
    let one = try run("1")
    #expect(one.split(separator: "\n").count == 61)
    for threads in ["2", "5", "2"] { #expect(try run(threads) == one) }
  }

  // MARK: - Commits and tags

  @Test func aCommitsOwnTextNamesTheCommit() throws {
    try repository.git("commit", "-q", "--allow-empty", "-m", "key \(Fake.query)")
    let commit = try head()
    try repository.commit("later", "later\n")
    try repository.git("branch", "dev")
    let found = try only()
    #expect(found.place == "commit \(commit):6:5")
    #expect(
      found.git.introduced
        == Report.Introduction(
          commit: commit,
          author: author,
          date: date,
          path: nil,
          pathBytes: nil
        )
    )
    #expect(found.git.reachable == true)
    #expect(found.git.inHead == true)
    #expect(found.git.refs == ["refs/heads/dev", "refs/heads/main"])
    #expect(found.git.heldBy == nil)
    #expect(
      try text()[1] == "    by \(author) on 2023-11-14; in HEAD, on dev and main"
    )
  }

  @Test func whatHoldsACommitThatIsNotReachable() throws {
    try repository.git("commit", "-q", "--allow-empty", "-m", "key \(Fake.query)")
    try repository.git("reset", "-q", "--hard", "HEAD~1")
    try repository.git("update-ref", "-d", "ORIG_HEAD")
    #expect(try only().git.heldBy == "reflog of HEAD")
    try repository.git("reflog", "expire", "--expire=now", "--all")
    let found = try only()
    #expect(found.git.heldBy == "dangling")
    #expect(found.git.reachable == false)
    #expect(found.git.introduced?.author == author)
  }

  @Test func aTagsOwnTextSaysWhichReferenceNamesIt() throws {
    try repository.git("tag", "-a", "-m", "key \(Fake.query)", "v1")
    try repository.git("tag", "-a", "-m", "outer", "v2", "v1")
    let tag = try repository.git(["rev-parse", "v1"])
    let found = try only()
    #expect(found.place == "tag \(tag):6:5")
    #expect(found.git.introduced == nil)
    #expect(found.git.reachable == true)
    #expect(found.git.inHead == false)
    #expect(found.git.refs == ["refs/tags/v1", "refs/tags/v2"])
    try repository.git("tag", "-d", "v1", "v2")
    #expect(try only().git.heldBy == "dangling")
  }

  // MARK: - What cannot be known

  @Test func aShallowCloneDoesNotBlameTheCommitThatItEndsAt() throws {
    try repository.commit("a.env", line)
    try repository.commit("later", "later\n")
    try repository.git(
      ["clone", "-q", "--depth=1", "file://" + repository.path, "shallow"],
      in: repository.scratch.path
    )
    let found = try only(HistoryRepository(scratch: repository.scratch, name: "shallow"))
    #expect(found.place == "a.env:1:5")
    #expect(found.git.introduced == nil)
    #expect(found.git.inHead == true)
    #expect(found.git.refs == ["refs/heads/main", "refs/remotes/origin/main"])
  }

  @Test func aMissingTreeIsNamedAndNothingIsCalledDangling() throws {
    let blob = try repository.commit("deep/a.env", line)
    try repository.git("hash-object", "-w", "readme")
    let tree = try repository.git(["rev-parse", "HEAD:deep"])
    let file = "repo/.git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))"
    try FileManager.default.removeItem(atPath: repository.scratch.path(file))
    try FileManager.default.removeItem(atPath: repository.path + "/.git/index")
    let outcome = try repository.history().expect(.findings)
    let report = try outcome.report()
    #expect(!report.summary.complete)
    #expect(
      report.summary.errors == [
        Report.Problem(
          path: "repo",
          operation: "read",
          message: "object '\(tree)', which others name, is missing; 'git fsck' lists what is"
        )
      ]
    )
    #expect(report.places == ["blob \(blob):1:5"])
    let git = try #require(report.findings.first?.git)
    #expect(git.reachable == nil)
    #expect(git.heldBy == nil)
    #expect(!(try repository.history("--no-attribution", "repo").report().summary.complete))
  }

  @Test func aBrokenTreeIsNamedOnce() throws {
    try repository.commit("deep/a.env", line)
    let tree = try repository.git(["rev-parse", "HEAD:deep"])
    let file = "repo/.git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))"
    try FileManager.default.removeItem(atPath: repository.scratch.path(file))
    try repository.scratch.write(file, "garbage")
    let report = try repository.history().expect(.findings).report()
    #expect(report.summary.errors.map(\.path) == [file])
    #expect(!report.summary.complete)
  }

  @Test func referencesInATableAreNotTakenForNone() throws {
    try repository.commit("a.env", line)
    try repository.scratch.makeDirectory("repo/.git/reftable")
    let outcome = try repository.history().expect(.findings)
    outcome.expectError("the references of 'repo' are in the 'reftable' format")
    let git = try #require(try outcome.report().findings.first?.git)
    #expect(git.introduced?.path == "a.env")
    #expect(git.reachable == nil)
  }

  // MARK: - Hostile texts

  @Test func hostileAuthorsAndPathsAreInert() throws {
    let path = "\u{1B}[2J\u{202E}\(Fake.index)\n.env"
    try repository.scratch.write("repo/" + path, line)
    try repository.git("add", "-A")
    try repository.git(
      "-c",
      "user.name=x",
      "commit",
      "-q",
      "-m",
      "m",
      "--author",
      "x\u{1B}]0;owned\u{7}\(Fake.personal) <a\u{9B}31m>"
    )
    try repository.git("branch", "b-\(Fake.index)")
    let text = try repository.scratch.zleaks("history", "repo").expect(.findings).text
    let json = try repository.history().expect(.findings)
    for output in [text, json.text] {
      #expect(!output.contains(Fake.personal) && !output.contains(Fake.index))
    }
    #expect(
      !text.unicodeScalars.contains { ["\u{1B}", "\u{7}", "\u{9B}", "\u{202E}"].contains($0) }
    )
    #expect(text.contains(#"\x1b[2J\u{202e}"# + "\(Fake.redacted(Fake.index))" + #"\n.env:1:5: "#))
    #expect(text.contains(#"by x\x1b]0;owned\x07"# + "\(Fake.redacted(Fake.personal)) <"))
    #expect(text.contains("on b-\(Fake.redacted(Fake.index)) and main"))
  }

  // MARK: - Git's own answer

  @Test(arguments: [1, 2, 3] as [UInt64]) func agreesWithGit(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    for number in 0..<25 {
      let branch = "b\(below(4))"
      let known = try repository.git(["branch", "--list", branch])
      try repository.git(["checkout", "-q"] + (known.isEmpty ? ["-b"] : []) + [branch])
      if below(4) == 0, number > 3 {
        // Whatever both have changed, this branch's is kept.
        try repository.git(
          "-c",
          "merge.renames=false",
          "merge",
          "-q",
          "-X",
          "ours",
          "-m",
          "merge",
          "main"
        )
      }
      let path = ["a", "b", "c/d", "c/e"][below(4)]
      try repository.commit(path, "\(below(12)) \(line)", "change \(number)")
      if below(3) == 0 { try repository.git("branch", "-f", "main") }
    }
    let report = try repository.history().expect(.findings).report()
    #expect(report.findings.count > 8)
    for finding in report.findings {
      let git = try #require(finding.git)
      // Oldest first, and only commits of which no parent has the blob at any path.
      let commits = try repository.git([
        "log", "--all", "--reverse", "--topo-order", "-m", "--format=%H",
        "--find-object=\(git.blob)",
      ]).split(separator: "\n").map(String.init)
      let introduced = try #require(git.introduced)
      #expect(commits.contains(introduced.commit))
      let path = try #require(introduced.path)
      #expect(try repository.git(["rev-parse", "\(introduced.commit):\(path)"]) == git.blob)
      // No older commit has it.
      let older = try repository.git([
        "log", "--format=%H", "-m", "--find-object=\(git.blob)", "\(introduced.commit)^@",
      ])
      #expect(older == "")
      let branches = try repository.git([
        "for-each-ref", "--format=%(refname)", "--contains", introduced.commit, "refs/heads",
      ]).split(separator: "\n").map(String.init)
      #expect(Set(branches).isSubset(of: Set(git.refs ?? [])))
      #expect(git.reachable == true)
      let files = try repository.git(["ls-tree", "-r", "HEAD"])
      #expect(git.inHead == files.contains(git.blob))
    }
  }
}
