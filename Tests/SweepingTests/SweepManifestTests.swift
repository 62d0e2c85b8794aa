import ScanModel
import TestSupport
import Testing

@testable import Sweeping

@Suite struct SweepManifestTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func repository(_ name: String) -> SweptRepository {
    SweptRepository(name: ContentPath(name), place: .local(workTrees: []))
  }

  private func write(_ manifest: SweepManifest) throws {
    try scratch.write(String(decoding: manifest.fileName, as: UTF8.self), manifest.bytes)
  }

  private func writeResult(_ name: String, isComplete: Bool = true) throws {
    let trailer = ResultTrailer(
      repository: ContentPath(name),
      isComplete: isComplete,
      state: nil,
      settings: "s",
      version: "v"
    )
    let file = String(decoding: repository(name).resultFileName, as: UTF8.self)
    try scratch.write(file, Array("{\"type\":\"summary\"}\n".utf8) + trailer.line)
  }

  private func gaps() throws -> [String] {
    try SweepManifest.audit(directory: Array(scratch.path.utf8)).gaps.map { gap in
      let path = gap.path?.text.replacing(scratch.path + "/", with: "") ?? ""
      return "\(path == scratch.path ? "." : path): \(gap.cause)"
    }
  }

  private func manifest(_ label: String, _ names: String..., problems: [ScanProblem] = []) throws
    -> SweepManifest
  {
    SweepManifest(
      shard: try #require(Shard(parsing: label)),
      repositories: names.map(repository),
      problems: problems
    )
  }

  @Test func aDirectoryWithoutManifestsHasNoGaps() throws {
    try writeResult("a")
    #expect(try gaps().isEmpty)
  }

  @Test func whatIsThereIsNoGap() throws {
    try write(manifest("1/2", "a", "b"))
    try write(manifest("2/2", "c"))
    for name in ["a", "b", "c"] { try writeResult(name) }
    #expect(try gaps().isEmpty)
  }

  @Test func missingShardsAndRepositoriesAreNamed() throws {
    try write(manifest("2/3", "a", "b", "c"))
    try writeResult("a")
    try writeResult("b", isComplete: false)
    #expect(
      try gaps() == [
        "b: the sweep did not read all of this repository",
        "c: the sweep has no result of this repository",
        ".: shard 1 of 3 is missing", ".: shard 3 of 3 is missing",
      ]
    )
  }

  @Test func aResultThatIsCutOffIsNone() throws {
    try write(manifest("1/1", "a"))
    let file = String(decoding: repository("a").resultFileName, as: UTF8.self)
    try scratch.write(file, "{\"type\":\"summary\"}\n{\"type\":\"sweep\",\"complete\":true}")
    #expect(try gaps() == ["a: the sweep has no result of this repository"])
  }

  @Test func aManifestThatIsCutOffIsNamed() throws {
    let whole = try manifest("1/1", "a", "b")
    let bytes = whole.bytes.dropLast()
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? 0
    try scratch.write("shard-1-of-1.manifest", Array(bytes[...end]))
    try writeResult("a")
    #expect(try gaps() == ["shard-1-of-1.manifest: it is truncated"])
  }

  @Test(arguments: ["x", "{}", "{\"schema\":\"other\"}", "[1]", "{\"repository\":\"a\"}"])
  func whatIsNoManifestIsSaid(_ text: String) throws {
    try scratch.write("shard-1-of-1.manifest", text)
    #expect(try gaps() == ["shard-1-of-1.manifest: it is no manifest of a sweep"])
  }

  @Test func aResultElsewhereIsNotLookedAt() throws {
    try scratch.write(
      "shard-1-of-1.manifest",
      "{\"repository\":\"a\",\"result\":\"../../etc/passwd\"}\n"
    )
    #expect(try gaps() == ["shard-1-of-1.manifest: it is no manifest of a sweep"])
  }

  @Test func sweepsOfDifferentShardsAreNotOne() throws {
    try write(manifest("1/1"))
    try write(manifest("1/2"))
    try write(manifest("2/2"))
    #expect(
      try gaps() == [".: it holds the manifests of sweeps in 1 and 2 shards; keep one of them"]
    )
  }

  @Test func whatWasNotSearchedIsAGap() throws {
    let problem = ScanProblem(path: ContentPath("d"), operation: .list, cause: "permission denied")
    try write(manifest("1/1", problems: [problem]))
    #expect(
      try gaps() == [
        "shard-1-of-1.manifest: not everything was searched for repositories: "
          + "cannot list 'd': permission denied"
      ]
    )
  }
}
