import Foundation
import TestSupport
import Testing

/// The pre-push hook, run by the real git that pushes to a repository beside.
@Suite struct PushHookTests {
  /// A repository with a clean commit and a remote.
  private static func repository() throws -> HookRepository {
    let repository = try HookRepository()
    let remote = repository.scratch.path("remote.git")
    try repository.git(["init", "-q", "--bare", remote]).expect(.clean)
    try repository.git(["remote", "add", "origin", remote]).expect(.clean)
    try repository.write("a.env", "X=1\n")
    try repository.git("add -A")
    try repository.git("commit -q -m x").expect(.clean)
    return repository
  }

  /// Commits a key and takes it out again.
  private static func leakAndRepair(_ repository: HookRepository) throws {
    try repository.write("b.env", HookRepository.leak)
    try repository.git("add -A")
    try repository.git("commit -q --no-verify -m leak").expect(.clean)
    try repository.git("rm -q b.env").expect(.clean)
    try repository.git("commit -q -m repair").expect(.clean)
  }

  /// The branches that the remote has.
  private static func pushed(_ repository: HookRepository) throws -> String {
    try repository.git("ls-remote --heads origin").text
  }

  @Test func aCleanPushPasses() throws {
    let repository = try Self.repository()
    try repository.hook("install --pre-push").expect(.clean)
    try repository.git("push -q origin main").expect(.clean).expectError("no keys found")
    #expect(try Self.pushed(repository).hasSuffix("\trefs/heads/main\n"))
  }

  @Test func aKeyInAnyCommitBlocksThePush() throws {
    let repository = try Self.repository()
    try repository.hook("install --pre-push").expect(.clean)
    try Self.leakAndRepair(repository)
    let outcome = try repository.git("push -q origin main").expect(.findings)
    outcome.expectError("b.env:1:5: medium vectara-query-key")
    #expect(!outcome.errorText.contains(Fake.query))
    #expect(try Self.pushed(repository) == "")
  }

  @Test func everyReferenceOfThePushIsLookedAt() throws {
    let repository = try Self.repository()
    try repository.hook("install --pre-push").expect(.clean)
    try repository.git("branch clean").expect(.clean)
    try Self.leakAndRepair(repository)
    try repository.git("push -q origin clean main").expect(.findings)
    #expect(try Self.pushed(repository) == "")
  }

  @Test func theEarlierHookAndTheScanBothReadThePush() throws {
    let repository = try Self.repository()
    try repository.writeHook("pre-push", "echo \"$1 $2\" > ../ran\ncat >> ../ran\n")
    try repository.hook("install --pre-push").expect(.clean)
    try Self.leakAndRepair(repository)
    let id = try repository.git("rev-parse HEAD").text.dropLast()
    let remote = repository.scratch.path("remote.git")
    try repository.git("push -q origin main").expect(.findings).expectError("b.env:1:5: ")
    let zero = String(repeating: "0", count: 40)
    #expect(
      repository.text("ran")
        == "origin \(remote)\nrefs/heads/main \(id) refs/heads/main \(zero)\n"
    )
  }

  @Test func theEarlierHookMayBlockThePush() throws {
    let repository = try Self.repository()
    try repository.writeHook("pre-push", "exit 7\n")
    try repository.hook("install --pre-push").expect(.clean)
    let outcome = try repository.git("push -q origin main").expect(.findings)
    #expect(!outcome.errorText.contains("no keys found"))
    #expect(try Self.pushed(repository) == "")
  }

  @Test func anEarlierHookNeedNotReadThePush() throws {
    let repository = try Self.repository()
    try repository.writeHook("pre-push", "exec <&-\n")
    try repository.hook("install --pre-push").expect(.clean)
    let branches = (0..<2_000).map { "refs/heads/branch-of-a-long-name-\($0)" }
    let id = try repository.git("rev-parse HEAD").text.dropLast()
    let lines = branches.map { "update \($0) \(id)\n" }.joined()
    try Command.run(
      ["git", "update-ref", "--stdin"],
      in: repository.path,
      input: Array(lines.utf8)
    ).expect(.clean)
    let outcome = try repository.git("push -q origin --all").expect(.clean)
    outcome.expectError("no keys found")
    #expect(!outcome.errorText.contains("roken pipe"))
  }
}
