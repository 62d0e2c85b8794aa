import TestSupport
import Testing

@testable import Walking

@Suite struct GitRepositoryTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func repositoryWithoutAnIndexTracksNothing() throws {
    let oracle = try GitOracle()
    let location = try #require(GitLocation(gitDirectory: bytes(oracle.path + "/.git")))
    let repository = GitRepository(location, context: oracle.makeContext())
    #expect(repository.isUntracked(bytes("a")))
    try oracle.write("a")
    try oracle.git(["add", "a"])
    #expect(repository.isUntracked(bytes("a")))
    #expect(!GitRepository(location, context: oracle.makeContext()).isUntracked(bytes("a")))
  }

  @Test func unusableIndexMakesEverythingTracked() throws {
    let oracle = try GitOracle()
    try oracle.write(".git/index", "nonsense")
    let context = oracle.makeContext()
    let location = try #require(GitLocation(gitDirectory: bytes(oracle.path + "/.git")))
    #expect(!GitRepository(location, context: context).isUntracked(bytes("a")))
    #expect(
      context.notes.map(\.description)
        == ["cannot use '\(oracle.path)/.git/index': it is not an index file"]
    )
  }
}
