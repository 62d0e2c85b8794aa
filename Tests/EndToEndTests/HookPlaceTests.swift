import Foundation
import TestSupport
import Testing

/// Where `zleaks hook` looks for the hooks directory.
@Suite struct HookPlaceTests {
  private let repository: HookRepository

  init() throws { repository = try HookRepository() }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: repository.scratch.path(path))
  }

  @Test func aHooksPathInTheWorkTreeIsHonoured() throws {
    try repository.git("config core.hooksPath tools/git-hooks").expect(.clean)
    try repository.scratch.makeDirectory("repository/sub")
    let outcome = try repository.hook("install", in: repository.path + "/sub").expect(.clean)
    #expect(outcome.text == "pre-commit: installed in '../tools/git-hooks/pre-commit'\n")
    #expect(try repository.hookNames() == [])
    try repository.write("a.env", HookRepository.leak)
    try repository.git("add a.env")
    try repository.git("commit -m x").expect(.findings).expectError("a.env:1:5: ")
    try repository.hook("uninstall").expect(.clean)
    #expect(!exists("repository/tools/git-hooks/pre-commit"))
  }

  @Test func aHooksPathOutsideNeedsForce() throws {
    let outside = repository.scratch.path("all hooks/here")
    try repository.git(["config", "--global", "core.hooksPath", outside]).expect(.clean)
    let message = "core.hooksPath leads out of the repository, to '\(outside)'"
    try repository.hook("install").expect(.usage).expectError(message)
    #expect(!exists("all hooks"))
    try repository.hook("install --force").expect(.clean)
    #expect(exists("all hooks/here/pre-commit"))
    try repository.hook("status").expect(.clean)
    try repository.write("a.env", HookRepository.leak)
    try repository.git("add a.env")
    try repository.git("commit -m x").expect(.findings).expectError("a.env:1:5: ")
    try repository.hook("uninstall").expect(.usage).expectError(message)
    try repository.hook("uninstall --force").expect(.clean)
    #expect(!exists("all hooks/here/pre-commit"))
  }

  @Test func aLinkOutOfTheRepositoryLeadsOutside() throws {
    try repository.scratch.makeDirectory("elsewhere")
    try repository.scratch.link("repository/hooks", to: "../elsewhere")
    try repository.git("config core.hooksPath hooks").expect(.clean)
    try repository.hook("install").expect(.usage).expectError("leads out of the repository")
    #expect(!exists("elsewhere/pre-commit"))
  }

  @Test func aPathThatOnlyLooksLikeTheRepositoryLeadsOutside() throws {
    try repository.git("config core.hooksPath ../repository-hooks").expect(.clean)
    try repository.hook("install").expect(.usage).expectError("leads out of the repository")
  }

  @Test func huskyKeepsItsHooks() throws {
    try repository.scratch.makeDirectory("repository/.husky/_")
    try repository.git("config core.hooksPath .husky/_").expect(.clean)
    try repository.hook("install").expect(.usage).expectError("'.husky/pre-commit'")
    #expect(!exists("repository/.husky/_/pre-commit"))
  }

  @Test func turnedOffHooksAreNotInstalled() throws {
    try repository.git("config core.hooksPath /dev/null").expect(.clean)
    try repository.hook("install").expect(.usage)
    try repository.hook("install --force").expect(.incomplete)
    try repository.hook("status").expect(.findings)
  }

  @Test func aLinkedWorkTreeSharesTheHooks() throws {
    try repository.git("commit --allow-empty -m x").expect(.clean)
    try repository.git("worktree add -q ../linked").expect(.clean)
    try repository.hook("install", in: repository.scratch.path("linked")).expect(.clean)
    #expect(try repository.hookNames() == ["pre-commit"])
    try repository.hook("status").expect(.clean)
  }

  @Test func aBareRepositoryHasNoCommitsToCheck() throws {
    let bare = try HookRepository("--bare")
    try bare.hook("install").expect(.usage).expectError("bare repository")
    try bare.hook("status").expect(.findings)
  }

  @Test func outsideOfARepositoryThereIsNothingToInstall() throws {
    try repository.hook("install", in: repository.scratch.path("home")).expect(.incomplete)
      .expectError("the working directory is not in a git repository")
  }
}
