import TestSupport
import Testing

/// `--pre-push` and `--pre-receive`: git's own lines, and git itself.
@Suite struct DiffPushTests {
  private let repository: DiffRepository
  private let zero = String(repeating: "0", count: 40)

  /// A bare repository `remote`, to which `main` has been pushed.
  init() throws {
    repository = try DiffRepository()
    try repository.sh(
      """
      git init -q --bare --template= -b main ../remote; git remote add origin ../remote
      lines 1 > a; commit; git tag base; git push -q origin main
      """
    )
  }

  private func push(
    _ local: String,
    _ remote: String,
    id: String? = nil,
    to name: String = "main"
  ) throws -> String {
    let id = try id ?? repository.id(local)
    return "refs/heads/\(local) \(id) refs/heads/\(name) \(remote)\n"
  }

  // MARK: - Lines

  @Test func existingBranch() throws {
    let before = try repository.id("HEAD")
    try repository.sh("key $old > o; commit; git tag pushed; key $new > b; commit")
    let pushed = try repository.id("pushed")
    try repository.diff("--pre-push", input: try push("main", pushed)).finds("b:1:3 new")
    try repository.diff("--pre-push", input: try push("main", before))
      .finds("b:1:3 new", "o:1:3 old")
  }

  @Test func newBranch() throws {
    try repository.sh("git checkout -q -b topic; key $new > b; commit")
    let line = try push("topic", zero, to: "topic")
    let report = try repository.diff("--pre-push", "origin", input: line).finds("b:1:3 new")
    #expect(report.summary.objects == 2)
    // Nothing is known of a remote without a name: then all is looked at.
    let all = try repository.diff("--pre-push", input: line).finds("b:1:3 new")
    #expect(all.summary.objects == 4)
  }

  @Test func remoteThatIsAnAddress() throws {
    try repository.sh("key $new > b; commit")
    let line = try push("main", zero)
    try repository.diff("--pre-push", "../other.git", "../other.git", input: line)
      .finds("b:1:3 new")
  }

  @Test func deletedBranch() throws {
    try repository.diff("--pre-push", "origin", input: "(delete) \(zero) refs/heads/x \(zero)\n")
      .finds()
  }

  @Test func nothingToPush() throws {
    try repository.diff("--pre-push", "origin").finds()
  }

  @Test func remoteThatIsAhead() throws {
    try repository.sh("key $new > b; commit")
    let unknown = String(repeating: "1", count: 40)
    try repository.diff("--pre-push", "origin", input: try push("main", unknown))
      .finds("b:1:3 new")
  }

  @Test func everyReferenceCounts() throws {
    try repository.sh(
      """
      git checkout -q -b one base; key $old > o; commit
      git checkout -q -b two base; key $new > t; commit
      git checkout -q -b three base; key $third > h; commit
      """
    )
    let lines = try ["one", "two", "three"].map { try push($0, zero, to: $0) }.joined()
    try repository.diff("--pre-push", "origin", input: lines)
      .finds("h:1:3 third", "o:1:3 old", "t:1:3 new")
  }

  @Test func localNameWithSpaces() throws {
    try repository.sh("key $new > b; commit 'with a space'")
    let id = try repository.id("HEAD")
    let line = "HEAD^{/with a} \(id) refs/heads/main \(zero)\n"
    try repository.diff("--pre-push", "origin", input: line).finds("b:1:3 new")
  }

  @Test(arguments: ["x\n", "a b c d\n", "refs/heads/main 12 refs/heads/main 34\n"])
  func linesThatAreNoneOfGits(_ input: String) throws {
    try repository.diff("--pre-push", "origin", input: input).expect(.incomplete)
      .expectError("gave an answer that is none of git's")
    try repository.diff("--pre-receive", input: input).expect(.incomplete)
  }

  @Test func missingObject() throws {
    let line = try push("main", zero, id: String(repeating: "1", count: 40))
    try repository.diff("--pre-push", "origin", input: line).expect(.incomplete)
  }

  @Test func keyInATagsMessage() throws {
    try repository.sh("git tag -a -m \"use k=$new\" v1")
    let tag = try repository.id("v1")
    let line = "refs/tags/v1 \(tag) refs/tags/v1 \(zero)\n"
    let report = try repository.diff("--pre-push", "origin", input: line)
      .finds("tag \(tag):6:7 new")
    #expect(report.findings.map { $0.git?.object } == ["tag"])
    #expect(report.findings.map { $0.git?.blob } == [tag])
  }

  @Test func tagOfATag() throws {
    try repository.sh(
      """
      git tag -a -m \"k=$new\" t0
      for i in $(seq 12); do git tag -a -m x t$i t$((i - 1)) 2>&1; done
      """
    )
    let inner = try repository.id("t0")
    let line = "refs/tags/t12 \(try repository.id("t12")) refs/tags/t12 \(zero)\n"
    try repository.diff("--pre-push", "origin", input: line).finds("tag \(inner):6:3 new")
  }

  @Test func tagOfACommitOfItsOwn() throws {
    try repository.sh(
      "git checkout -q --detach; key $new > b; commit; git tag -a -m x v1; git checkout -q main"
    )
    let line = "refs/tags/v1 \(try repository.id("v1")) refs/tags/v1 \(zero)\n"
    try repository.diff("--pre-push", "origin", input: line).finds("b:1:3 new")
  }

  @Test(arguments: ["blob", "tree"])
  func tagOfWhatIsNoCommit(_ kind: String) throws {
    try repository.sh(
      """
      mkdir d; key $new > d/b; git add d; tree=$(git write-tree); git reset -q
      id=$tree; if test \(kind) = blob; then id=$(git rev-parse $tree:d/b); fi
      git tag -a -m x annotated $id; git tag plain $id
      """
    )
    for name in ["annotated", "plain"] {
      let line = "refs/tags/\(name) \(try repository.id(name)) refs/tags/\(name) \(zero)\n"
      let place = kind == "blob" ? "blob \(try repository.id("plain"))" : "d/b"
      try repository.diff("--pre-push", "origin", input: line).finds("\(place):1:3 new")
    }
  }

  // MARK: - Git itself

  private func installPushHook() throws {
    let command = repository.hookCommand("--pre-push \\\"\\$1\\\"")
      .replacing("\"$zleaks\"", with: "\\\"\\$zleaks\\\"")
    try repository.sh("hook pre-push \"\(command)\"")
  }

  private func installReceiveHook() throws {
    try repository.sh(
      """
      printf '#!/bin/sh\\nexec "$zleaks" diff --format jsonl=../report.jsonl --pre-receive\\n' \
        > ../remote/pre-receive
      mkdir ../remote/hooks; mv ../remote/pre-receive ../remote/hooks
      chmod +x ../remote/hooks/pre-receive
      """
    )
  }

  @Test func pushIsRefused() throws {
    try installPushHook()
    try repository.sh("key $new > b; commit; git rm -q b; commit")
    let outcome = try repository.attempt("git push -q origin main")
    #expect(outcome.status != 0)
    #expect(try repository.hookReport().found == ["b:1:3 new"])
    #expect(!outcome.errorText.contains("git reset"))
    #expect(try repository.sh("git -C ../remote rev-parse main") == repository.id("base"))
  }

  @Test func pushOfAMessageIsRefused() throws {
    try installPushHook()
    try repository.sh("git commit -q --allow-empty -m \"k=$new\"")
    let id = try repository.id("HEAD")
    #expect(try repository.attempt("git push -q origin HEAD^{/k=}:refs/heads/x").status != 0)
    #expect(try repository.hookReport().found == ["commit \(id):6:3 new"])
  }

  @Test func pushPasses() throws {
    try installPushHook()
    try repository.sh("lines 3 > b; commit; git tag -a -m x v1; git push -q origin main v1")
    #expect(try repository.hookReport().found == [])
    #expect(try repository.hookReport().summary.objects == 3)
    try repository.sh("git push -q origin :refs/tags/v1")
    #expect(try repository.hookReport().summary.objects == 0)
  }

  @Test func pushIsRefusedByTheOtherSide() throws {
    try installReceiveHook()
    try repository.sh("key $new > b; commit; git rm -q b; commit")
    let outcome = try repository.attempt("git push -q origin main")
    #expect(outcome.status != 0)
    outcome.expectError("remote: 1 finding (1 key)")
    outcome.expectError("pre-receive hook declined")
    #expect(try repository.hookReport().found == ["b:1:3 new"])
    #expect(try repository.sh("git -C ../remote rev-parse main") == repository.id("base"))
  }

  @Test func pushOfATagAndABranchIsRefusedByTheOtherSide() throws {
    try installReceiveHook()
    try repository.sh("git tag -a -m \"k=$new\" v1; git branch same")
    #expect(try repository.attempt("git push -q origin v1 same").status != 0)
    #expect(try repository.hookReport().found == ["tag \(repository.id("v1")):6:3 new"])
  }

  @Test func pushPassesTheOtherSide() throws {
    try repository.sh("key $old > o; commit; git push -q origin main")
    try installReceiveHook()
    try repository.sh("key $old > p; git mv o q; git rm -qf --cached q; rm q; commit")
    try repository.sh("lines 2 > a; commit; git push -q origin main main:other")
    #expect(try repository.hookReport().found == [])
    try repository.sh("git push -q origin :other")
    #expect(try repository.hookReport().summary.objects == 0)
    #expect(try repository.sh("git -C ../remote rev-parse main") == repository.id("main"))
  }
}
