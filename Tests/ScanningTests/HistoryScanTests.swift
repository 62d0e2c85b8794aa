import Foundation
import GitObjects
import Matching
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

  /// Versions of a file, each with changes of a few bytes, some of which make or break what is to be
  /// found.
  private func versions(_ count: Int, _ random: inout SplitMix64) throws -> [[UInt8]] {
    let key = try FakeKeys.expand("{key:zut:2}")
    let encoded = Array(Data(key).base64EncodedString().utf8)
    // The end of a zip archive of one file.
    let archiveEnd: [UInt8] =
      [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0] + Array(repeating: 0, count: 10)
    var text = Fixture.filler(4_000)
    return (0..<count).map { _ in
      let place = Int(random.next() % UInt64(text.count - 100))
      switch random.next() % 12 {
      case 0: text.insert(contentsOf: key + [10], at: place)
      // A key that a byte in its prefix hides, until that byte goes.
      case 1: text.insert(contentsOf: key.prefix(2) + [33] + key.dropFirst(2) + [10], at: place)
      case 2: if let hidden = text.firstIndex(of: 33) { text.remove(at: hidden) }
      case 3: text.insert(contentsOf: [34] + encoded + [34], at: place)
      case 4:
        if let start = text.firstRange(of: key) { text.remove(at: start.lowerBound + 3) }
      // What makes it a container, and no longer.
      case 5: text.replaceSubrange(257..<262, with: Array("ustar".utf8))
      case 6: text.replaceSubrange(257..<262, with: Array("stars".utf8))
      case 7: text += archiveEnd
      case 8: text.removeLast(30)
      default: text.insert(contentsOf: Array("\(random.next())\n".utf8), at: place)
      }
      return text
    }
  }

  @Test(arguments: [1]) func findsInDeltasWhatIsInWholeObjects(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var names: [String] = []
    for version in try versions(80, &random) { names.append(try write(version)) }
    let plan = ScanPlan(
      matcher: Matcher(try RuleSet.builtin(), decodeDepth: 2),
      minimumConfidence: .possible
    )
    let scan = HistoryScan(plan: plan, threadCount: 1, findsOrigins: false)
    func told(_ result: ScanResult) -> [String] {
      result.list.findings.map {
        "\($0.rule) \($0.confidence) \($0.location) \($0.key.fingerprint)"
      }
    }
    let whole = scan.run([path]).result
    let list = names.map { "\($0) file\n" }.joined()
    try git(
      ["pack-objects", "-q", "--window=80", "--depth=50", ".git/objects/pack/pack"],
      input: Array(list.utf8)
    )
    try git(["prune-packed", "-q"])
    #expect(try git(["count-objects"]).hasPrefix("0 "))
    let packed = scan.run([path]).result
    #expect(told(packed) == told(whole))
    #expect(packed.list.hiddenCount == whole.list.hiddenCount)
    #expect(packed.coverage.byteCount == whole.coverage.byteCount)
    #expect(packed.coverage.objectCount == whole.coverage.objectCount)
    #expect(packed.coverage.skipped == whole.coverage.skipped)
    #expect(packed.coverage.problems == whole.coverage.problems)
    #expect(told(whole).count > 50)
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
