import Foundation
import Matching
import Posix
import Rules
import ScanModel
import TestSupport
import Testing

@testable import Scanning

@Suite struct HoleTests {
  @Test func readsPastAHoleOfManyTerabytes() throws {
    let scratch = try Scratch()
    let path = scratch.path("sparse")
    let key = try FakeKeys.expand("line one\n\"{key:zqt:1}\"\n")
    let far = 1 << 42
    try #require(FileManager.default.createFile(atPath: path, contents: Data("first\n".utf8)))
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seek(toOffset: UInt64(far))
    try handle.write(contentsOf: Data(key))
    try handle.truncate(atOffset: UInt64(2 * far))
    try handle.close()

    var scanner = ContentScanner(plan: try plan())
    scanner.scan(
      try FileDescriptor.open(Array(path.utf8)),
      trustsShortReads: true,
      isSeekable: true,
      path: { ContentPath("sparse") }
    )
    #expect(scanner.coverage.problems == [])
    #expect(scanner.list.findings.map(\.location.range?.lowerBound) == [far + 10])
    #expect(scanner.list.findings.map(\.location.start) == [LineColumn(line: 3, column: 2)])
    #expect(scanner.coverage.byteCount < 64 << 20)
  }

  @Test func aFullListOfWhatIsOnlyPossibleDoesNotPushAKeyOut() throws {
    let doubtful = try FakeKeys.expand("zwt_{body:one:43}\n")
    let content =
      Array(repeatElement(doubtful, count: ContentFindings.limit + 5).joined())
      + (try FakeKeys.expand("\"{key:zqt:1}\"\n"))
    let findings = ContentScan.findings(in: content, plan: try plan())
    #expect(findings.map(\.confidence) == [.exact])
  }

  @Test func inContextWhatIsOverTheLimitMakesTheRunIncomplete() throws {
    let doubtful = try FakeKeys.expand("zwt_{body:one:43}\n")
    let content =
      Array(repeatElement(doubtful, count: ContentFindings.limit + 5).joined())
      + Array("Vectara".utf8)
    var scanner = ContentScanner(plan: try plan())
    scanner.scan(content.span, from: 0, isInPath: false, path: nil)
    #expect(scanner.list.findings.count == ContentFindings.limit)
    #expect(scanner.list.droppedCount == 5)
  }

  private func plan() throws -> ScanPlan { ScanPlan(matcher: Matcher(try RuleSet.builtin())) }
}
