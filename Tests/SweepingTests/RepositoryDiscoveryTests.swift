import ScanModel
import TestSupport
import Testing

@testable import Sweeping

@Suite struct RepositoryDiscoveryTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Makes what git needs to see of a repository.
  private func makeGitDirectory(_ path: String) throws {
    try scratch.write(path + "/HEAD", "ref: refs/heads/main\n")
    try scratch.makeDirectory(path + "/objects")
    try scratch.makeDirectory(path + "/refs")
  }

  /// The names found below a path, without the scratch directory.
  private func names(below path: String = "") -> [String] {
    repositories(below: path).map { String($0.name.text.dropFirst(scratch.path.utf8.count + 1)) }
  }

  private func repositories(below path: String = "") -> [SweptRepository] {
    var discovery = RepositoryDiscovery()
    _ = discovery.search(Array(scratch.path(path).utf8))
    #expect(discovery.problems.isEmpty)
    return discovery.repositories
  }

  @Test func findsBareOnesWorkTreesHiddenOnesAndNestedOnes() throws {
    for path in ["bare.git", "tree/.git", "tree/vendor/inner/.git", ".hidden/deep/x.git"] {
      try makeGitDirectory(path)
    }
    #expect(names() == [".hidden/deep/x.git", "bare.git", "tree", "tree/vendor/inner"])
  }

  @Test func aSubmoduleIsNamedByItsWorkTree() throws {
    try makeGitDirectory("tree/.git")
    try makeGitDirectory("tree/.git/modules/sub")
    try scratch.write("tree/sub/.git", "gitdir: ../.git/modules/sub\n")
    #expect(names() == ["tree", "tree/sub"])
  }

  @Test func aSubmoduleThatIsNotCheckedOutIsFound() throws {
    try makeGitDirectory("tree/.git")
    try makeGitDirectory("tree/.git/modules/sub")
    #expect(names() == ["tree", "tree/.git/modules/sub"])
  }

  @Test func linkedWorkTreesBelongToTheirRepository() throws {
    try makeGitDirectory("tree/.git")
    try scratch.write("tree/.git/worktrees/w/HEAD", "ref: refs/heads/w\n")
    try scratch.write("tree/.git/worktrees/w/commondir", "../..\n")
    try scratch.write("a/.git", "gitdir: \(scratch.path)/tree/.git/worktrees/w\n")
    let found = repositories()
    #expect(found.map(\.name.text) == [scratch.path("tree")])
    let expected = ["a", "tree"].map { Array(scratch.path($0).utf8) }
    #expect(found.first?.place == .local(workTrees: expected))
  }

  @Test func aLinkedWorkTreeAloneIsARepository() throws {
    try makeGitDirectory("tree/.git")
    try scratch.write("tree/.git/worktrees/w/HEAD", "ref: refs/heads/w\n")
    try scratch.write("tree/.git/worktrees/w/commondir", "../..\n")
    try scratch.write("other/a/.git", "gitdir: \(scratch.path)/tree/.git/worktrees/w\n")
    #expect(names(below: "other") == ["other/a"])
  }

  @Test func linksAreNotFollowed() throws {
    try makeGitDirectory("elsewhere/x.git")
    try scratch.link("source", to: "elsewhere")
    try scratch.makeDirectory("here")
    try scratch.link("here/out", to: "../elsewhere")
    try scratch.link("here/loop", to: ".")
    #expect(names(below: "here").isEmpty)
    // What the user names may be a link.
    #expect(names(below: "source") == ["source/x.git"])
  }

  @Test func aRepositoryWithoutHeadIsNotForgotten() throws {
    try scratch.write("broken.git/config", "[core]\n")
    try scratch.makeDirectory("broken.git/objects")
    try scratch.makeDirectory("broken.git/refs")
    #expect(names() == ["broken.git"])
  }

  @Test func aGitFileThatLeadsNowhereIsNotForgotten() throws {
    try scratch.write("gone/.git", "gitdir: /no/such/place\n")
    try scratch.write("text/.git", "something else\n")
    #expect(names() == ["gone"])
  }

  @Test func oneRepositoryNamedTwiceIsOne() throws {
    try makeGitDirectory("a/x.git")
    var discovery = RepositoryDiscovery()
    for path in ["", "a", "a/", "a/x.git/"] {
      _ = discovery.search(Array(scratch.path(path).utf8))
    }
    #expect(discovery.repositories.map(\.name.text) == [scratch.path("a/x.git")])
  }

  @Test func aPathThatIsNoDirectoryIsAFailure() throws {
    try scratch.write("file", "x")
    var discovery = RepositoryDiscovery()
    for path in ["file", "missing"] {
      guard case .failure = discovery.search(Array(scratch.path(path).utf8)) else {
        Issue.record("'\(path)' was searched")
        continue
      }
    }
    #expect(discovery.repositories.isEmpty)
  }
}
