import Foundation
import GitObjects
import ScanModel
import TestSupport
import Testing

@Suite struct AttributionTests {
  private func attribute(
    _ fixture: GitFixture,
    _ blobs: [String],
    threadCount: Int = 2
  ) throws -> [BlobHistory] {
    let ids = try blobs.map { try #require(ObjectID(parsing: $0)) }
    let outcome = Attributor(ObjectStore(try fixture.location), threadCount: threadCount)
      .outcome(for: Set(ids))
    #expect(outcome.problems.isEmpty)
    #expect(outcome.brokenCount == 0)
    return try ids.map { try #require(outcome.histories[$0]) }
  }

  private func blob(_ fixture: GitFixture, _ text: String) throws -> String {
    let output = try fixture.git(["hash-object", "-w", "--stdin"], input: Array(text.utf8))
    return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  private func commit(_ fixture: GitFixture, _ path: String, _ text: String) throws -> String {
    try fixture.write(path, text)
    try fixture.git(["add", "-A"])
    try fixture.git(["commit", "-q", "--allow-empty", "-m", "change \(path)"])
    return try fixture.gitLine(["rev-parse", "HEAD"])
  }

  @Test(arguments: ["sha1", "sha256"], [false, true])
  func agreesWithGitOnRandomHistories(_ format: String, _ isPacked: Bool) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let fixture = try GitFixture("--object-format=\(format)")
      try fixture.git(
        ["fast-import", "--quiet"],
        input: Array(RandomHistory(seed: seed).stream.utf8)
      )
      if isPacked { try fixture.git(["repack", "-q", "-a", "-d", "-f"]) }
      let oracle = try AttributionOracle(fixture)
      #expect(oracle.blobs.count > 20)
      let store = ObjectStore(try fixture.location)
      for threadCount in [1, 2] {
        let outcome = Attributor(store, threadCount: threadCount).outcome(for: oracle.blobs)
        #expect(outcome.problems.isEmpty && outcome.missing.isEmpty && outcome.brokenCount == 0)
        for blob in oracle.blobs {
          let history = try #require(outcome.histories[blob])
          let expected = oracle.history(of: blob)
          #expect(history.introduction?.commit == expected.introduction, "\(blob), seed \(seed)")
          #expect(history.introduction?.path?.text == expected.introductionPath)
          #expect(history.paths.map(\.text) == Array(expected.paths.prefix(8)))
          #expect(history.pathCount == expected.paths.count)
          #expect(!history.pathCountIsLowerBound)
          #expect(history.isInHead == expected.isInHead)
          #expect(Set(history.references).isSubset(of: expected.references))
          #expect(history.referenceCount == expected.references.count)
          #expect((history.holder == .reference) == !expected.references.isEmpty)
        }
      }
    }
  }

  @Test func saysTheSameAfterASweepOfTheSameDatabase() throws {
    let fixture = try GitFixture()
    try fixture.git(["fast-import", "--quiet"], input: Array(RandomHistory(seed: 4).stream.utf8))
    try fixture.git(["repack", "-q", "-a", "-d", "-f"])
    _ = try commit(fixture, "loose.txt", "loose")
    let blobs = try AttributionOracle(fixture).blobs
    let store = ObjectStore(try fixture.location)
    for threadCount in [1, 2] {
      let sweep = ObjectSweep(store, options: SweepOptions(threadCount: threadCount))
      let alone = Attributor(store, threadCount: threadCount).outcome(for: blobs)
      let after = Attributor(after: sweep).outcome(for: blobs)
      #expect(after.histories == alone.histories)
      #expect(after.histories.values.contains { $0.holder == .reference })
    }
  }

  @Test func namesTheFirstOfTwoIntroductions() throws {
    let fixture = try GitFixture()
    let first = try commit(fixture, "a/key.txt", "key")
    _ = try commit(fixture, "a/key.txt", "none")
    _ = try commit(fixture, "b/again.txt", "key")
    let id = try blob(fixture, "key")
    let history = try attribute(fixture, [id])[0]
    #expect(history.introduction?.commit.description == first)
    #expect(history.introduction?.author?.text == "a <a@example.com>")
    #expect(history.introduction?.date?.description == "2023-11-14T22:13:20Z")
    #expect(history.introduction?.path?.text == "a/key.txt")
    #expect(history.paths.map(\.text) == ["a/key.txt", "b/again.txt"])
    #expect(history.isInHead)
    #expect(history.references == ["refs/heads/main"])
  }

  @Test func tellsWhatHoldsWhatNoReferenceReaches() throws {
    let fixture = try GitFixture()
    _ = try commit(fixture, "kept.txt", "kept")
    let dropped = try commit(fixture, "dropped.txt", "dropped")
    try fixture.git(["reset", "-q", "--hard", "HEAD^"])
    try fixture.git(["update-ref", "-d", "ORIG_HEAD"])
    try fixture.write("kept.txt", "stashed")
    try fixture.git(["stash", "-q"])
    try fixture.git(["update-ref", "-d", "ORIG_HEAD"])
    try fixture.write("staged.txt", "staged")
    try fixture.git(["add", "staged.txt"])
    let names = ["kept", "dropped", "stashed", "staged", "nobody's"]
    let histories = try attribute(fixture, try names.map { try blob(fixture, $0) })
    #expect(
      histories.map(\.holder) == [.reference, .reflog("HEAD"), .stash, .index, .dangling]
    )
    #expect(histories.map(\.referenceCount) == [1, 0, 0, 0, 0])
    #expect(histories.map(\.isInHead) == [true, false, false, false, false])
    #expect(histories[1].introduction?.commit.description == dropped)
    #expect(histories[2].paths.map(\.text) == ["kept.txt"])
    #expect(histories[3].introduction == nil)
    #expect(histories[3].paths.map(\.text) == ["staged.txt"])
    #expect(histories[4] == BlobHistory())
  }

  @Test func followsTagsOfTreesAndBlobsAndDetachedHeads() throws {
    let fixture = try GitFixture()
    _ = try commit(fixture, "kept.txt", "kept")
    let tagged = try blob(fixture, "tagged")
    try fixture.git(["tag", "-a", "-m", "a blob", "of-blob", tagged])
    try fixture.git(["tag", "-a", "-m", "a tag", "of-tag", "of-blob"])
    let inTree = try blob(fixture, "in a tree")
    let tree = try fixture.git(["mktree"], input: Array("100644 blob \(inTree)\tx\n".utf8))
    try fixture.git(
      ["tag", "of-tree", String(decoding: tree, as: UTF8.self).trimmingCharacters(in: .newlines)]
    )
    try fixture.git(["checkout", "-q", "--detach"])
    _ = try commit(fixture, "detached.txt", "detached")
    let detached = try blob(fixture, "detached")
    let histories = try attribute(fixture, [tagged, inTree, detached])
    #expect(histories[0].references == ["refs/tags/of-blob", "refs/tags/of-tag"])
    #expect(histories[0].introduction == nil)
    #expect(histories[1].references == ["refs/tags/of-tree"])
    #expect(histories[1].paths.map(\.text) == ["x"])
    #expect(histories[2].references == ["HEAD"])
    #expect(histories[2].isInHead)
  }

  @Test func knowsOtherWorkTrees() throws {
    let fixture = try GitFixture()
    _ = try commit(fixture, "kept.txt", "kept")
    let path = fixture.scratch.path("other")
    try fixture.git(["worktree", "add", "-q", "--detach", path])
    try fixture.scratch.write("other/staged.txt", "staged there")
    try fixture.git(["add", "staged.txt"], in: path)
    let id = try blob(fixture, "staged there")
    #expect(try attribute(fixture, [id])[0].holder == .worktree("other"))
  }

  @Test(arguments: [2, 3, 4]) func readsEveryVersionOfTheIndex(_ version: Int) throws {
    let fixture = try GitFixture()
    for name in ["a", "directory/b", "directory/bcd"] { try fixture.write(name, name) }
    try fixture.git(["add", "-A"])
    if version == 3 { try fixture.write("later", "later") }
    if version == 3 { try fixture.git(["add", "-N", "later"]) }
    try fixture.git(["update-index", "--index-version", "\(version == 3 ? 2 : version)"])
    let id = try blob(fixture, "directory/bcd")
    let history = try attribute(fixture, [id])[0]
    #expect(history.holder == .index)
    #expect(history.paths.map(\.text) == ["directory/bcd"])
  }

  @Test func takesShallowCommitsForTheFirst() throws {
    let fixture = try GitFixture()
    for version in 0..<4 { _ = try commit(fixture, "file\(version)", "version \(version)") }
    let clone = fixture.scratch.path("clone")
    try fixture.git(["clone", "-q", "--depth=2", "file://" + fixture.path, clone])
    let shallow = GitFixture(scratch: fixture.scratch, path: clone)
    let boundary = try shallow.gitLine(["rev-parse", "HEAD^"])
    let histories = try attribute(
      shallow,
      try ["version 0", "version 3"].map { try blob(shallow, $0) }
    )
    #expect(histories[0].introduction?.commit.description == boundary)
    #expect(histories[1].introduction?.path?.text == "file3")
  }

  @Test func toleratesWhatIsMissing() throws {
    let fixture = try GitFixture()
    _ = try commit(fixture, "a/first.txt", "first")
    let lost = try fixture.gitLine(["rev-parse", "HEAD"])
    let lostTree = try fixture.gitLine(["rev-parse", "HEAD:a"])
    let second = try commit(fixture, "second.txt", "second")
    for name in [lost, lostTree] {
      try FileManager.default.removeItem(
        atPath: fixture.path + "/.git/objects/\(name.prefix(2))/\(name.dropFirst(2))"
      )
    }
    let id = try #require(ObjectID(parsing: try blob(fixture, "second")))
    let outcome = Attributor(ObjectStore(try fixture.location), threadCount: 1).outcome(for: [id])
    #expect(outcome.missing.map(\.description) == [lost, lostTree].sorted())
    #expect(outcome.histories[id]?.introduction?.commit.description == second)
  }

  @Test func survivesTreesThatGitDoesNotWrite() throws {
    let fixture = try GitFixture()
    let id = try blob(fixture, "key")
    let name = try #require(ObjectID(parsing: id)).bytes
    func tree(_ bytes: [UInt8]) throws -> String {
      let output = try fixture.git(
        ["hash-object", "--literally", "-w", "-t", "tree", "--stdin"],
        input: bytes
      )
      return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
    let entry = Array("100644 f\0".utf8) + name
    let broken: [[UInt8]] = [
      Array("1".utf8), Array("100644".utf8), Array("100644 f\0".utf8) + name.dropLast(),
      Array("9 f\0".utf8) + name, Array(" f\0".utf8) + name, entry + [0], entry + Array("4".utf8),
      entry + Array("40000 d".utf8), Array(repeating: UInt8(ascii: "7"), count: 64) + entry,
    ]
    for bytes in broken { _ = try tree(bytes) }
    // Read to the end: twice the same name, another mode for a file, one of 5,000 bytes, and
    // another repository's commit that has the blob's name.
    let long = [UInt8](repeating: UInt8(ascii: "n"), count: 5_000)
    let odd = try tree(
      entry + entry + Array("100755 g\0".utf8) + name + Array("755 h\0".utf8) + name
        + Array("100644 ".utf8) + long + [0] + name + Array("160000 s\0".utf8) + name
    )
    let commit = try fixture.gitLine(["commit-tree", "-m", "odd", odd])
    try fixture.git(["update-ref", "refs/heads/odd", commit])
    let blob = try #require(ObjectID(parsing: id))
    let outcome = Attributor(ObjectStore(try fixture.location), threadCount: 2).outcome(for: [blob])
    let history = try #require(outcome.histories[blob])
    #expect(outcome.brokenCount == broken.count)
    #expect(history.introduction?.commit.description == commit)
    #expect(history.pathCount == 4)
    #expect(history.paths.prefix(3).map(\.text) == ["f", "g", "h"])
    #expect(history.paths.last?.bytes == long)
  }

  @Test func boundsThePathsOfATreeBomb() throws {
    let fixture = try GitFixture()
    let id = try blob(fixture, "key")
    var entries = (0..<10).map { "100644 blob \(id)\t\($0)\n" }.joined()
    for _ in 0..<12 {
      let output = try fixture.git(["mktree"], input: Array(entries.utf8))
      let tree = String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)
      entries = (0..<10).map { "040000 tree \(tree)\t\($0)\n" }.joined()
    }
    let output = try fixture.git(["mktree"], input: Array(entries.utf8))
    let root = String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)
    let commit = try fixture.gitLine(["commit-tree", "-m", "bomb", root])
    try fixture.git(["update-ref", "refs/heads/bomb", commit])
    let history = try attribute(fixture, [id])[0]
    #expect(history.introduction?.commit.description == commit)
    #expect(history.pathCount == 4_096)
    #expect(history.pathCountIsLowerBound)
    #expect(history.referenceCount == 1)
  }

  @Test func saysThatTablesOfReferencesAreNotRead() throws {
    let fixture = try GitFixture()
    _ = try commit(fixture, "kept.txt", "kept")
    let id = try #require(ObjectID(parsing: try blob(fixture, "kept")))
    try fixture.scratch.makeDirectory("repository/.git/reftable")
    let attributor = Attributor(ObjectStore(try fixture.location), threadCount: 1)
    let outcome = attributor.outcome(for: [id])
    #expect(outcome.lacksReferences)
    #expect(outcome.histories[id]?.referenceCount == 0)
    var references = References()
    let head = try #require(ObjectID(parsing: try fixture.gitLine(["rev-parse", "HEAD"])))
    references.references = [References.Reference(name: "refs/heads/main", target: head)]
    references.head = head
    let given = attributor.outcome(for: [id], references: references)
    #expect(given.histories[id]?.references == ["refs/heads/main"])
    #expect(given.histories[id]?.isInHead == true)
  }
}
