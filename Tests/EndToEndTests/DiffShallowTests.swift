import TestSupport
import Testing

/// `zleaks diff` in a shallow clone: what is beyond the cut was not read.
@Suite struct DiffShallowTests {
  private let repository: DiffRepository

  /// Where the clone is.
  private var clone: String { repository.scratch.path("clone") }

  /// A commit on `main`, and four on `topic` beside it, the second with a key.
  init() throws {
    repository = try DiffRepository()
    try repository.sh(
      """
      lines 1 > a; commit; git checkout -q -b topic
      lines 1 > b; commit; key $old > c; commit; rm c; commit; key $new > d; commit; git tag end
      git checkout -q main; lines 2 > a; commit; git checkout -q topic
      """
    )
  }

  private func clone(depth: Int) throws {
    try repository.sh("git clone -q --depth \(depth) --no-single-branch \"file://$PWD\" ../clone")
  }

  private func id(_ revision: String) throws -> String { try repository.id(revision) }

  private func problem(_ commit: String, _ others: String = "") throws -> Report.Problem {
    Report.Problem(
      path: "commits before \(try id(commit))",
      operation: "read",
      message: "this shallow clone is cut off there\(others), and the range goes on; fetch more of "
        + "the history: 'git fetch --unshallow'"
    )
  }

  @Test(arguments: ["origin/main..HEAD", "origin/main...HEAD", "origin/main"])
  func aRangeThatIsCutIsIncomplete(_ range: String) throws {
    try clone(depth: 2)
    let outcome = try repository.diff(range, in: clone).expect(.findings)
    let report = try outcome.report()
    #expect(report.found == ["d:1:3 new"])
    #expect(report.summary.errors == [try problem("end~1")])
    #expect(!report.summary.complete)
    outcome.expectError("cannot read 'commits before \(try id("end~1"))': this shallow clone")
  }

  @Test func aRangeThatIsCutIsNotClean() throws {
    try repository.sh("git commit -q --allow-empty -m empty; lines 3 > e; git rm -q d; commit")
    try clone(depth: 1)
    try repository.diff("origin/main..HEAD", in: clone).expect(.incomplete)
    // What it says is true: with the rest of the history the key is found.
    try repository.sh("git fetch -q --unshallow", in: clone)
    let report = try repository.diff("origin/main..HEAD", in: clone)
      .finds("c:1:3 old", "d:1:3 new")
    #expect(report.summary.complete)
    #expect(report.summary.shallow == nil)
  }

  @Test func aRangeInsideIsComplete() throws {
    try clone(depth: 2)
    try repository.sh("lines 4 > e; commit", in: clone)
    for range in ["HEAD~1..HEAD", "HEAD~2..HEAD", "HEAD~1...HEAD", "HEAD..HEAD"] {
      let report = try repository.diff(range, in: clone).report()
      #expect(report.summary.complete, "\(range)")
    }
  }

  @Test func aCommitWhoseParentIsLeftOutIsComplete() throws {
    try clone(depth: 1)
    try repository.sh("git -C ../repository commit -q --allow-empty -m more", in: clone)
    try repository.sh("git fetch -q --depth 1 origin", in: clone)
    // Both are cut, and nothing is between them.
    let report = try repository.diff("HEAD..origin/topic", in: clone).report()
    #expect(report.summary.complete)
  }

  @Test func aRootIsNoCut() throws {
    try repository.sh(
      """
      git checkout -q --orphan other; lines 1 > f; commit
      git clone -q --depth 1 --no-single-branch "file://$PWD" ../clone
      grep -q $(git rev-parse other) ../clone/.git/shallow
      """
    )
    let report = try repository.diff("origin/main..origin/other", in: clone).report()
    #expect(report.summary.complete)
  }

  @Test func severalCuts() throws {
    try repository.sh(
      """
      git checkout -q main; git merge -q --no-ff -m merge topic; lines 7 > g; commit
      git checkout -q --orphan other; lines 1 > f; commit
      git clone -q --depth 3 --no-single-branch "file://$PWD" ../clone
      """
    )
    let report = try repository.diff("origin/other..origin/main", in: clone).report()
    let errors = report.summary.errors
    #expect(errors.count == 1)
    #expect(errors.allSatisfy { $0.message.contains("off there and at another commit, and the") })
  }

  @Test func aWorkTreeOfAShallowCloneIsShallow() throws {
    try clone(depth: 1)
    try repository.sh("git worktree add -q ../tree", in: clone)
    let report = try repository.diff("origin/main..", in: repository.scratch.path("tree")).report()
    #expect(report.summary.errors == [try problem("end")])
  }

  /// What lies behind the cut cannot be sent: nothing of a push goes unsearched.
  @Test func aPushFromAShallowCloneIsComplete() throws {
    try clone(depth: 2)
    let zero = String(repeating: "0", count: 40)
    let line = "refs/heads/topic \(try id("end")) refs/heads/topic \(zero)\n"
    let outcome = try Command.run(
      [Zleaks.binary, "diff", "--format", "jsonl", "--pre-push"],
      in: clone,
      environment: repository.variables,
      input: Array(line.utf8)
    )
    let report = try outcome.expect(.findings).report()
    #expect(report.summary.complete)
  }
}
