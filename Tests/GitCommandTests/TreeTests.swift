import Testing

@testable import GitCommand

@Suite struct TreeTests {
  @Test func listsWhatLiesInATree() throws {
    let fixture = try RepositoryFixture()
    try fixture.write("a b", "one\n")
    try fixture.write("d/e\n\t\"f", "two\n")
    let commit = try fixture.commit()
    try fixture.git(["update-index", "--add", "--cacheinfo", "160000,\(commit),module"])
    let tree = try fixture.id(String(try fixture.git(["write-tree"]).dropLast()))
    let files = try fixture.tool("\(fixture.path)/d").files(inTree: tree)
    #expect(files.map(\.text) == ["A a b", "A d/e\n\t\"f", "A module"])
    let (one, two) = try (fixture.blob("one\n"), fixture.blob("two\n"))
    #expect(files.map(\.new?.id) == [one, two, commit])
    #expect(files.map { $0.new?.mode.isSubmodule } == [false, false, true])
    #expect(files.allSatisfy { $0.old == nil })
  }

  @Test func refusesWhatIsNoTree() throws {
    let fixture = try RepositoryFixture()
    let blob = try fixture.blob("x")
    #expect(throws: GitError.self) { try fixture.tool().files(inTree: blob) }
  }
}
