import Foundation
import ScanModel
import Testing
import TextForms

@testable import Reporting

@Suite struct GitLabReportTests {
  private func report(
    _ findings: [Finding],
    _ summary: ScanSummary = ReportFixtures.summary(seconds: 61.5)
  ) throws -> JSON5Value {
    let text = ReportFixtures.report(.gitlab, findings, summary, context: ReportSamples.context)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
    return try JSON5Reader.read(Array(text.utf8))
  }

  /// What version 15.2.1 of the schema requires, and the patterns that it gives.
  @Test func hasWhatTheSchemaRequires() throws {
    let report = try report(ReportSamples.findings + ReportSamples.hostileFindings)
    #expect(report["version"]?.string == "15.2.1")
    let scan = try #require(report["scan"])
    for role in ["analyzer", "scanner"] {
      for member in ["id", "name", "version"] {
        #expect(scan[role]?[member]?.string?.isEmpty == false)
      }
      #expect(scan[role]?["vendor"]?["name"]?.string == "zleaks")
    }
    #expect(scan["type"]?.string == "secret_detection")
    #expect(scan["status"]?.string == "success")
    #expect(scan["end_time"]?.string == "2026-09-21T14:13:20")
    #expect(scan["start_time"]?.string == "2026-09-21T14:12:19")
    let vulnerabilities = try #require(report["vulnerabilities"]?.elements)
    #expect(
      vulnerabilities.count == ReportSamples.findings.count - 1
        + ReportSamples.hostileFindings.count
    )
    var identifiers: Set<String> = []
    let uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
    for vulnerability in vulnerabilities {
      let id = try #require(vulnerability["id"]?.string)
      #expect(id.range(of: uuid, options: .regularExpression) != nil)
      #expect(identifiers.insert(id).inserted)
      #expect(vulnerability["location"]?["commit"]?["sha"]?.string?.isEmpty == false)
      #expect((1...255).contains(vulnerability["name"]?.string?.utf16.count ?? 0))
      #expect((1...7_000).contains(vulnerability["solution"]?.string?.utf16.count ?? 0))
      let severities = ["Info", "Unknown", "Low", "Medium", "High", "Critical"]
      #expect(severities.contains(vulnerability["severity"]?.string ?? ""))
      for identifier in try #require(vulnerability["identifiers"]?.elements) {
        for member in ["type", "name", "value"] {
          #expect(identifier[member]?.string?.isEmpty == false)
        }
      }
    }
  }

  @Test func namesTheCommitAndTheLine() throws {
    let vulnerability = try report([ReportSamples.historic])["vulnerabilities"]?.elements?.first
    let location = vulnerability?["location"]
    #expect(location?["file"]?.string == "old/config.py")
    #expect(location?["start_line"]?.integer == 6)
    #expect(location?["end_line"]?.integer == 6)
    #expect(location?["commit"]?["sha"]?.string == "fedcba9876fedcba9876fedcba9876fedcba9876")
    #expect(location?["commit"]?["date"]?.string == "2023-11-15T03:43:20+05:30")
    #expect(vulnerability?["name"]?.string == "Vectara query API key")
    #expect(
      vulnerability?["description"]?.string
        == "`zqt_…18FA` (likely, customer 1234567890)"
    )
    #expect(vulnerability?["identifiers"]?.elements?.first?["value"]?.string == "vectara-query-key")
  }

  @Test func whatIsNotFromHistoryHasTheCommitThatIsNone() throws {
    let location = try report([ReportFixtures.plain])["vulnerabilities"]?.elements?.first?[
      "location"
    ]
    #expect(location?["commit"]?["sha"]?.string == "0000000")
  }

  @Test func saysWhatCouldNotBeRead() throws {
    let report = try report([ReportFixtures.plain], ReportSamples.summary)
    #expect(report["scan"]?["status"]?.string == "failure")
    let message = report["scan"]?["messages"]?.elements?.first
    #expect(message?["level"]?.string == "warn")
    #expect(message?["value"]?.string?.hasPrefix(#"cannot open 'x]]>\x1b"#) == true)
  }

  @Test func suppressedFindingsAreLeftOut() throws {
    #expect(try report([ReportSamples.suppressed])["vulnerabilities"]?.elements?.isEmpty == true)
  }

  @Test func nothingOfScannedContentStandsInMarkdown() throws {
    for vulnerability in try report(ReportSamples.hostileFindings)["vulnerabilities"]?.elements
      ?? []
    {
      #expect(
        vulnerability["description"]?.string
          == "`zqt_…18FA` (exact, customer 1234567890, active, suppressed, but the key works)"
      )
    }
  }
}
