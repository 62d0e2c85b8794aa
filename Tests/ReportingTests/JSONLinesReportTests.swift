import Foundation
import ScanModel
import Testing

@testable import Reporting

@Suite struct JSONLinesReportTests {
  /// What follows the location in every finding, and the line of an empty summary.
  private let tail = """
    ,"status":{"state":"unknown","reason":"not-checked"},"suppressed":null}
    {"type":"summary","complete":true,"findings":0,"keys":0,"files":0,"objects":0,"bytes":0,\
    "skipped":[],"errors":[],"suppressed":0,"hidden":0,"seconds":0.040,"version":"1.2.3"}

    """

  @Test func writesAFindingAsDocumented() {
    let expected = """
      {"type":"finding","rule":"vectara-query-key","severity":"medium","confidence":"exact",\
      "key":{"redacted":"\(ReportFixtures.redacted)",\
      "fingerprint":"\(ReportFixtures.fingerprint)","length":42,"customerID":1234567890},\
      "location":{"path":"src/app.ts","line":6,"column":17,"endColumn":59,"byteOffset":123,\
      "encodings":[]}
      """
    #expect(ReportFixtures.report(.jsonl, [ReportFixtures.plain]) == expected + tail)
  }

  @Test func leavesAbsentFactsOutAndNamesStandardInput() {
    let location = ReportFixtures.location(nil, encodings: ["gzip", "base64"])
    let finding = ReportFixtures.finding(
      at: location,
      rule: RuleID("other"),
      severity: .info,
      confidence: .likely,
      customerID: nil
    )
    let expected = """
      {"type":"finding","rule":"other","severity":"info","confidence":"likely",\
      "key":{"redacted":"\(ReportFixtures.redacted)",\
      "fingerprint":"\(ReportFixtures.fingerprint)","length":42},\
      "location":{"path":"-","line":6,"column":17,"endColumn":59,"byteOffset":123,\
      "encodings":["gzip","base64"]}
      """
    #expect(ReportFixtures.report(.jsonl, [finding]) == expected + tail)
  }

  @Test func writesWhereInHistoryAFindingStands() {
    let key = String(decoding: ReportFixtures.key, as: UTF8.self)
    let finding = ReportFixtures.plain.placed(
      at: ContentPath("a"),
      git: GitFacts(
        object: "0123",
        kind: .blob,
        introduction: GitFacts.Introduction(
          commit: "4567",
          author: "\(key) \u{1B} <a>",
          date: "2023-11-15T03:43:20+05:30",
          path: ContentPath([0x61, 0xFF])
        )
      )
    )
    let expected = #"""
      "encodings":[]},"git":{"blob":"0123","object":"blob","introduced":{"commit":"4567",\#
      "author":"\#(ReportFixtures.redacted) \u001b <a>","date":"2023-11-15T03:43:20+05:30",\#
      "path":"a\\xff","pathBytes":"Yf8="}},"status":
      """#
    let report = ReportFixtures.report(.jsonl, [finding])
    #expect(report.contains(expected))
    #expect(!report.contains(key))
  }

  @Test func leavesAbsentFactsOfHistoryOut() {
    let staged = ReportFixtures.plain.placed(
      at: ContentPath("a"),
      git: GitFacts(object: "0123", kind: .tag)
    )
    #expect(
      ReportFixtures.report(.jsonl, [staged]).contains(#""git":{"blob":"0123","object":"tag"},"#)
    )
    let commit = ReportFixtures.plain.placed(
      at: ContentPath("commit 4567"),
      git: GitFacts(
        object: "4567",
        kind: .commit,
        introduction: GitFacts.Introduction(commit: "4567", author: nil, date: nil, path: nil)
      )
    )
    #expect(
      ReportFixtures.report(.jsonl, [commit])
        .contains(#""git":{"blob":"4567","object":"commit","introduced":{"commit":"4567"}},"#)
    )
  }

  @Test func aPlaceKnownByItsLineHasNoOffset() {
    let finding = ReportFixtures.plain.placed(
      at: ContentPath("g"),
      line: LineColumn(line: 3, column: 2),
      git: nil
    )
    let expected = """
      "location":{"path":"g","line":3,"column":2,"endColumn":44,"encodings":[]}
      """
    #expect(ReportFixtures.report(.jsonl, [finding]).contains(expected))
  }

  @Test func tellsTheColumnInCharactersWhereItIsAnother() {
    let report = ReportFixtures.report(.jsonl, [ReportSamples.active, ReportFixtures.plain])
    #expect(
      report.contains(#""line":3,"column":12,"endColumn":54,"characterColumn":9,"byteOffset":40,"#)
    )
    #expect(report.components(separatedBy: "characterColumn").count == 2)
  }

  @Test func tellsWhereAnArchiveEndsAndItsEntryStarts() {
    let place = Location(
      path: ContentPath("s!.zip!conf/app!.env"),
      isInPath: false,
      start: LineColumn(line: 1, column: 1),
      range: ByteRange(0, 42),
      byteCount: 42,
      encodings: [],
      entry: ContentPath("conf/app!.env")
    )
    #expect(
      ReportFixtures.report(.jsonl, [ReportFixtures.finding(at: place)])
        .contains(#""path":"s!.zip!conf/app!.env","entry":"conf/app!.env","line":1,"#)
    )
  }

  @Test func keepsTheBytesOfAHostilePath() throws {
    let finding = ReportFixtures.finding(
      at: ReportFixtures.location(ReportFixtures.hostilePath, isInPath: true)
    )
    let report = ReportFixtures.report(.jsonl, [finding])
    let expected = #"""
      "location":{"path":"a\u001b[2J\n\"\\\u202eé\\xff","pathBytes":"YRtbMkoKIlzigK7Dqf8=",\#
      "inPath":true,"line":6,
      """#
    #expect(report.contains(expected))
    let line = try #require(report.split(separator: "\n").first)
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let location = object?["location"] as? [String: Any]
    let bytes = (location?["pathBytes"] as? String).flatMap { Data(base64Encoded: $0) }
    #expect(bytes.map(Array.init) == ReportFixtures.hostilePath.bytes)
    #expect(location?["path"] as? String == "a\u{1B}[2J\n\"\\\u{202E}é\\xff")
  }

  @Test func writesTheKeyOnlyWhenAsked() throws {
    let key = String(decoding: ReportFixtures.key, as: UTF8.self)
    let hidden = ReportFixtures.report(.jsonl, [ReportFixtures.plain])
    #expect(!hidden.contains("value"))
    let shown = ReportFixtures.report(
      .jsonl,
      [ReportFixtures.plain],
      context: ReportContext(showsSecrets: true)
    )
    #expect(shown.contains(#""customerID":1234567890,"value":"\#(key)"},"location""#))
  }

  @Test func writesTheSummaryOfAnIncompleteRun() {
    var coverage = ReportFixtures.coverage(skipped: [.symbolicLink: 7, .gitDirectory: 5])
    coverage.objectCount = 3
    coverage.addProblem(
      ScanProblem(path: ContentPath("b"), operation: .read, cause: "input/output error")
    )
    coverage.addProblem(ScanProblem(path: nil, operation: .read, cause: "is a directory"))
    coverage.addProblem(
      ScanProblem(path: ContentPath([0x61, 0xFF]), operation: .open, cause: "permission denied")
    )
    let summary = ReportFixtures.summary(
      coverage: coverage,
      findings: 3,
      keys: 2,
      suppressed: 4,
      hidden: 5,
      seconds: 12.34567,
      isInterrupted: true
    )
    let expected = #"""
      {"type":"summary","complete":false,"findings":3,"keys":2,"files":1204,"objects":3,\#
      "bytes":48123456,"skipped":[{"reason":"git-directory","count":5},\#
      {"reason":"symbolic-link","count":7}],"errors":[\#
      {"path":"-","operation":"read","message":"is a directory"},\#
      {"path":"a\\xff","pathBytes":"Yf8=","operation":"open","message":"permission denied"},\#
      {"path":"b","operation":"read","message":"input/output error"}],\#
      "suppressed":4,"hidden":5,"interrupted":true,"seconds":12.346,"version":"1.2.3"}

      """#
    #expect(ReportFixtures.report(.jsonl, [], summary) == expected)
  }

  @Test func saysThatAnyRepositoryWasShallow() {
    let summary = ReportFixtures.summary(isShallow: true)
    #expect(
      ReportFixtures.report(.jsonl, [], summary).contains(#""hidden":0,"shallow":true,"seconds""#)
    )
    #expect(!ReportFixtures.report(.jsonl, []).contains("shallow"))
  }

  @Test func namesTheRepositoryFirst() {
    let facts = GitFacts(object: "ab", kind: .tag, repository: ContentPath([0x61, 0xFF]))
    let finding = ReportFixtures.plain.placed(at: ContentPath("tag ab"), git: facts)
    let expected =
      #""git":{"repository":"a\\xff","repositoryBytes":"Yf8=","blob":"ab","object":"tag"}"#
    #expect(ReportFixtures.report(.jsonl, [finding]).contains(expected))
  }

  @Test func countsTheErrorsThatItDoesNotList() throws {
    let summary = ReportFixtures.summary(coverage: ReportFixtures.coverage(problems: 1_001))
    let report = ReportFixtures.report(.jsonl, [], summary)
    let object = try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any]
    #expect((object?["errors"] as? [Any])?.count == 1_000)
    #expect(object?["errorCount"] as? Int == 1_001)
    #expect(object?["complete"] as? Bool == false)
  }

  @Test func leavesInChunks() {
    let findings = [Finding](repeating: ReportFixtures.plain, count: 10_000)
    let chunks = ReportFixtures.chunks(.jsonl, findings)
    let recordByteCount = 600
    #expect(chunks.count > 40)
    for chunk in chunks.dropLast() {
      #expect((65_536...65_536 + recordByteCount).contains(chunk.count))
    }
    let lineCount = chunks.joined().count { $0 == UInt8(ascii: "\n") }
    #expect(lineCount == 10_001)
  }
}
