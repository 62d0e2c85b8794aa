import TestSupport
import Testing

/// Merges: what a merge adds to all of its parents is new, and nothing else.
@Suite struct DiffMergeTests {
  private let repository: DiffRepository

  /// Two branches: `main` holds `$old` in `m`, `topic` holds `$third` in `t`; both hold `both`.
  init() throws {
    repository = try DiffRepository()
    try repository.sh(
      """
      lines 9 > both; commit; git tag base
      git checkout -q -b topic; key $third > t; commit
      git checkout -q main; key $old > m; commit; git tag start
      """
    )
  }

  @Test func cleanMergeAddsNothing() throws {
    try repository.sh("git merge -q -m x topic; git tag merged")
    try repository.diff("merged^1..merged").finds("t:1:3 third")
    try repository.sh("git checkout -q -b next; commit")
    try repository.diff("merged").finds()
    let report = try repository.diff("base..merged").expect(.findings).report()
    #expect(report.found == ["m:1:3 old", "t:1:3 third"])
    #expect(
      report.findings.map { $0.git?.introduced?.commit }
        == [try repository.id("start"), try repository.id("topic")]
    )
  }

  @Test func contentOfNoParent() throws {
    try repository.sh(
      "git merge -q --no-commit topic; key $new > evil; key $new >> both; commit; git tag merged"
    )
    let range = try repository.diff("topic..merged").finds(
      "both:10:3 new",
      "evil:1:3 new",
      "m:1:3 old"
    )
    #expect(
      range.findings.map { $0.git?.introduced?.commit }
        == [try repository.id("merged"), try repository.id("merged"), try repository.id("start")]
    )
  }

  @Test func mergeThatTakesOneSide() throws {
    try repository.sh("git merge -q -s ours -m x topic; commit")
    try repository.diff("topic..main").finds("m:1:3 old")
    try repository.diff("start..main").finds("t:1:3 third")
  }

  @Test func conflictResolvedWithANewKey() throws {
    try repository.sh(
      """
      key $old >> both; commit; git tag ours
      git checkout -q topic; key $third >> both; commit; git tag theirs
      git checkout -q main; git merge -q -m x topic || true
      { lines 9; key $old; key $third; key $new; } > both; commit
      """
    )
    try repository.diff("ours..main").finds("both:10:3 third", "both:12:3 new", "t:1:3 third")
  }

  @Test func keyThatMovesBetweenFilesInAMerge() throws {
    try repository.sh("git merge -q --no-commit topic; git mv m moved; git mv t gone; commit")
    try repository.diff("start..main").finds("t:1:3 third")
  }

  @Test func octopus() throws {
    try repository.sh(
      """
      git checkout -q -b second base; key $old > s; commit
      git checkout -q main; git merge -q -m x topic second
      test "$(git rev-list --parents -1 HEAD | wc -w)" = 4
      """
    )
    try repository.diff("start..main").finds("s:1:3 old", "t:1:3 third")
    try repository.sh("key $new > evil; git add evil; git commit -q --amend -m y")
    try repository.diff("start..main").finds("evil:1:3 new", "s:1:3 old", "t:1:3 third")
  }

  // MARK: - A merge that is being committed

  @Test func stagedMergeReportsNoParentsKeys() throws {
    try repository.sh("git merge -q --no-commit topic")
    try repository.diff("--staged").finds()
    try repository.sh("key $new > evil; git add evil")
    try repository.diff("--staged").finds("evil:1:3 new")
  }

  @Test func stagedMergeFromASubdirectoryAndALinkedWorkTree() throws {
    try repository.sh(
      """
      git worktree add -q -b linked ../linked; cd ../linked; mkdir d; lines 1 > d/a; commit
      git merge -q --no-commit topic; key $new > d/evil; git add d
      """
    )
    try repository.diff("--staged", in: repository.scratch.path("linked/d"))
      .finds("d/evil:1:3 new")
  }

  /// Both sides append to `both`: their key each.
  private func conflict() throws {
    try repository.sh(
      """
      key $old >> both; commit
      git checkout -q topic; key $third >> both; commit
      git checkout -q main; git merge -q topic || true
      """
    )
  }

  @Test func conflictIsIncomplete() throws {
    try conflict()
    let outcome = try repository.diff("--staged").expect(.incomplete)
    let report = try outcome.report()
    #expect(report.found == [])
    #expect(
      report.summary.errors == [
        Report.Problem(
          path: "both",
          operation: "read",
          message: "in conflict; resolve it and stage the result"
        )
      ]
    )
    outcome.expectError("both")
  }

  @Test func conflictBesideANewKeyIsAFinding() throws {
    try conflict()
    try repository.sh("key $new > evil; git add evil")
    let report = try repository.diff("--staged").finds("evil:1:3 new")
    #expect(!report.summary.complete)
  }

  @Test func resolvedConflictReportsTheNewKeyAlone() throws {
    try conflict()
    try repository.sh("{ lines 9; key $old; key $third; } > both; git add both")
    try repository.diff("--staged").finds()
    try repository.sh("key $new >> both; git add both")
    try repository.diff("--staged").finds("both:12:3 new")
  }

  @Test func stagedOctopusReportsNoParentsKeys() throws {
    try repository.sh(
      """
      git checkout -q -b second base; key $new > s; commit
      git checkout -q main; git merge -q --no-commit topic second
      """
    )
    try repository.diff("--staged").finds()
  }

  @Test func cherryPickIsNoMerge() throws {
    try repository.sh("git cherry-pick --no-commit topic")
    try repository.diff("--staged").finds("t:1:3 third")
  }
}
