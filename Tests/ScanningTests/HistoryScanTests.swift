import Foundation
import GitObjects
import Rules
import ScanModel
import TestSupport
import Testing

@testable import Scanning

@Suite struct HistoryScanTests {
  private let scratch: Scratch
  private let path: [UInt8]

  init() throws {
    scratch = try Scratch()
    try scratch.makeDirectory("repo")
    path = Array(scratch.path("repo").utf8)
    try git(["init", "-q"])
  }

  @discardableResult
  private func git(_ arguments: [String], input: [UInt8] = []) throws -> String {
    let outcome = try Command.run(
      ["git", "-c", "gc.auto=0", "-c", "user.name=a", "-c", "user.email=a"] + arguments,
      in: scratch.path("repo"),
      environment: [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
        "HOME": scratch.path,
      ],
      input: input
    )
    try #require(outcome.status == 0, "git \(arguments): \(outcome.errorText)")
    return outcome.text.trimmingCharacters(in: .newlines)
  }

  private func write(_ bytes: [UInt8]) throws -> String {
    try git(["hash-object", "-w", "--stdin"], input: bytes)
  }

  private func scan(_ change: (inout SweepOptions) -> Void = { _ in }) throws
    -> HistoryScan.Outcome
  {
    var options = SweepOptions(threadCount: 2)
    change(&options)
    return HistoryScan(plan: try Fixture.plan(), options: options).run([path])
  }

  private let key = Result { try FakeKeys.expand("\"{key:zqt:1}\"\n") }

  @Test func saysWhereAFindingStands() throws {
    let blob = try write(Array("first\n".utf8) + (try key.get()))
    let result = try scan().result
    let finding = try #require(result.list.findings.first)
    #expect(result.list.findings.count == 1)
    #expect(finding.location.path == ContentPath("blob \(blob)"))
    #expect(finding.location.start == LineColumn(line: 2, column: 2))
    #expect(
      finding.git
        == GitFacts(
          object: blob,
          kind: .blob,
          exposure: GitFacts.Exposure(isReachable: false, isInHead: false, holder: "dangling"),
          repository: ContentPath(path)
        )
    )
    #expect(result.coverage.objectCount == 1)
    #expect(result.coverage.byteCount == 51)
  }

  @Test(arguments: [1, 64, 100, 4_096]) func findsAKeyThatPiecesCutAnywhere(_ pieceByteCount: Int)
    throws
  {
    let filler = Fixture.filler(3_000)
    let blob = try write(filler + (try key.get()) + filler)
    try git(["repack", "-q", "-a", "-d"])
    let result = try scan {
      $0.maximumWholeByteCount = 10
      $0.pieceByteCount = pieceByteCount
    }.result
    #expect(result.list.findings.map(\.location.path) == [ContentPath("blob \(blob)")])
    #expect(result.list.findings.map(\.location.range?.lowerBound) == [3_001])
    #expect(result.coverage.byteCount == 2 * filler.count + (try key.get()).count)
    #expect(result.coverage.problems == [])
  }

  @Test func asksGitForWhatItCannotRead() throws {
    // Two versions, one a delta of the other, both larger than the reader is allowed to make.
    var blobs: [String] = []
    var random = SplitMix64(seed: 1)
    let filler = (0..<5_000).map { _ in UInt8(truncatingIfNeeded: random.next() % 10 + 48) }
    for version in 0..<2 {
      let text = filler + (try key.get()) + Array("\(version)\n".utf8)
      try scratch.write("repo/file", text)
      try git(["add", "file"])
      try git(["commit", "-q", "-m", "\(version)"])
      blobs.append(try git(["rev-parse", "HEAD:file"]))
    }
    try git(["repack", "-q", "-a", "-d", "-f"])
    let outcome = try scan { $0.maximumByteCount = 1_000 }
    #expect(
      outcome.result.list.findings.map(\.git?.object) == blobs.sorted()
    )
    #expect(
      outcome.result.list.findings.map(\.location.path)
        == [ContentPath("file"), ContentPath("file")]
    )
    #expect(outcome.result.coverage.problems == [])
    #expect(outcome.result.coverage.objectCount == 6)
    #expect(outcome.notes == [.readByGit(repository: ContentPath(path), objectCount: 2)])
  }

  @Test func keepsAProblemThatGitHasToo() throws {
    let blob = try write(try key.get())
    let file = "repo/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
    try FileManager.default.removeItem(atPath: scratch.path(file))
    try scratch.write(file, "garbage")
    let outcome = try scan()
    #expect(outcome.notes == [])
    #expect(outcome.result.coverage.problems.map(\.path) == [ContentPath(scratch.path(file))])
    #expect(outcome.result.coverage.objectCount == 1)
  }

  @Test func oneRepositoryAfterTheOther() throws {
    let blob = try write(try key.get())
    let other = path + Array("/../repo/.git".utf8)
    let scan = HistoryScan(plan: try Fixture.plan(), threadCount: 1)
    var steps: [Int] = []
    let result = scan.run([path, other]) { steps.append($0.totalObjectCount) }.result
    #expect(result.list.findings.map(\.git?.repository) == [path, other].map { ContentPath($0) })
    #expect(result.list.findings.map(\.git?.object) == [blob, blob])
    #expect(result.coverage.objectCount == 2)
  }

  @Test func tellsOfTheSearchAndThenOfTheOrigins() throws {
    _ = try write(try key.get())
    let plan = try Fixture.plan()
    // A tick comes only when it takes a moment, so that nothing but the order can be expected.
    var phases: [HistoryScan.Phase] = []
    _ = HistoryScan(plan: plan, threadCount: 1).run([path]) { phases.append($0.phase) }
    if let first = phases.firstIndex(of: .origins(findingCount: 1)) {
      #expect(phases[first...].allSatisfy { $0 == .origins(findingCount: 1) })
    }
    let result = HistoryScan(plan: plan, findsOrigins: false).run([path]).result
    #expect(result.list.findings.map(\.git?.exposure) == [nil])
  }

  @Test func aPathThatIsNoRepositoryIsAProblem() throws {
    let none = ContentPath(scratch.path("none"))
    let result = HistoryScan(plan: try Fixture.plan()).run([none.bytes]).result
    #expect(
      result.coverage.problems == [
        ScanProblem(
          path: none,
          operation: .open,
          cause: "no git repository there or above it"
        )
      ]
    )
    #expect(!result.isShallow)
  }
}
