import Foundation
import TestSupport
import Testing

/// The pre-commit hook, run by the real git.
@Suite struct HookTests {
  private static func installed(_ options: String = "") throws -> HookRepository {
    let repository = try HookRepository()
    try repository.hook("install \(options)").expect(.clean)
    return repository
  }

  @Test func aKeyBlocksTheCommit() throws {
    let repository = try Self.installed()
    try repository.write("src/a.env", "X=1\n" + HookRepository.leak)
    try repository.git("add -A")
    let outcome = try repository.git("commit -m x").expect(.findings)
    outcome.expectError("src/a.env:2:5: medium vectara-query-key \(Fake.redacted(Fake.query))")
    outcome.expectError("git reset -q -- :/src/a.env")
    #expect(!outcome.errorText.contains(Fake.query))
    #expect(try repository.commitCount() == 0)
  }

  @Test func aCleanCommitPassesAndSaysHowMuchWasRead() throws {
    let repository = try Self.installed()
    try repository.write("a.env", "X=1\n")
    try repository.git("add -A")
    try repository.git("commit -m x").expect(.clean).expectError("no keys found in 1 object")
    #expect(try repository.commitCount() == 1)
  }

  @Test func noVerifyPasses() throws {
    let repository = try Self.installed()
    try repository.write("a.env", HookRepository.leak)
    try repository.git("add -A")
    try repository.git("commit --no-verify -m x").expect(.clean)
    #expect(try repository.commitCount() == 1)
  }

  @Test func onlyWhatIsStagedCounts() throws {
    let repository = try Self.installed()
    try repository.write("a.env", "X=1\n")
    try repository.git("add -A")
    try repository.write("a.env", HookRepository.leak)
    try repository.git("commit -m x").expect(.clean)
  }

  @Test func commitAllBlocks() throws {
    let repository = try Self.installed()
    try repository.write("a.env", "X=1\n")
    try repository.git("add -A")
    try repository.git("commit -m x").expect(.clean)
    try repository.write("a.env", HookRepository.leak)
    try repository.git("commit -a -m y").expect(.findings).expectError("a.env:1:5: ")
    #expect(try repository.commitCount() == 1)
  }

  @Test func aPartialCommitIsJudgedByItsOwnFiles() throws {
    let repository = try Self.installed()
    try repository.write("clean", "X=1\n")
    try repository.write("dirty", "X=1\n")
    try repository.git("add -A")
    try repository.git("commit -m x").expect(.clean)
    try repository.write("clean", "X=2\n")
    try repository.write("dirty", HookRepository.leak)
    try repository.git("add dirty")
    try repository.git("commit -m y clean").expect(.clean)
    try repository.git("commit -m z dirty").expect(.findings).expectError("dirty:1:5: ")
    #expect(try repository.commitCount() == 2)
  }

  @Test func aLinkedWorkTreeIsChecked() throws {
    let repository = try Self.installed()
    try repository.git("commit --allow-empty -m x").expect(.clean)
    try repository.git("worktree add -q ../linked").expect(.clean)
    let linked = repository.scratch.path("linked")
    try repository.scratch.write("linked/a.env", HookRepository.leak)
    try repository.git(["add", "-A"], in: linked)
    try repository.git(["commit", "-m", "y"], in: linked).expect(.findings)
    try repository.hook("status", in: linked).expect(.clean)
    #expect(try repository.commitCount(in: linked) == 1)
  }

  @Test func aCommitFromASubdirectoryIsChecked() throws {
    let repository = try Self.installed()
    try repository.write("deep/er/a.env", HookRepository.leak)
    let directory = repository.path + "/deep/er"
    try repository.git(["add", "-A"], in: directory)
    try repository.git(["commit", "-m", "x"], in: directory).expect(.findings)
  }

  @Test func theEarlierHookRunsFirst() throws {
    let repository = try HookRepository()
    try repository.writeHook("pre-commit", "echo \"ran $# $PWD\" > ../ran\n")
    try repository.hook("install").expect(.clean)
    try repository.write("a.env", HookRepository.leak)
    try repository.git("add -A")
    try repository.git("commit -m x").expect(.findings).expectError("a.env:1:5: ")
    #expect(repository.text("ran") == "ran 0 \(repository.path)\n")
  }

  @Test func theEarlierHookMayBlock() throws {
    let repository = try HookRepository()
    try repository.writeHook("pre-commit", "echo blocked >&2\nexit 7\n")
    try repository.hook("install").expect(.clean)
    try repository.write("a.env", "X=1\n")
    try repository.git("add -A")
    let outcome = try repository.git("commit -m x").expect(.findings)
    #expect(outcome.errorText == "blocked\n")
    #expect(try repository.commitCount() == 0)
  }

  @Test func anEarlierHookThatDidNotRunDoesNotRun() throws {
    let repository = try HookRepository()
    try repository.writeHook("pre-commit", "exit 7\n", permissions: 0o644)
    let outcome = try repository.hook("install").expect(.clean)
    #expect(outcome.text.contains("does not run, as it did not before: it is not executable"))
    try repository.git("commit --allow-empty -m x").expect(.clean)
  }

  @Test func aMissingProgramIsLookedForInPath() throws {
    let repository = try HookRepository()
    try repository.scratch.makeDirectory("bin")
    let copy = try repository.copyProgram("bin/zleaks")
    try repository.hook("install", binary: copy).expect(.clean)
    try FileManager.default.removeItem(atPath: copy)
    try repository.write("a.env", HookRepository.leak)
    try repository.git("add -A")
    try repository.git("commit -m x").expect(.findings).expectError("cannot find zleaks: '\(copy)'")
    let path = URL(fileURLWithPath: Zleaks.binary).deletingLastPathComponent().path
    let variables = ["PATH": "\(path):/usr/local/bin:/usr/bin:/bin"]
    try repository.git(["commit", "-m", "x"], adding: variables)
      .expect(.findings).expectError("a.env:1:5: ")
    let status = try repository.hook("status").expect(.clean)
    #expect(status.text.contains("calls zleaks from PATH, as '\(copy)' is gone"))
  }

  @Test func aProgramOfTheRepositoryIsNotRun() throws {
    let repository = try HookRepository()
    let copy = try repository.copyProgram("zleaks")
    try repository.hook("install", binary: copy).expect(.clean)
    try FileManager.default.removeItem(atPath: copy)
    try repository.scratch.write("repository/zleaks", "#!/bin/sh\ntouch ../ran\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755],
      ofItemAtPath: repository.path + "/zleaks"
    )
    let variables = ["PATH": ".:/usr/local/bin:/usr/bin:/bin"]
    try repository.git(["commit", "--allow-empty", "-m", "x"], adding: variables)
      .expect(.findings).expectError("cannot find zleaks")
    #expect(!FileManager.default.fileExists(atPath: repository.scratch.path("ran")))
  }

  @Test func aProgramUnderAnOddNameIsCalled() throws {
    let repository = try HookRepository()
    let copy = try repository.copyProgram("it's $HOME `here`\n\"zleaks\"")
    try repository.hook("install", binary: copy).expect(.clean)
    try repository.write("a.env", HookRepository.leak)
    try repository.git("add -A")
    try repository.git("commit -m x").expect(.findings).expectError("a.env:1:5: ")
  }
}
