import ScanModel
import TestSupport
import Testing

@testable import GitObjects

@Suite struct ReferenceTipsTests {
  private let fixture: GitFixture

  init() throws {
    fixture = try GitFixture()
    try fixture.commitVersions(2)
  }

  private func tips() throws -> [String] {
    ReferenceTips(try fixture.location).tips.map { "\($0.name) \($0.target)" }
  }

  private func id(_ revision: String) throws -> String {
    try fixture.gitLine(["rev-parse", revision])
  }

  @Test func looseAndPackedReferencesAndADetachedHead() throws {
    try fixture.git(["tag", "old", "HEAD~1"])
    try fixture.git(["pack-refs", "--all"])
    try fixture.git(["branch", "topic", "HEAD~1"])
    #expect(
      try tips() == [
        "refs/heads/main \(id("HEAD"))", "refs/heads/topic \(id("topic"))",
        "refs/tags/old \(id("old"))",
      ]
    )
    try fixture.git(["checkout", "-q", "--detach", "old"])
    #expect(try tips().last == "HEAD \(id("old"))")
  }

  @Test func headsOfOtherWorkTrees() throws {
    let tree = fixture.scratch.path("tree")
    try fixture.git(["worktree", "add", "-q", "--detach", tree])
    #expect(try tips().last == "worktrees/tree/HEAD \(id("HEAD"))")
    try fixture.git(["checkout", "-q", "--detach", "HEAD~1"])
    let other = GitFixture(scratch: fixture.scratch, path: tree)
    #expect(
      ReferenceTips(try other.location).tips.map(\.name)
        == ["refs/heads/main", "HEAD", "main-worktree/HEAD"]
    )
  }

  @Test func stashesAreThoseOfTheirLog() throws {
    for text in ["one", "two", "three"] {
      try fixture.write("notes.txt", text)
      try fixture.git(["stash", "-q"])
    }
    #expect(
      try tips().suffix(3) == [
        "refs/stash \(id("stash"))", "stash@{1} \(id("stash@{1}"))",
        "stash@{2} \(id("stash@{2}"))",
      ]
    )
  }

  @Test func missingAreThoseThatNoPackHasByNow() throws {
    let store = ObjectStore(try fixture.location)
    try fixture.commitVersions(1, seed: 2)
    try fixture.git(["repack", "-q", "-d"])
    let lost = try #require(ObjectID(parsing: String(repeating: "1", count: 40)))
    let reference = References.Reference(name: "lost", target: lost)
    let tips = ReferenceTips(try fixture.location).tips
    #expect(tips.count == 1)
    #expect(store.missing(among: tips + [reference]) == [reference])
  }
}
