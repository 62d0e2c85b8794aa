import TestSupport
import Testing

@testable import Walking

@Suite struct GitLocationTests {
  private func link(_ oracle: GitOracle, _ directory: String) -> GitLocation.Link {
    GitLocation.link(in: Array((oracle.path + directory).utf8))
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func directoryOrLinkToOneIsARepository() throws {
    let oracle = try GitOracle()
    let git = bytes(oracle.path + "/.git")
    #expect(
      link(oracle, "") == .repository(try #require(GitLocation(gitDirectory: git)))
    )
    try oracle.scratch.makeDirectory("repository/d")
    try oracle.scratch.link("repository/d/.git", to: "../.git")
    let linked = bytes(oracle.path + "/d/.git")
    #expect(link(oracle, "/d") == .repository(try #require(GitLocation(gitDirectory: linked))))
  }

  @Test func fileLeadsToARepositoryByAnyPath() throws {
    let oracle = try GitOracle()
    for (name, target) in [("a", "../.git\n"), ("b", oracle.path + "/.git\r\n"), ("c", "../.git")] {
      try oracle.write("\(name)/.git", "gitdir: " + target)
      guard case .repository = link(oracle, "/" + name) else {
        Issue.record("\(target)")
        continue
      }
    }
  }

  @Test(arguments: ["", "gitdir: ", "gitdir: \n", "gitdir: ../missing", "gitdir:../.git", "x"])
  func fileThatLeadsToNoneIsBroken(text: String) throws {
    let oracle = try GitOracle()
    try oracle.write("d/.git", text)
    #expect(link(oracle, "/d") == .broken)
  }

  @Test func otherThingsAreNoRepository() throws {
    let oracle = try GitOracle()
    try oracle.write("empty/.git/HEAD", "ref: refs/heads/main\n")
    try oracle.scratch.makeDirectory("repository/none")
    try oracle.scratch.makeDirectory("repository/fifo")
    #expect(try Command.run(["mkfifo", oracle.path + "/fifo/.git"]).status == 0)
    for name in ["empty", "none", "fifo", "missing"] {
      #expect(link(oracle, "/" + name) == .none, "\(name)")
    }
  }
}
