import ScanModel
import TestSupport
import Testing

@testable import GitCommand

/// Collects what a visit gives.
private func commits(
  _ git: Git,
  _ included: [ObjectID],
  notFrom excluded: [ObjectID] = [],
  excludesReferences: Bool = false
) throws(GitError) -> [GitCommitLine] {
  var lines: [GitCommitLine] = []
  try git.forEachCommit(
    from: included,
    notFrom: excluded,
    excludesReferences: excludesReferences
  ) { lines.append($0) }
  return lines
}

private func changes(_ git: Git, _ pairs: [GitComparison]) throws(GitError) -> [String] {
  var texts: [String] = []
  try git.forEachChange(in: pairs) { index, change in texts.append("\(index) \(change.text)") }
  return texts
}

@Suite struct RevisionTests {
  /// A root, a side branch, and a merge that also adds what neither side has.
  private struct History {
    let root: ObjectID
    let ours: ObjectID
    let theirs: ObjectID
    let merge: ObjectID
    let fixture: RepositoryFixture

    init() throws {
      fixture = try RepositoryFixture()
      try fixture.write("root")
      root = try fixture.commit()
      try fixture.git(["checkout", "-q", "-b", "side"])
      try fixture.write("theirs", "1")
      theirs = try fixture.commit()
      try fixture.git(["checkout", "-q", "main"])
      try fixture.write("ours", "2")
      ours = try fixture.commit()
      try fixture.git(["merge", "-q", "--no-commit", "side"])
      try fixture.write("evil", "3")
      merge = try fixture.commit()
    }
  }

  @Test func resolvesToCommits() throws {
    let history = try History()
    let git = try history.fixture.tool()
    try history.fixture.git(["tag", "-a", "-m", "x", "v1", history.root.description])
    for text in ["HEAD", "main", "refs/heads/main", history.merge.description] {
      #expect(try git.resolve(Array(text.utf8)) == history.merge)
    }
    #expect(try git.resolve(Array("v1".utf8)) == history.root)
    #expect(try git.resolve(Array("main~1".utf8)) == history.ours)
  }

  @Test(
    arguments: [
      "", "nowhere", "-h", "--all", "--git-dir", "HEAD:root", "HEAD@{99999}", "main..side",
      "HEAD\nmain", "HEAD\u{0}", "1111111111111111111111111111111111111111", "@{upstream}",
    ])
  func refusesWhatNamesNoCommit(_ text: String) throws {
    let fixture = try History().fixture
    #expect(throws: GitError.badRevision(Array(text.utf8))) {
      try fixture.tool().resolve(Array(text.utf8))
    }
  }

  @Test func listsCommitsWithTheirParents() throws {
    let history = try History()
    let lines = try commits(try history.fixture.tool(), [history.merge])
    #expect(
      Set(lines) == [
        GitCommitLine(commit: history.merge, parents: [history.ours, history.theirs]),
        GitCommitLine(commit: history.ours, parents: [history.root]),
        GitCommitLine(commit: history.theirs, parents: [history.root]),
        GitCommitLine(commit: history.root, parents: []),
      ]
    )
    #expect(lines.count == 4)
  }

  @Test func leavesOutWhatIsExcluded() throws {
    let history = try History()
    let git = try history.fixture.tool()
    let some = try commits(git, [history.merge], notFrom: [history.ours])
    #expect(Set(some.map(\.commit)) == [history.merge, history.theirs])
    #expect(try commits(git, [history.merge], excludesReferences: true) == [])
    try history.fixture.git(["update-ref", "refs/heads/main", history.ours.description])
    let new = try commits(git, [history.merge], excludesReferences: true)
    #expect(new.map(\.commit) == [history.merge])
    #expect(try commits(git, []) == [])
  }

  @Test func saysThatAnIdIsNotThere() throws {
    let history = try History()
    let id = try #require(ObjectID(parsing: String(repeating: "1", count: 40)))
    let git = try history.fixture.tool()
    #expect(
      throws: GitError.failed(
        command: "rev-list",
        status: 128,
        message: Array("bad object \(id)".utf8)
      )
    ) { try commits(git, [id]) }
    #expect(try !git.contains(id))
    #expect(try git.contains(history.root))
  }

  @Test func comparesEachCommitWithEachParent() throws {
    let history = try History()
    let pairs = [
      GitComparison(history.merge, parent: history.ours),
      GitComparison(history.merge, parent: history.theirs),
      GitComparison(history.merge, parent: history.merge),
      GitComparison(history.root, parent: nil),
      GitComparison(history.ours, parent: history.root),
    ]
    #expect(
      try changes(try history.fixture.tool(), pairs)
        == ["0 A evil", "0 A theirs", "1 A evil", "1 A ours", "3 A root", "4 A ours"]
    )
    #expect(try changes(try history.fixture.tool(), []) == [])
  }

  @Test func seesThroughReplacementsAndGrafts() throws {
    let history = try History()
    let empty = try history.fixture.git(["commit-tree", "-m", "x", "HEAD^{tree}"]).dropLast()
    try history.fixture.git(["replace", history.merge.description, String(empty)])
    try history.fixture.write(".git/info/grafts", "\(history.ours)\n")
    let git = try history.fixture.tool()
    #expect(try commits(git, [history.merge]).count == 4)
    let pairs = [GitComparison(history.merge, parent: history.ours)]
    #expect(try changes(git, pairs) == ["0 A evil", "0 A theirs"])
  }

  @Test func givesTheOldestCommitsOfAShallowCloneNoParents() throws {
    let history = try History()
    let path = history.fixture.scratch.path("shallow")
    try history.fixture.git(
      ["clone", "-q", "--depth", "1", "file://\(history.fixture.path)", path])
    let git = try history.fixture.tool(path)
    #expect(try git.repository().isShallow)
    #expect(
      try commits(git, [history.merge]) == [GitCommitLine(commit: history.merge, parents: [])]
    )
    #expect(try git.shallowCommits() == [history.merge])
    #expect(try history.fixture.tool().shallowCommits() == [])
  }

  @Test func refusesAListOfCutsThatIsNone() throws {
    let history = try History()
    try history.fixture.write(".git/shallow", "x\n")
    #expect(throws: GitError.self) { try history.fixture.tool().shallowCommits() }
  }

  @Test func listsReferencesWhoseObjectsAreMissing() throws {
    let history = try History()
    let digits = String(repeating: "1", count: 40)
    try history.fixture.write(".git/refs/heads/lost", digits + "\n")
    let references = try history.fixture.tool().references()
    let lost = references.filter { $0.name == Array("refs/heads/lost".utf8) }
    #expect(lost.map(\.target) == [try #require(ObjectID(parsing: digits))])
    #expect(references.contains { $0.target == history.theirs })
  }

  @Test func findsMergeBases() throws {
    let history = try History()
    let git = try history.fixture.tool()
    #expect(try git.mergeBases(history.ours, history.theirs) == [history.root])
    let other = try history.fixture.git(["commit-tree", "-m", "y", "HEAD^{tree}"]).dropLast()
    let unrelated = try #require(ObjectID(parsing: String(other)))
    #expect(try git.mergeBases(history.ours, unrelated) == [])
  }

  @Test func findsTheUpstream() throws {
    let history = try History()
    let git = try history.fixture.tool()
    #expect(try git.upstream() == nil)
    try history.fixture.git(["branch", "-q", "--set-upstream-to", "side"])
    #expect(try git.upstream() == history.theirs)
    try history.fixture.git(["update-ref", "-d", "refs/heads/side"])
    #expect(try git.upstream() == nil)
    try history.fixture.git(["checkout", "-q", "--detach"])
    #expect(try git.upstream() == nil)
  }

  @Test func listsTheTipsOfARemote() throws {
    let history = try History()
    for (name, id) in [
      ("one/a", history.ours), ("one/b/c", history.theirs), ("ones/d", history.root),
    ] {
      try history.fixture.git(["update-ref", "refs/remotes/\(name)", id.description])
    }
    let git = try history.fixture.tool()
    #expect(try git.tips(ofRemote: Array("one".utf8)) == [history.ours, history.theirs])
    #expect(try git.tips(ofRemote: Array("https://example.com/x.git".utf8)) == [])
  }

  @Test func tellsWhereHooksAre() throws {
    let repository = try RepositoryFixture()
    let git = try repository.tool()
    #expect(try git.hooksDirectory() == Array(".git/hooks".utf8))
    try repository.git(["config", "core.hooksPath", "/some/where"])
    #expect(try git.hooksDirectory() == Array("/some/where".utf8))
  }

  @Test func tellsThatARepositoryIsBare() throws {
    let fixture = try RepositoryFixture()
    let path = fixture.scratch.path("li\nne.git")
    try fixture.git(["init", "-q", "--bare", path])
    let git = try fixture.tool(path)
    #expect(
      try git.repository()
        == GitRepositoryFacts(
          objectFormat: .sha1,
          isBare: true,
          isShallow: false,
          gitDirectory: Array(path.utf8)
        )
    )
    #expect(try git.topLevel() == nil)
  }
}
