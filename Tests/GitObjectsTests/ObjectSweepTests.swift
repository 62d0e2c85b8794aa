import Foundation
import GitObjects
import Inflate
import ScanModel
import Synchronization
import TestSupport
import Testing

@Suite struct ObjectSweepTests {
  /// Ways to keep the same history.
  enum Shape: CaseIterable, Sendable {
    case loose, packed, deepPack, nameDeltas, looseAndPacked, manyPacks, indexVersion1, multiIndex
    case cruft, kept
  }

  private func repository(_ shape: Shape, _ options: String...) throws -> GitFixture {
    let fixture = try GitFixture(options.first ?? "--object-format=sha1")
    try fixture.commitVersions(12)
    try fixture.git(["tag", "-a", "-m", "a tag's message", "v1"])
    try fixture.git(["tag", "-a", "-m", "a tag of a tag", "v2", "v1"])
    try fixture.git(["notes", "add", "-m", "a note"])
    try fixture.git(["hash-object", "-w", "--stdin"], input: Array("dangling".utf8))
    switch shape {
    case .loose: break
    case .packed: try fixture.git(["repack", "-q", "-a", "-d"])
    case .deepPack: try fixture.git(["repack", "-q", "-a", "-d", "-f", "--depth=4000"])
    case .nameDeltas:
      try fixture.git(["-c", "repack.useDeltaBaseOffset=false", "repack", "-q", "-a", "-d", "-f"])
    case .looseAndPacked:
      try fixture.git(["repack", "-q", "-a"])
      try fixture.commitVersions(3, seed: 2)
    case .manyPacks:
      for seed in 2..<8 {
        try fixture.git(["repack", "-q", "-a"])
        try fixture.commitVersions(2, seed: UInt64(seed))
        try fixture.git(["repack", "-q"])
      }
    case .indexVersion1:
      try fixture.git(["-c", "pack.indexVersion=1", "repack", "-q", "-a", "-d"])
    case .multiIndex:
      try fixture.git(["repack", "-q", "-a"])
      try fixture.commitVersions(3, seed: 2)
      try fixture.git(["repack", "-q"])
      try fixture.git(["multi-pack-index", "write"])
    case .cruft: try fixture.git(["repack", "-q", "--cruft", "-d"])
    case .kept:
      try fixture.git(["repack", "-q", "-a", "-d"])
      let directory = fixture.path + "/.git/objects/pack"
      for name in try FileManager.default.contentsOfDirectory(atPath: directory)
      where name.hasSuffix(".pack") {
        try fixture.write(".git/objects/pack/" + name.dropLast(5) + ".keep", "")
        try fixture.write(".git/objects/pack/" + name.dropLast(5) + ".promisor", "")
      }
    }
    return fixture
  }

  @Test(arguments: Shape.allCases) func showsWhatGitShows(_ shape: Shape) throws {
    let fixture = try repository(shape)
    let outcome = try fixture.sweep()
    let expected = try fixture.objects()
    #expect(outcome.failures.isEmpty)
    #expect(outcome.problems.isEmpty)
    #expect(outcome.repeatCount == 0)
    #expect(outcome.objectCount == expected.count)
    #expect(outcome.progressCount == expected.count)
    #expect(outcome.objects == expected)
  }

  @Test(arguments: [Shape.loose, .deepPack, .manyPacks])
  func showsWhatGitShowsOfSHA256(_ shape: Shape) throws {
    let fixture = try repository(shape, "--object-format=sha256")
    let outcome = try fixture.sweep()
    let expected = try fixture.objects()
    #expect(outcome.failures.isEmpty)
    #expect(outcome.objectCount == expected.count)
    #expect(outcome.objects == expected)
    #expect(outcome.objects.keys.allSatisfy { $0.format == .sha256 })
  }

  @Test(arguments: [Shape.loose, .packed, .manyPacks]) func passesOverTrees(_ shape: Shape) throws {
    let fixture = try repository(shape)
    let outcome = try fixture.sweep { $0.types = [.blob, .commit, .tag] }
    let all = try fixture.objects()
    #expect(outcome.objectCount == all.count)
    #expect(outcome.objects == all.filter { $0.value.type != .tree })
  }

  @Test(arguments: Inflater.Engine.allCases, [1, 3])
  func showsTheSameWithEveryEngineAndThreadCount(
    _ engine: Inflater.Engine,
    _ threadCount: Int
  ) throws {
    let fixture = try repository(.deepPack)
    let outcome = try fixture.sweep {
      $0.engine = engine
      $0.threadCount = threadCount
    }
    #expect(outcome.objects == (try fixture.objects()))
  }

  @Test(arguments: [Shape.loose, .deepPack, .nameDeltas, .manyPacks])
  func makesBasesAgainThatItHadNoRoomFor(_ shape: Shape) throws {
    let fixture = try repository(shape)
    let outcome = try fixture.sweep {
      $0.baseByteCount = 1
      $0.mappedByteCount = 0
    }
    #expect(outcome.failures.isEmpty)
    #expect(outcome.objects == (try fixture.objects()))
  }

  @Test(arguments: [Shape.loose, .deepPack]) func showsLargeObjectsInPieces(_ shape: Shape) throws {
    let fixture = try repository(shape)
    let outcome = try fixture.sweep {
      $0.maximumWholeByteCount = 100
      $0.pieceByteCount = 64
      $0.threadCount = 3
    }
    #expect(outcome.failures.isEmpty)
    #expect(outcome.objects == (try fixture.objects()))
    #expect(outcome.pieceCount > 20)
  }

  @Test func stopsWhenAsked() throws {
    let fixture = try repository(.packed)
    let sweep = ObjectSweep(
      ObjectStore(try fixture.location),
      options: SweepOptions(threadCount: 1)
    )
    let progress = SweepProgress()
    progress.stop()
    try sweep.run(progress: progress, makeVisitor: { Collector() }, finish: { _ in })
    #expect(progress.objectCount == 0)
  }

  @Test func readsAnEmptyRepository() throws {
    let outcome = try GitFixture().sweep()
    #expect(outcome.objectCount == 0)
    #expect(outcome.objects.isEmpty)
    #expect(outcome.problems.isEmpty)
  }

  @Test func followsAlternatesInALoop() throws {
    let fixture = try repository(.packed)
    try fixture.git(
      ["clone", "-q", "-s", fixture.path, fixture.scratch.path("clone")],
      in: fixture.scratch.path
    )
    let clone = GitFixture(scratch: fixture.scratch, path: fixture.scratch.path("clone"))
    try clone.commitVersions(2, seed: 9)
    // A loop, a relative path, a comment and a quoted path.
    try fixture.write(
      ".git/objects/info/alternates",
      "# comment\n\"\(clone.path)/.git/ob\\152ects\"\n../../.git/objects\n"
    )
    let outcome = try clone.sweep()
    #expect(outcome.problems.isEmpty)
    #expect(outcome.repeatCount == 0)
    #expect(outcome.objects == (try clone.objects()))
    #expect(outcome.objects == (try fixture.sweep()).objects)
  }

  @Test func namesAnAlternateThatIsMissing() throws {
    let fixture = try repository(.packed)
    try fixture.write(".git/objects/info/alternates", "/nowhere/objects\n")
    let outcome = try fixture.sweep()
    #expect(outcome.objects.count == outcome.objectCount)
    #expect(
      outcome.problems == [
        ObjectProblem(
          path: ContentPath("/nowhere/objects"),
          cause: .alternates(.notADirectory)
        )
      ]
    )
  }

  @Test func namesAPackWithoutIndex() throws {
    let fixture = try repository(.packed)
    let directory = fixture.path + "/.git/objects/pack/"
    let names = try FileManager.default.contentsOfDirectory(atPath: directory)
    let index = try #require(names.first { $0.hasSuffix(".idx") })
    try FileManager.default.removeItem(atPath: directory + index)
    let outcome = try fixture.sweep()
    let pack = directory + index.dropLast(4) + ".pack"
    #expect(
      outcome.problems == [ObjectProblem(path: ContentPath(pack), cause: .missingIndex)]
    )
  }

  @Test func readsAnotherCopyOfABrokenObject() throws {
    let fixture = try repository(.loose)
    try fixture.git(["repack", "-q", "-a"])
    // Every entry of the pack is broken; every object but trees of the packed ones is loose too.
    let directory = ".git/objects/pack/"
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.path + "/" + directory)
    let name = try #require(names.first { $0.hasSuffix(".pack") })
    let url = URL(fileURLWithPath: fixture.path + "/" + directory + name)
    let expected = try fixture.objects()
    var bytes = Array(try Data(contentsOf: url))
    for index in 12..<bytes.count - 20 { bytes[index] = 0xFF }
    try FileManager.default.removeItem(at: url)
    try Data(bytes).write(to: url)
    let outcome = try fixture.sweep()
    #expect(outcome.failures.isEmpty)
    #expect(outcome.objects == expected)
  }

  @Test(arguments: [Shape.loose, .packed, .looseAndPacked])
  func readsOnWhileGitCollectsGarbage(_ shape: Shape) throws {
    let fixture = try repository(shape)
    let expected = try fixture.objects()
    let store = ObjectStore(try fixture.location)
    var options = SweepOptions(threadCount: 2)
    options.types = Set(ObjectType.allCases)
    let sweep = ObjectSweep(store, options: options)
    try fixture.git(["repack", "-q", "-a", "-d", "-f", "-k"])
    try fixture.git(["prune-packed"])
    let objects = Mutex<[ObjectID: TestObject]>([:])
    try sweep.run(
      makeVisitor: { Collector() },
      finish: { visitor in
        let shown = visitor.objects
        objects.withLock { $0.merge(shown) { first, _ in first } }
      }
    )
    #expect(objects.withLock { $0 } == expected)
  }

  @Test func namesALooseObjectThatIsBroken() throws {
    let fixture = try repository(.loose)
    let name = try fixture.gitLine(["rev-parse", "HEAD:notes.txt"])
    let path = fixture.path + "/.git/objects/\(name.prefix(2))/\(name.dropFirst(2))"
    let expected = try fixture.objects()
    try FileManager.default.removeItem(atPath: path)
    try fixture.write(".git/objects/\(name.prefix(2))/\(name.dropFirst(2))", "garbage")
    let outcome = try fixture.sweep()
    let id = try #require(ObjectID(parsing: name))
    #expect(
      outcome.failures == [
        ObjectProblem(objectID: id, path: ContentPath(path), cause: .loose(.inflate(.corrupt)))
      ]
    )
    #expect(outcome.objects == expected.filter { $0.key != id })
  }
}
