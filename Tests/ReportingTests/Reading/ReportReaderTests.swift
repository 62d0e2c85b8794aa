import ScanModel
import Testing

@testable import Reporting

@Suite struct ReportReaderTests {
  /// Writes what was read back, in the same form.
  private func rewritten(_ format: ReportFormat, _ report: SavedReport) throws -> String {
    let summary = try #require(report.summary).summary
    return ReportFixtures.report(format, report.findings, summary, context: Self.openly)
  }

  private static let openly = ReportContext(showsSecrets: true)

  @Test(arguments: [ReportFormat.jsonl, .json], 0..<40 as Range<UInt64>)
  func whatIsReadIsWrittenAgainByteForByte(_ format: ReportFormat, _ seed: UInt64) throws {
    let random = RandomFindings(seed: seed)
    let findings = (0..<Int(seed % 7)).map { _ in random.finding() }
    let summary = random.summary(findingCount: findings.count)
    for context in [ReportContext(), Self.openly] {
      let written = ReportFixtures.report(format, findings, summary, context: context)
      let report = try SavedReport.read(Array(written.utf8))
      #expect(report.problems.isEmpty)
      #expect(report.findings.count == findings.count)
      #expect(report.summary?.isComplete == summary.isComplete)
      #expect(try rewritten(format, report) == written, "seed \(seed)")
      #expect(report.findings.allSatisfy { ($0.secret != nil) == context.showsSecrets })
    }
  }

  @Test func readsPiecesOfAnySize() throws {
    let random = RandomFindings(seed: 9)
    let findings = [random.finding(), random.finding()]
    let summary = random.summary(findingCount: 2)
    for format in [ReportFormat.jsonl, .json] {
      let text = ReportFixtures.report(format, findings, summary, context: Self.openly)
      let bytes = Array(text.utf8)
      for size in [1, 2, 3, 7, 64, 1_000] {
        var reader = ReportReader { _ in [] }
        var read: [Finding] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
          let piece = Array(bytes[start..<min(start + size, bytes.count)])
          try reader.read(piece.span) { read.append($0) }
        }
        let report = SavedReport(findings: read, ending: try reader.finish())
        #expect(try rewritten(format, report) == text, "pieces of \(size)")
      }
    }
  }

  @Test func readsAReportThatAnotherProgramHasLaidOut() throws {
    let text = ReportFixtures.report(
      .json,
      [ReportFixtures.plain],
      ReportFixtures.summary(findings: 1, keys: 1)
    )
    let spread =
      text
      .replacing(",", with: ",\r\n  ")
      .replacing("\"findings\":[", with: "\"findings\" :\n [ ")
    let report = try SavedReport.read(Array("\u{FEFF}\(spread)".utf8))
    #expect(report.ending.isComplete)
    #expect(
      ReportFixtures.report(.json, report.findings, try #require(report.summary).summary) == text
    )
  }

  @Test func passesOverRecordsOfTypesThatItDoesNotKnow() throws {
    let finding = ReportFixtures.report(.jsonl, [ReportFixtures.plain], Self.one)
    let text = #"{"type":"hint","x":[1,{"y":2}]}"# + "\n" + finding
    let report = try SavedReport.read(Array(text.utf8))
    #expect(report.ending.unknownRecordCount == 1)
    #expect(report.findings.count == 1)
    #expect(report.ending.isComplete)
  }

  @Test func aTruncatedReportIsIncomplete() throws {
    let whole = Array(ReportFixtures.report(.jsonl, [ReportFixtures.plain], Self.one).utf8)
    let firstLine = try #require(whole.firstIndex(of: 0x0A))
    let atLineEnd = try SavedReport.read(Array(whole[...firstLine]))
    #expect(atLineEnd.problems == [.noSummary])
    #expect(atLineEnd.findings.count == 1)
    let inRecord = try SavedReport.read(Array(whole[..<(firstLine - 1)]))
    #expect(inRecord.problems == [.truncated(line: 1), .noSummary])
    #expect(inRecord.findings.isEmpty)
    #expect(try SavedReport.read([]).problems == [.noSummary])
  }

  @Test func everyPrefixOfAReportIsIncomplete() throws {
    for format in [ReportFormat.jsonl, .json] {
      let text = ReportFixtures.report(format, [ReportFixtures.plain], Self.one)
      // Without the line end at its end, it still tells all.
      let bytes = Array(text.utf8.dropLast())
      for length in bytes.indices {
        let report = try SavedReport.read(Array(bytes[..<length]))
        #expect(!report.ending.isComplete, "\(format), \(length) bytes")
      }
    }
  }

  @Test func aSummaryThatCountsMoreThanIsListedIsNoticed() throws {
    let text = ReportFixtures.report(
      .jsonl,
      [ReportFixtures.plain],
      ReportFixtures.summary(findings: 3)
    )
    let report = try SavedReport.read(Array(text.utf8))
    #expect(report.problems == [.fewerFindings(counted: 3, listed: 1)])
    #expect(!report.ending.isComplete)
  }

  @Test func reportsBehindOneAnotherAreAddedUp() throws {
    let random = RandomFindings(seed: 4)
    let summaries = [random.summary(findingCount: 1), random.summary(findingCount: 1)]
    let text =
      summaries.map { ReportFixtures.report(.jsonl, [ReportFixtures.plain], $0) }.joined()
    let report = try SavedReport.read(Array(text.utf8))
    #expect(report.findings.count == 2)
    let sum = try #require(report.summary).summary
    #expect(sum.findingCount == 2)
    #expect(sum.coverage.fileCount == summaries.reduce(0) { $0 + $1.coverage.fileCount })
    #expect(sum.coverage.problemCount == summaries.reduce(0) { $0 + $1.coverage.problemCount })
  }

  @Test func theSecondOfTwoReportsMustEndToo() throws {
    let whole = ReportFixtures.report(.jsonl, [ReportFixtures.plain], Self.one)
    let half = String(whole.prefix { $0 != "\n" })
    #expect(try SavedReport.read(Array((whole + half).utf8)).problems == [.noSummary])
  }

  @Test func whatSinceSaysIsFixedIsNotThereAnyMore() throws {
    let whole = ReportFixtures.report(
      .jsonl,
      [ReportFixtures.plain, ReportFixtures.plain],
      Self.one
    )
    let start = #"{"type":"finding","#
    let text =
      whole
      .replacing(start, with: start + #""change":"fixed","#, maxReplacements: 1)
      .replacing(start + #""rule""#, with: start + #""change":"new","rule""#)
    let report = try SavedReport.read(Array(text.utf8))
    #expect(report.findings.count == 1)
    #expect(report.ending.isComplete)
  }

  @Test func aRecordHasALimit() {
    let text = #"{"type":"x","y":""# + String(repeating: "a", count: 2_000) + #""}"#
    var reader = ReportReader(recognizing: { _ in [] }, maximumRecordByteCount: 1_000)
    #expect(throws: ReportReadError(line: 1, problem: .recordTooLong(limit: 1_000))) {
      try reader.read(Array(text.utf8).span) { _ in }
    }
  }

  /// The summary of a run with one finding.
  private static var one: ScanSummary { ReportFixtures.summary(findings: 1, keys: 1) }
}
