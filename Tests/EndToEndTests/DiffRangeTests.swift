import TestSupport
import Testing

/// `zleaks diff RANGE`: what commits add.
@Suite struct DiffRangeTests {
  private let repository: DiffRepository

  /// A commit `base` on `main`, and a branch `topic` beside it that is checked out.
  init() throws {
    repository = try DiffRepository()
    try repository.sh("lines 1 > a; commit; git tag base; git checkout -q -b topic")
  }

  // MARK: - What a range is

  /// A commit on each side: `$third` on `main`, `$new` on `topic`.
  private func diverge() throws {
    try repository.sh(
      """
      key $new > b; commit
      git checkout -q main; key $third > c; commit; git checkout -q topic
      """
    )
  }

  @Test(arguments: ["main..topic", "main...topic", "main..", "main...", "main", "base..HEAD"])
  func namesTheBranch(_ range: String) throws {
    try diverge()
    try repository.diff(range).finds("b:1:3 new")
  }

  @Test(arguments: ["topic..main", "topic...main", "..main", "...main"])
  func namesTheOtherBranch(_ range: String) throws {
    try diverge()
    try repository.diff(range).finds("c:1:3 third")
  }

  @Test func withoutARangeTheUpstreamIsTheOtherSide() throws {
    try diverge()
    try repository.sh("git branch -q --set-upstream-to main")
    try repository.diff().finds("b:1:3 new")
  }

  @Test func withoutAnUpstreamNothingIsGuessed() throws {
    let outcome = try repository.diff().expect(.usage)
    outcome.expectError(
      "zleaks: error: the current branch has no upstream: name a range, such as main..HEAD\n"
    )
    #expect(outcome.text == "")
    try repository.sh("git checkout -q --detach")
    try repository.diff().expect(.usage).expectError("has no upstream")
  }

  @Test(arguments: [
    "nowhere", "nowhere..HEAD", "HEAD..nowhere", "HEAD...nowhere", "HEAD:a", "HEAD^",
  ])
  func badRevision(_ range: String) throws {
    let outcome = try repository.diff(range).expect(.usage)
    outcome.expectError("names no commit of the repository; fetch it, or name another range\n")
    #expect(outcome.text == "")
  }

  @Test func optionIsNoRevision() throws {
    try repository.diff("--", "--all").expect(.usage).expectError("'--all' names no commit")
  }

  @Test func badRevisionThatIsAKeyIsRedacted() throws {
    let key = DiffRepository.keys["new"] ?? ""
    let outcome = try repository.diff(key).expect(.usage)
    #expect(!outcome.errorText.contains(key))
  }

  @Test func emptyRangeSaysSo() throws {
    let outcome = try repository.diff("HEAD..HEAD")
    try outcome.finds()
    outcome.expectError("zleaks: no commits in the range\n")
  }

  @Test func rangeBeforeTheFirstCommit() throws {
    let empty = try DiffRepository()
    try empty.diff("HEAD").expect(.usage).expectError("'HEAD' names no commit")
  }

  @Test func outsideOfARepository() throws {
    for arguments in ["--staged", "main..HEAD"] {
      let outcome = try repository.diff(arguments, in: repository.scratch.path)
      outcome.expect(.incomplete)
      outcome.expectError("zleaks: error: the working directory is not in a git repository\n")
      #expect(outcome.text == "")
    }
  }

  @Test func withoutGit() throws {
    let environment = ["PATH": repository.scratch.path("home")]
    try repository.diff("--staged", environment: environment).expect(.incomplete)
      .expectError("cannot find 'git' in PATH")
  }

  // MARK: - What its commits add

  @Test func keyAddedAndRemovedWithinTheRange() throws {
    try repository.sh(
      """
      key $new > b; commit; git tag culprit; git rm -q b; commit; lines 5 > c; commit
      """
    )
    let report = try repository.diff("base..").finds("b:1:3 new")
    #expect(
      report.findings.map(\.git?.introduced) == [
        Report.Introduction(
          commit: try repository.id("culprit"),
          author: "A U Thor <author@example.com>",
          date: "2023-11-15T03:43:20+05:30",
          path: "b",
          pathBytes: nil
        )
      ]
    )
    #expect(report.findings.map { $0.git?.blob } == [try repository.id("culprit:b")])
    #expect(report.findings.map { $0.git?.object } == ["blob"])
  }

  @Test func stagedFindingsHaveNoCommit() throws {
    try repository.sh("key $new > b; git add b")
    let report = try repository.diff("--staged").finds("b:1:3 new")
    #expect(report.findings.map { $0.git?.blob } == [try repository.id(":b")])
    #expect(report.findings.map { $0.git?.introduced } == [nil])
  }

  @Test func keyIsReportedWhereItCameFirst() throws {
    try repository.sh(
      """
      key $new > b; commit; git tag first; git mv b c; commit
      git rm -q c; commit; key $new > b; commit
      """
    )
    let report = try repository.diff("base").finds("b:1:3 new")
    #expect(report.findings.map { $0.git?.introduced?.commit } == [try repository.id("first")])
  }

  @Test func editBesideAnOldKeyInTheRange() throws {
    try repository.sh(
      """
      key $old > b; commit; git tag start; { key $old; key $new; } > b; commit
      lines 3 >> b; commit
      """
    )
    try repository.diff("start").finds("b:2:3 new")
    try repository.diff("--whole-files", "start")
      .finds("b:1:3 old", "b:2:3 new")
  }

  @Test func renameWithEditAndTypeChangeInTheRange() throws {
    try repository.sh(
      """
      key $old > b; ln -s x d; commit; git tag start
      git mv b c; key $new >> c; rm d; key $third > d; commit
      """
    )
    try repository.diff("start").finds("c:2:3 new", "d:1:3 third")
  }

  @Test func rootCommitIsAllNew() throws {
    try repository.sh(
      "git checkout -q --orphan other; git rm -rfq .; key $new > b; commit; git checkout -q topic"
    )
    try repository.diff("topic..other").finds("b:1:3 new")
  }

  @Test func keyThatReplacesAnotherInItsPlace() throws {
    try repository.sh(
      "key $old > b; commit; key $new > b; commit; key $old > b; commit; lines 1 > b; commit"
    )
    let report = try repository.diff("base").expect(.findings).report()
    #expect(Set(report.found) == ["b:1:3 old", "b:1:3 new"])
    #expect(
      Set(report.findings.map { $0.git?.introduced?.commit })
        == [try repository.id("topic~3"), try repository.id("topic~2")]
    )
    #expect(report.summary.keys == 2)
  }

  @Test func emptyCommitsAreNothing() throws {
    try repository.sh("commit; commit; key $new > b; commit; commit")
    try repository.diff("base").finds("b:1:3 new")
  }

  @Test func moreCommitsThanABatch() throws {
    try repository.sh(
      """
      { for i in $(seq 300); do
          echo "commit refs/heads/topic"
          echo "committer c <c@c> 1700000$((100 + i)) +0000"; echo 'data 1'; echo x
          if test $i = 1; then echo 'from refs/tags/base'; fi
          echo "M 100644 inline f"
          text="k=$new $i"; if test $i -gt 7; then text="line $i"; fi
          if test $i = 290; then text="k=$third"; fi
          echo "data ${#text}"; echo "$text"
        done; } | git fast-import --quiet --force
      """
    )
    let report = try repository.diff("base..topic").expect(.findings).report()
    // Each line is new, and the key on it is not: only its first commit counts.
    #expect(report.found == ["f:1:3 new", "f:1:3 third"])
    #expect(
      report.findings.map { $0.git?.introduced?.commit }
        == [try repository.id("topic~299"), try repository.id("topic~10")]
    )
  }

  @Test func filterHoldsForCommitsToo() throws {
    try repository.sh("mkdir v; key $new > v/a; key $third > b; commit")
    let report = try repository.diff("--exclude", "v/", "base").finds("b:1:3 third")
    #expect(report.summary.skipped == [Report.Skipped(reason: "excluded", count: 1)])
  }

  // MARK: - The commits' own text

  @Test func keyInACommitsMessage() throws {
    try repository.sh("git commit -q --allow-empty -m 'subject' -m \"use k=$new\"")
    let id = try repository.id("HEAD")
    let report = try repository.diff("base").finds("commit \(id):8:7 new")
    #expect(report.findings.map { $0.git?.object } == ["commit"])
    #expect(report.findings.map { $0.git?.blob } == [id])
    #expect(
      report.findings.map { $0.git?.introduced } == [
        Report.Introduction(
          commit: id,
          author: "A U Thor <author@example.com>",
          date: "2023-11-15T03:43:20+05:30",
          path: nil,
          pathBytes: nil
        )
      ]
    )
  }

  @Test func keyInACommitsAuthorIsFoundAndRedacted() throws {
    try repository.sh("git commit -q --allow-empty -m x --author \"$new <a@example.com>\"")
    let id = try repository.id("HEAD")
    let outcome = try repository.diff("base")
    let report = try outcome.finds("commit \(id):3:8 new")
    let key = DiffRepository.keys["new"] ?? ""
    #expect(
      report.findings.map { $0.git?.introduced?.author }
        == ["\(Fake.redacted(key)) <a@example.com>"]
    )
    #expect(!outcome.text.contains(key))
    let json = try repository.diff("--format", "json", "base")
    #expect(!json.text.contains(key))
  }

  @Test func keyInTheMessageOfATagInTheRange() throws {
    try repository.sh(
      """
      git tag -a -m "k=$old" before base; lines 2 > a; commit
      git tag -a -m "k=$new" v1; git tag -a -m "k=$third" v2 v1; git tag -d v1; git tag plain
      git tag -a -m "k=$old" file HEAD:a; git tag -a -m fine v3; commit
      """
    )
    let outer = try repository.id("v2")
    let inner = try repository.sh("git cat-file tag v2 | sed -n 's/^object //p'")
    let expected = [("tag \(outer):6:3 third"), ("tag \(inner):6:3 new")].sorted()
    let report = try repository.diff("base").expect(.findings).report()
    #expect(report.found == expected)
    try repository.diff("HEAD~").finds()
  }

  @Test func rangeFromTheFrameworksEnvironment() throws {
    try diverge()
    let environment = ["PRE_COMMIT_FROM_REF": "main", "PRE_COMMIT_TO_REF": "topic"]
    try repository.diff("--staged", environment: environment).finds("b:1:3 new")
    // Empty, they name nothing, and what is staged counts.
    try repository.sh("key $third > staged; git add staged")
    let empty = ["PRE_COMMIT_FROM_REF": "", "PRE_COMMIT_TO_REF": ""]
    try repository.diff("--staged", environment: empty).finds("staged:1:3 third")
  }
}
