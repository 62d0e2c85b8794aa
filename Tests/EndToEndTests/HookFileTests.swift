import Foundation
import TestSupport
import Testing

/// What `zleaks hook` writes, keeps, refuses and says.
@Suite struct HookFileTests {
  private let repository: HookRepository

  init() throws { repository = try HookRepository() }

  private static let earlier = "pre-commit" + HookRepository.earlier

  @Test func installsOneExecutableFile() throws {
    let outcome = try repository.hook("install").expect(.clean)
    #expect(outcome.text == "pre-commit: installed in '.git/hooks/pre-commit'\n")
    #expect(try repository.hookNames() == ["pre-commit"])
    #expect(try repository.hookPermissions("pre-commit") == 0o755)
  }

  @Test func heedsTheMask() throws {
    let script = "umask 077 && exec '\(Zleaks.binary)' hook install"
    try Command.run(["/bin/sh", "-c", script], in: repository.path).expect(.clean)
    #expect(try repository.hookPermissions("pre-commit") == 0o700)
  }

  @Test func installsTwiceAsOnce() throws {
    try repository.hook("install").expect(.clean)
    let text = try #require(repository.hookText("pre-commit"))
    let outcome = try repository.hook("install").expect(.clean)
    #expect(outcome.text == "pre-commit: already installed in '.git/hooks/pre-commit'\n")
    #expect(repository.hookText("pre-commit") == text)
    #expect(try repository.hookNames() == ["pre-commit"])
  }

  @Test func installsBoth() throws {
    try repository.hook("install --pre-push").expect(.clean)
    #expect(try repository.hookNames() == ["pre-commit", "pre-push"])
    let outcome = try repository.hook("uninstall").expect(.clean)
    #expect(
      outcome.text == """
        pre-commit: removed from '.git/hooks/pre-commit'
        pre-push: still there; 'zleaks hook uninstall --pre-push' removes it

        """
    )
    try repository.hook("uninstall --pre-push").expect(.clean)
    #expect(try repository.hookNames() == [])
  }

  @Test func createsTheHooksDirectory() throws {
    try FileManager.default.removeItem(atPath: repository.path + "/.git/hooks")
    try repository.hook("install").expect(.clean)
    #expect(try repository.hookNames() == ["pre-commit"])
  }

  @Test func uninstallRestoresByteForByte() throws {
    try repository.writeHook("pre-commit", "exit 0 # \u{FF}\0 no line end", permissions: 0o751)
    let text = repository.hookText("pre-commit")
    let outcome = try repository.hook("install").expect(.clean)
    #expect(outcome.text.contains("is kept as 'pre-commit.before-zleaks' and runs first"))
    #expect(repository.hookText(Self.earlier) == text)
    #expect(try repository.hookPermissions(Self.earlier) == 0o751)
    try repository.hook("uninstall").expect(.clean)
    #expect(repository.hookText("pre-commit") == text)
    #expect(try repository.hookPermissions("pre-commit") == 0o751)
    #expect(try repository.hookNames() == ["pre-commit"])
  }

  @Test func aLinkIsKeptAsALink() throws {
    try repository.scratch.writeProgram("repository/tools/check", "#!/bin/sh\nexit 7\n")
    try repository.scratch.link("repository/.git/hooks/pre-commit", to: "../../tools/check")
    try repository.hook("install").expect(.clean)
    try repository.git("commit --allow-empty -m x").expect(.findings)
    try repository.hook("uninstall").expect(.clean)
    let target = try FileManager.default.destinationOfSymbolicLink(
      atPath: repository.hookPath("pre-commit")
    )
    #expect(target == "../../tools/check")
    #expect(try repository.hookNames() == ["pre-commit"])
  }

  @Test func uninstallOfNothingIsNoError() throws {
    let outcome = try repository.hook("uninstall").expect(.clean)
    #expect(outcome.text == "pre-commit: was not installed\n")
  }

  @Test func uninstallLeavesWhatIsNotOurs() throws {
    try repository.writeHook("pre-commit", "exit 0\n")
    try repository.hook("uninstall --force").expect(.usage).expectError("is not zleaks's")
    #expect(repository.hookText("pre-commit") == "#!/bin/sh\nexit 0\n")
  }

  @Test func whatWasEditedNeedsForce() throws {
    try repository.hook("install").expect(.clean)
    let text = try #require(repository.hookText("pre-commit")) + "echo more\n"
    try repository.write(".git/hooks/pre-commit", text)
    let message = "'.git/hooks/pre-commit' is a zleaks hook that was edited by hand; "
    for action in ["install", "uninstall"] {
      try repository.hook(action).expect(.usage).expectError(message)
      #expect(repository.hookText("pre-commit") == text)
    }
    try repository.hook("status").expect(.findings)
    try repository.hook("install --force").expect(.clean)
    try repository.hook("status").expect(.clean)
    #expect(try repository.hookNames() == ["pre-commit"])
  }

  @Test func aSecondEarlierHookNeedsForce() throws {
    try repository.writeHook(Self.earlier, "exit 1\n")
    try repository.writeHook("pre-commit", "exit 2\n")
    try repository.hook("install --pre-push").expect(.usage)
      .expectError("'.git/hooks/pre-commit.before-zleaks' is there already")
    // Nothing was changed, the other hook included.
    #expect(try repository.hookNames() == ["pre-commit", Self.earlier])
    #expect(repository.hookText("pre-commit") == "#!/bin/sh\nexit 2\n")
    try repository.hook("install --force").expect(.clean)
    #expect(repository.hookText(Self.earlier) == "#!/bin/sh\nexit 2\n")
  }

  @Test func aHookThatAsksForItsNameNeedsForce() throws {
    try repository.writeHook("pre-commit", "exec \"tools/$(basename \"$0\")\"\n")
    try repository.hook("install").expect(.usage).expectError("it looks at its own name")
    #expect(try repository.hookNames() == ["pre-commit"])
    try repository.hook("install --force").expect(.clean)
  }

  @Test func aLinkToOurHookIsNotRunTwice() throws {
    try repository.hook("install").expect(.clean)
    try FileManager.default.moveItem(
      atPath: repository.hookPath("pre-commit"),
      toPath: repository.scratch.path("script")
    )
    try repository.scratch.link("repository/.git/hooks/pre-commit", to: "../../../script")
    try repository.hook("install").expect(.usage).expectError("is a zleaks hook that is a link")
    try repository.hook("uninstall").expect(.usage)
    #expect(try repository.hookNames() == ["pre-commit"])
    try repository.hook("install --force").expect(.clean)
    #expect(try repository.hookNames() == ["pre-commit"])
    try repository.git("commit --allow-empty -m x").expect(.clean)
  }

  @Test func aHookThatTheFrameworkKeepsIsInstalled() throws {
    try repository.hook("install").expect(.clean)
    let legacy = repository.hookPath("pre-commit.legacy")
    try FileManager.default.moveItem(atPath: repository.hookPath("pre-commit"), toPath: legacy)
    try repository.writeHook("pre-commit", "# hook-impl\n\"$(cd \"${0%/*}\" && pwd)\"/*.legacy\n")
    let status = try repository.hook("status").expect(.clean)
    #expect(status.text.contains("'.git/hooks/pre-commit.legacy', which the pre-commit framework"))
    let message = "'.git/hooks/pre-commit.legacy'"
    try repository.hook("install").expect(.usage).expectError(message)
    try repository.hook("uninstall").expect(.usage).expectError(message)
    #expect(try repository.hookNames() == ["pre-commit", "pre-commit.legacy"])
    // Each now runs the other, and yet there is an end, and an answer.
    try repository.hook("install --force").expect(.clean)
    try repository.git("commit --allow-empty -m x").expect(.clean)
    try repository.write("a.env", HookRepository.leak)
    try repository.git("add -A")
    try repository.git("commit -m x").expect(.findings).expectError("a.env:1:5: ")
  }

  @Test func aDirectoryIsInTheWay() throws {
    try repository.scratch.makeDirectory("repository/.git/hooks/pre-commit")
    try repository.hook("install --force").expect(.usage).expectError("is in the way")
    try repository.hook("status").expect(.findings)
  }

  @Test func anotherProgramIsBroughtUpToDate() throws {
    let copy = try repository.copyProgram("zleaks")
    try repository.hook("install", binary: copy).expect(.clean)
    let outcome = try repository.hook("install").expect(.clean)
    #expect(outcome.text == "pre-commit: brought up to date in '.git/hooks/pre-commit'\n")
    #expect(repository.hookText("pre-commit")?.contains(copy) == false)
  }

  @Test func aLostPermissionIsSeenAndPutBack() throws {
    try repository.hook("install").expect(.clean)
    let path = repository.hookPath("pre-commit")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let status = try repository.hook("status").expect(.findings)
    #expect(status.text.contains("not executable, so that git passes over it"))
    try repository.hook("install").expect(.clean)
    #expect(try repository.hookPermissions("pre-commit") == 0o755)
  }

  @Test func statusTellsOfBoth() throws {
    #expect(
      try repository.hook("").expect(.findings).text
        == "pre-commit: not installed\npre-push: not installed\n"
    )
    try repository.writeHook("pre-commit", "exit 0\n")
    #expect(
      try repository.hook("status").expect(.findings).text.hasPrefix(
        "pre-commit: not installed: another hook is in '.git/hooks/pre-commit'\n"
      )
    )
    try repository.hook("install").expect(.clean)
    let binary = URL(fileURLWithPath: Zleaks.binary).resolvingSymlinksInPath().path
    #expect(
      try repository.hook("status").expect(.clean).text == """
        pre-commit: installed in '.git/hooks/pre-commit', calls '\(binary)'; the earlier hook \
        'pre-commit.before-zleaks' runs first
        pre-push: not installed

        """
    )
    try repository.hook("status --pre-push").expect(.findings)
  }

  @Test func aHookOfAnotherVersionIsOutOfDate() throws {
    // The digest is that of "exec zleaks\n".
    try repository.writeHook("pre-commit", "# zleaks hook 7 5a7360578054752d\nexec zleaks\n")
    let status = try repository.hook("status").expect(.clean)
    #expect(status.text.contains("out of date: run 'zleaks hook install'"))
    try repository.hook("install").expect(.clean)
    #expect(try repository.hookNames() == ["pre-commit"])
  }
}
