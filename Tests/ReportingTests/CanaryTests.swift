import ScanModel
import Testing
import TextForms

@testable import Reporting

/// A key's bytes reach no output unless `--show-secrets` asks.
@Suite struct CanaryTests {
  private let key = String(decoding: ReportFixtures.key, as: UTF8.self)

  /// The key in content, in a file's name, in a directory's name, and in a name with other bytes.
  private let findings = [
    ReportFixtures.plain,
    ReportFixtures.finding(
      at: ReportFixtures.location(ContentPath(ReportFixtures.key), isInPath: true)
    ),
    ReportFixtures.finding(
      at: ReportFixtures.location(ContentPath(ReportFixtures.key + Array("/a".utf8)))
    ),
    ReportFixtures.finding(
      at: ReportFixtures.location(ContentPath([0xFF] + ReportFixtures.key), isInPath: true)
    ),
  ]

  private let summary: ScanSummary = {
    var coverage = Coverage()
    coverage.addProblem(
      ScanProblem(
        path: ContentPath(Array("x-".utf8) + ReportFixtures.key),
        operation: .open,
        cause: "gone"
      )
    )
    return ReportFixtures.summary(coverage: coverage, findings: 4, keys: 1)
  }()

  @Test(arguments: ReportFormat.allCases, [false, true])
  func noReportHoldsTheKey(_ format: ReportFormat, _ usesColor: Bool) {
    let context = ReportContext(
      usesColor: usesColor,
      advice: [ReportFixtures.rule: "Disable it."]
    )
    let report = ReportFixtures.report(format, findings, summary, context: context)
    // The base64 of the path with the key after one other byte, as far as the key determines it.
    let encoded = Base64.encoded([0xFF] + ReportFixtures.key)
    #expect(!report.contains(key))
    #expect(!report.contains(encoded))
    #expect(report.contains(ReportFixtures.redacted))
  }

  /// The key in everything that a repository, a service or a hostile report can say.
  @Test(arguments: ReportFormat.allCases)
  func noTextAboutAFindingBringsTheKey(_ format: ReportFormat) throws {
    for counts in [true, false] {
      let finding = try findingFullOfKeys(counts: counts)
      var context = ReportSamples.context
      context.includesSuppressed = true
      context.sourceControl = SourceControl(
        repositoryURI: "https://example.com/" + key,
        revision: key,
        branch: key
      )
      let report = ReportFixtures.report(format, [finding], summaryFullOfKeys, context: context)
      expectNoKey(report)
    }
  }

  @Test(arguments: KeyGroupReport.formats)
  func noGroupBringsTheKey(_ format: ReportFormat) throws {
    let writer = KeyGroupReport(format, context: ReportSamples.context)
    var bytes: [UInt8] = []
    var output = ReportOutput<Never> { chunk in
      bytes += chunk.indices.map { chunk[$0] }
    }
    let finding = try findingFullOfKeys(counts: true)
    writer.write(findings: [finding], summary: summaryFullOfKeys, to: &output)
    expectNoKey(String(decoding: bytes, as: UTF8.self))
  }

  private func expectNoKey(_ report: String) {
    #expect(!report.contains(key))
    #expect(!report.contains(key.dropFirst(11).prefix(20)))
    #expect(!report.contains(Base64.encoded(ReportFixtures.key).dropLast(4)))
  }

  private func findingFullOfKeys(counts: Bool) throws -> Finding {
    let path = ContentPath(ReportFixtures.key)
    let facts = GitFacts(
      object: key,
      kind: .blob,
      introduction: GitFacts.Introduction(commit: "c", author: key, date: "d", path: path),
      exposure: GitFacts.Exposure(
        isReachable: !counts,
        isInHead: false,
        references: ["refs/heads/" + key],
        paths: [path],
        holder: counts ? "reflog of " + key : nil
      ),
      repository: path
    )
    let location = ReportFixtures.location(path, encodings: [key, "gzip"])
    var finding = ReportFixtures.finding(at: location).placed(at: path, git: facts)
    let time = try #require(Timestamp(seconds: 0, zoneMinutes: 0))
    var evidence = KeyEvidence(
      method: .account,
      checkedAt: time,
      keyID: key,
      keyName: key,
      role: key,
      requestID: key
    )
    evidence.detail = key
    finding.status = counts ? .active(evidence) : .unknown(.forbidden, evidence)
    finding.suppression = SuppressionRecord(kind: .inline, reason: key)
    return finding
  }

  private var summaryFullOfKeys: ScanSummary {
    var coverage = Coverage()
    let path = ContentPath(ReportFixtures.key)
    coverage.addProblem(ScanProblem(path: path, operation: .open, cause: key))
    return ScanSummary(
      coverage: coverage,
      findingCount: 1,
      keyCount: 1,
      suppressedCount: 1,
      hiddenCount: 0,
      seconds: 0,
      version: key
    )
  }

  @Test(arguments: ReportFormat.allCases)
  func everyReportHoldsTheKeyWhenAsked(_ format: ReportFormat) {
    let context = ReportContext(showsSecrets: true)
    let report = ReportFixtures.report(format, findings, summary, context: context)
    #expect(report.contains(key))
  }

  @Test func noLineForStandardErrorHoldsTheKey() {
    let redaction = PathRedaction(hiding: findings)
    let lines =
      SummaryText.lines(summary) + ProblemText.lines(summary.coverage, redaction: redaction)
    #expect(!lines.contains(key))
  }

  @Test func noDumpHoldsTheKey() {
    var text = ""
    dump(ReportFixtures.plain, to: &text)
    dump(PathRedaction(hiding: findings), to: &text)
    dump(ReportContext(showsSecrets: true), to: &text)
    text += String(reflecting: ReportFixtures.plain) + String(describing: ReportFixtures.plain)
    #expect(!text.contains(key))
    #expect(text.contains("<secret, 42 bytes>"))
  }
}
