import Foundation
import Reporting
import ScanModel
import Testing

/// Whole reports, as they shall be.
///
/// `ZLEAKS_RECORD_GOLDEN=1` writes them anew and fails, so that no run can both record and pass.
@Suite struct GoldenTests {
  private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("testdata/golden")

  @Test(
    arguments: [
      (ReportFormat.text, "report.txt"), (.jsonl, "report.jsonl"), (.json, "report.json"),
      (.sarif, "report.sarif"), (.gitlab, "gl-secret-detection-report.json"),
      (.junit, "junit.xml"), (.csv, "report.csv"), (.markdown, "comment.md"),
      (.html, "report.html"), (.github, "annotations.txt"),
    ]
  )
  func reportsAreAsTheyShallBe(_ format: ReportFormat, _ name: String) throws {
    let report = ReportFixtures.report(
      format,
      ReportSamples.findings,
      ReportSamples.summary,
      context: ReportSamples.context
    )
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["ZLEAKS_RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(report.utf8).write(to: file)
      Issue.record("recorded")
      return
    }
    let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(report == golden, "\(name) differs: ZLEAKS_RECORD_GOLDEN=1 writes it anew")
  }
}
