import GitObjects
import Posix
import ScanModel
import TestSupport
import Testing

@Suite struct RepositoryLocationTests {
  private func location(
    _ path: String,
    _ environment: RepositoryLocation.Environment = .init()
  ) throws -> RepositoryLocation {
    try RepositoryLocation(containing: Array(path.utf8), environment: environment)
  }

  private func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }

  @Test func findsAWorkTreeFromTheTopAndFromInside() throws {
    let fixture = try GitFixture()
    try fixture.write("a/b/c.txt", "c")
    let location = try location(fixture.path)
    #expect(text(location.gitDirectory) == fixture.path + "/.git")
    #expect(text(location.objectDirectory) == fixture.path + "/.git/objects")
    #expect(location.format == .sha1)
    #expect(!location.isShallow)
    #expect(!location.isPartialClone)
    let inside = try self.location(fixture.path + "/a/b")
    #expect(text(inside.gitDirectory) == fixture.path + "/a/b/../../.git")
  }

  @Test func findsABareRepositoryAndAGitDirectory() throws {
    let bare = try GitFixture("--bare")
    #expect(text(try location(bare.path).gitDirectory) == bare.path)
    #expect(
      text(try location(bare.path + "/refs/heads").gitDirectory) == bare.path + "/refs/heads/../.."
    )
    let fixture = try GitFixture()
    #expect(text(try location(fixture.path + "/.git").gitDirectory) == fixture.path + "/.git")
  }

  @Test func findsALinkedWorktree() throws {
    let fixture = try GitFixture()
    try fixture.commitVersions(1)
    let tree = fixture.scratch.path("linked")
    try fixture.git(["worktree", "add", "-q", tree])
    let location = try location(tree)
    #expect(text(location.gitDirectory) == fixture.path + "/.git/worktrees/linked")
    #expect(
      text(location.objectDirectory) == fixture.path + "/.git/worktrees/linked/../../objects"
    )
    #expect(try SweepOutcome(ObjectStore(location)).objects == (try fixture.objects()))
    #expect(try self.location(tree + "/.git") == location)
  }

  @Test func findsASubmodule() throws {
    let inner = try GitFixture()
    try inner.commitVersions(1)
    let fixture = try GitFixture()
    try fixture.git(["submodule", "--quiet", "add", inner.path, "sub"])
    let location = try location(fixture.path + "/sub")
    #expect(text(location.gitDirectory) == fixture.path + "/sub/../.git/modules/sub")
    #expect(try SweepOutcome(ObjectStore(location)).objects == (try inner.objects()))
  }

  @Test func heedsTheEnvironmentThatTheCallerGives() throws {
    let fixture = try GitFixture()
    try fixture.commitVersions(2)
    let other = try GitFixture()
    try other.commitVersions(1, seed: 5)
    var environment = RepositoryLocation.Environment()
    environment.gitDirectory = Array((fixture.path + "/.git").utf8)
    environment.objectDirectory = Array((other.path + "/.git/objects").utf8)
    environment.alternateDirectories = Array(
      ("\"" + fixture.path + "/.git/objects\":" + other.path + "/.git/objects").utf8
    )
    let location = try location("/nowhere", environment)
    let outcome = try SweepOutcome(ObjectStore(location))
    let expected = try fixture.objects().merging(try other.objects()) { first, _ in first }
    #expect(outcome.objects == expected)
  }

  @Test func knowsSHA256() throws {
    let fixture = try GitFixture("--object-format=sha256")
    #expect(try location(fixture.path).format == .sha256)
  }

  @Test func knowsAShallowClone() throws {
    let fixture = try GitFixture()
    try fixture.commitVersions(3)
    let path = fixture.scratch.path("shallow")
    try fixture.git(["clone", "-q", "--depth=1", "file://" + fixture.path, path])
    let head = try #require(ObjectID(parsing: try fixture.gitLine(["rev-parse", "HEAD"])))
    let location = try location(path)
    #expect(location.shallowCommits == [head])
    #expect(location.isShallow)
    let clone = GitFixture(scratch: fixture.scratch, path: path)
    #expect(try clone.sweep().objects == (try clone.objects()))
  }

  @Test func knowsAPartialClone() throws {
    let fixture = try GitFixture()
    try fixture.commitVersions(3)
    try fixture.git(["config", "uploadpack.allowFilter", "true"])
    let path = fixture.scratch.path("partial")
    try fixture.git(
      ["clone", "-q", "--no-checkout", "--filter=blob:none", "file://" + fixture.path, path])
    let store = ObjectStore(try location(path))
    #expect(store.isPartial)
    #expect(try SweepOutcome(store).objects.values.allSatisfy { $0.type != .blob })
  }

  @Test func refusesWhatIsNoRepository() throws {
    let scratch = try Scratch()
    try scratch.write("plain/a.txt", "a")
    try scratch.write("broken/.git", "gitdir: ../nowhere\n")
    #expect(throws: RepositoryError.notFound(path: ContentPath(scratch.path("plain")))) {
      try location(scratch.path("plain"))
    }
    #expect(throws: RepositoryError.brokenLink(path: ContentPath(scratch.path("broken/.git")))) {
      try location(scratch.path("broken"))
    }
  }

  @Test func refusesControlFilesThatAreLinksOrTooLarge() throws {
    let fixture = try GitFixture()
    try fixture.scratch.link("repository/.git/shallow", to: "/etc/passwd")
    let shallow = ContentPath(fixture.path + "/.git/shallow")
    #expect(throws: RepositoryError.controlFile(path: shallow, .unreadable(.notRegular))) {
      try location(fixture.path)
    }
    let other = try GitFixture()
    try other.write(".git/shallow", "not a name\n")
    #expect(
      throws: RepositoryError.controlFile(
        path: ContentPath(other.path + "/.git/shallow"),
        .malformed
      )
    ) { try location(other.path) }
    let large = try GitFixture()
    try large.write(".git/commondir", String(repeating: "a", count: 70_000))
    #expect(
      throws: RepositoryError.controlFile(
        path: ContentPath(large.path + "/.git/commondir"),
        .unreadable(.tooLarge(maximumByteCount: 65_536))
      )
    ) { try location(large.path) }
  }

  @Test func refusesAnObjectFormatThatIsNotKnown() throws {
    let fixture = try GitFixture()
    try fixture.write(".git/config", "[extensions]\nobjectFormat = sha9\n")
    #expect(
      throws: RepositoryError.unknownObjectFormat(
        path: ContentPath(fixture.path + "/.git/config"),
        name: "sha9"
      )
    ) { try location(fixture.path) }
  }

  @Test func saysWhatIsWrong() {
    let path = ContentPath("a")
    #expect(
      RepositoryError.notFound(path: path).description == "no git repository at 'a' or above it"
    )
    #expect(RepositoryError.brokenLink(path: path).description == "'a' leads to no git repository")
    #expect(
      RepositoryError.controlFile(path: path, .unreadable(.notRegular)).description
        == "cannot read 'a': it is not a regular file"
    )
    #expect(
      RepositoryError.unknownObjectFormat(path: path, name: "x").description
        == "cannot read 'a': object format 'x' is not known"
    )
  }
}
