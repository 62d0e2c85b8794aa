import Foundation
import ScanModel
import TestSupport
import Testing

@testable import GitCommand

@Suite struct IndexChangesTests {
  @Test func givesModesAndBothContents() throws {
    let repository = try RepositoryFixture()
    try repository.write("a", "old\n")
    try repository.commit()
    try repository.write("a", "new\n")
    try repository.git(["add", "-A"])
    try repository.write("a", "not staged\n")
    let mode = GitMode(rawValue: 0o100644)
    #expect(
      try repository.tool().changesInIndex() == [
        RawChange(
          old: GitEntry(mode: mode, id: try repository.blob("old\n")),
          new: GitEntry(mode: mode, id: try repository.blob("new\n")),
          kind: .modified,
          path: Array("a".utf8)
        )
      ]
    )
  }

  @Test(arguments: ["sha1", "sha256"])
  func comparesWithNothingBeforeTheFirstCommit(_ format: String) throws {
    let repository = try RepositoryFixture("--object-format=\(format)")
    try repository.write("a", "new\n")
    try repository.git(["add", "-A"])
    let changes = try repository.tool().changesInIndex()
    #expect(changes.map(\.text) == ["A a"])
    #expect(changes.first?.old == nil)
    #expect(changes.first?.new?.id == (try repository.blob("new\n")))
  }

  @Test func worksInASHA256Repository() throws {
    let repository = try RepositoryFixture("--object-format=sha256")
    try repository.commit()
    try repository.write("a", "new\n")
    try repository.git(["add", "-A"])
    let git = try repository.tool()
    #expect(try git.repository().objectFormat == .sha256)
    #expect(try git.changesInIndex().first?.new?.id.digits.count == 64)
  }

  @Test func tellsABrokenHeadFromAnUnbornOne() throws {
    let repository = try RepositoryFixture()
    try repository.write("a")
    try repository.commit()
    let commit = try repository.id("HEAD").description
    let object = "repository/.git/objects/\(commit.prefix(2))/\(commit.dropFirst(2))"
    try FileManager.default.removeItem(atPath: repository.scratch.path(object))
    #expect(
      throws: GitError.failed(
        command: "diff-index",
        status: 128,
        message: Array("bad object HEAD".utf8)
      )
    ) { try repository.tool().changesInIndex() }
  }

  @Test func leavesOutWhatIsOnlyIntendedToBeAdded() throws {
    let repository = try RepositoryFixture()
    try repository.commit()
    try repository.write("intended", "x")
    try repository.write("staged", "x")
    try repository.git(["add", "-N", "intended"])
    try repository.git(["add", "staged"])
    #expect(try repository.tool().changesInIndex().map(\.text) == ["A staged"])
  }

  @Test func giveARenameAsRemovalAndAddition() throws {
    let repository = try RepositoryFixture()
    try repository.write("from", String(repeating: "line\n", count: 50))
    try repository.commit()
    try repository.git(["mv", "from", "to"])
    try repository.git(["config", "diff.renames", "copies"])
    #expect(try repository.tool().changesInIndex().map(\.text) == ["D from", "A to"])
  }

  @Test func givesTypeChangesAndLinks() throws {
    let repository = try RepositoryFixture()
    try repository.write("a", "file\n")
    try repository.commit()
    try FileManager.default.removeItem(atPath: repository.scratch.path("repository/a"))
    try repository.scratch.link("repository/a", to: "target")
    try repository.git(["add", "-A"])
    let changes = try repository.tool().changesInIndex()
    #expect(changes.map(\.text) == ["T a"])
    #expect(changes.first?.old?.mode.isFile == true)
    #expect(changes.first?.new?.mode.isSymbolicLink == true)
    #expect(changes.first?.new?.id == (try repository.blob("target")))
  }

  @Test func givesSubmodulesWhateverIsIgnored() throws {
    let repository = try RepositoryFixture()
    let commit = try repository.commit()
    try repository.git(["config", "diff.ignoreSubmodules", "all"])
    try repository.git(["config", "submodule.sub.ignore", "all"])
    try repository.git(["config", "submodule.sub.path", "sub"])
    try repository.git(["update-index", "--add", "--cacheinfo", "160000,\(commit),sub"])
    let changes = try repository.tool().changesInIndex()
    #expect(changes.map(\.text) == ["A sub"])
    #expect(changes.first?.new?.mode.isSubmodule == true)
    #expect(changes.first?.new?.id == commit)
  }

  @Test func givesPathsByteForByteAndInOrder() throws {
    let repository = try RepositoryFixture()
    try repository.commit()
    let paths: [[UInt8]] = [
      Array(" sp ace".utf8), Array("\"quoted\"".utf8), Array("-dash".utf8), Array(":100644".utf8),
      Array("back\\slash".utf8), Array("li\nne".utf8), Array("tab\t".utf8),
      Array("\u{E9}".utf8), [0xFF, 0xFE],
    ]
    for path in paths { try repository.scratch.write(path: Array("repository/".utf8) + path, []) }
    try repository.git(["add", "-A"])
    try repository.scratch.write("order", "tab*\n")
    try repository.git(["config", "diff.orderFile", repository.scratch.path("order")])
    #expect(try repository.tool().changesInIndex().map(\.path) == paths)
  }

  @Test func isAboutTheWholeTreeFromASubdirectory() throws {
    let repository = try RepositoryFixture()
    try repository.commit()
    try repository.write("top")
    try repository.write("sub/file")
    try repository.git(["add", "-A"])
    try repository.git(["config", "diff.relative", "true"])
    let git = try repository.tool(repository.path + "/sub")
    #expect(try git.changesInIndex().map(\.text) == ["A sub/file", "A top"])
  }

  @Test func heedsTheIndexOfAPartialCommit() throws {
    let repository = try RepositoryFixture()
    try repository.commit()
    try repository.write("one")
    try repository.write("two")
    let other = repository.scratch.path("other-index")
    try repository.git(["add", "one"])
    try repository.git(["read-tree", "HEAD"], adding: ["GIT_INDEX_FILE": other])
    try repository.git(["add", "two"], adding: ["GIT_INDEX_FILE": other])
    var git = try Git(
      .inherited,
      environment: repository.environment(
        adding: [
          "GIT_INDEX_FILE": other, "GIT_DIR": "\(repository.path)/.git",
          "GIT_WORK_TREE": repository.path,
        ])
    )
    #expect(try git.changesInIndex().map(\.text) == ["A two"])
    git = try repository.tool(adding: ["GIT_INDEX_FILE": other])
    #expect(try git.changesInIndex().map(\.text) == ["A one"])
  }

  @Test func worksInALinkedWorkTree() throws {
    let repository = try RepositoryFixture()
    try repository.commit()
    let path = repository.scratch.path("linked")
    try repository.git(["worktree", "add", "-q", path])
    try repository.scratch.write("linked/a", "x")
    try repository.git(["add", "-A"], in: path)
    let git = try repository.tool(path)
    #expect(try git.changesInIndex().map(\.text) == ["A a"])
    #expect(try git.topLevel() == Array(path.utf8))
    #expect(
      try git.repository().gitDirectory == Array("\(repository.path)/.git/worktrees/linked".utf8)
    )
  }

  @Test(arguments: ["2", "4"])
  func readsSplitIndexesOfEachVersion(_ version: String) throws {
    let repository = try RepositoryFixture()
    try repository.write("old")
    try repository.commit()
    try repository.git(["update-index", "--index-version", version])
    try repository.git(["update-index", "--split-index"])
    try repository.write("new")
    try repository.git(["add", "-A"])
    #expect(try repository.tool().changesInIndex().map(\.text) == ["A new"])
  }

  @Test func readsSparseIndexes() throws {
    let repository = try RepositoryFixture()
    for path in ["in/a", "out/b", "out/deep/c"] { try repository.write(path, path) }
    try repository.commit()
    try repository.git(["sparse-checkout", "init", "--cone", "--sparse-index"])
    try repository.git(["sparse-checkout", "set", "in"])
    try repository.write("in/new")
    try repository.git(["add", "--sparse", "-A"])
    #expect(try repository.tool().changesInIndex().map(\.text) == ["A in/new"])
    // The tree of `out` stands in the index as one entry until something in it changes.
    #expect(try repository.git(["ls-files", "--sparse"]).contains("out/\n"))
    try repository.write("out/deep/c", "other")
    try repository.git(["add", "--sparse", "out/deep/c"])
    #expect(try repository.tool().changesInIndex().map(\.text) == ["A in/new", "M out/deep/c"])
  }

  @Test func givesTheContentsOfConflicts() throws {
    let repository = try RepositoryFixture()
    try repository.write("a", "base\n")
    try repository.commit()
    try repository.git(["checkout", "-q", "-b", "side"])
    try repository.write("a", "theirs\n")
    let side = try repository.commit()
    try repository.git(["checkout", "-q", "main"])
    try repository.write("a", "ours\n")
    try repository.commit()
    _ = try Command.run(
      ["git", "merge", "side"],
      in: repository.path,
      environment: repository.variables
    )
    let git = try repository.tool()
    #expect(try git.changesInIndex().map(\.text) == ["U a"])
    #expect(try git.changesInIndex().first?.new == nil)
    #expect(try git.mergeHeads() == [side])
    let mode = GitMode(rawValue: 0o100644)
    let expected = try zip(1..., ["base\n", "ours\n", "theirs\n"]).map { stage, text in
      UnmergedEntry(
        stage: stage,
        entry: GitEntry(mode: mode, id: try repository.blob(text)),
        path: Array("a".utf8)
      )
    }
    #expect(try git.unmergedEntries() == expected)
    try repository.scratch.makeDirectory("repository/sub")
    #expect(try repository.tool(repository.path + "/sub").unmergedEntries() == expected)
  }

  @Test func writesNothing() throws {
    let repository = try RepositoryFixture()
    try repository.write("a")
    try repository.commit()
    let before = try repository.scratch.read("repository/.git/index")
    // Another time than the index has: git would refresh the index if it might.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000)],
      ofItemAtPath: repository.scratch.path("repository/a")
    )
    #expect(try repository.tool().changesInIndex() == [])
    #expect(try repository.scratch.read("repository/.git/index") == before)
  }
}
