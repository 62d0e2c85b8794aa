import Foundation
import ScanModel
import Testing
import TextForms

@testable import Reporting

@Suite struct SARIFReportTests {
  private let schema: JSONSchema

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("testdata/schemas/sarif-schema-2.1.0.json")
    schema = JSONSchema(try JSON5Reader.read(Array(try Data(contentsOf: file))))
  }

  private func run(
    _ findings: [Finding],
    _ summary: ScanSummary = ReportFixtures.summary(),
    context: ReportContext = ReportSamples.context
  ) throws -> JSON5Value {
    let text = ReportFixtures.report(.sarif, findings, summary, context: context)
    let report = try JSON5Reader.read(Array(text.utf8))
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
    #expect(schema.faults(of: report) == [])
    #expect(report["version"]?.string == "2.1.0")
    return try #require(report["runs"]?.elements?.first)
  }

  @Test func fitsTheSchemaWithEverythingInIt() throws {
    var context = ReportSamples.context
    context.includesSuppressed = true
    let run = try run(
      ReportSamples.findings + ReportSamples.hostileFindings,
      ReportSamples.summary,
      context: context
    )
    #expect(
      run["results"]?.elements?.count
        == ReportSamples.findings.count + ReportSamples.hostileFindings.count
    )
  }

  @Test func fitsTheSchemaWithNothingInIt() throws {
    let run = try run([], context: ReportContext())
    #expect(run["results"]?.elements?.isEmpty == true)
    #expect(run["tool"]?["driver"]?["rules"]?.elements?.isEmpty == true)
    #expect(run["invocations"]?.elements?.first?["executionSuccessful"]?.boolean == true)
    #expect(run["versionControlProvenance"] == nil)
  }

  /// GitHub's own list of what must be there and must not be empty.
  @Test func hasWhatCodeScanningNeeds() throws {
    let run = try run(ReportSamples.findings + ReportSamples.hostileFindings)
    let driver = try #require(run["tool"]?["driver"])
    #expect(driver["name"]?.string == "zleaks")
    let rules = try #require(driver["rules"]?.elements)
    #expect(rules.compactMap { $0["id"]?.string } == ["vectara-key-id", "vectara-query-key"])
    for rule in rules {
      for text in ["shortDescription", "fullDescription", "help"] {
        let text = try #require(rule[text]?["text"]?.string)
        #expect((1...1_024).contains(text.utf16.count))
      }
    }
    let scores = rules.map { $0["properties"]?["security-severity"]?.string }
    #expect(scores == [nil, "5.5"])
    let results = try #require(run["results"]?.elements)
    var hashes: Set<String> = []
    for result in results {
      #expect(result["message"]?["text"]?.string?.isEmpty == false)
      let place = try #require(result["locations"]?.elements?.first?["physicalLocation"])
      #expect(place["artifactLocation"]?["uri"]?.string?.isEmpty == false)
      for member in ["startLine", "startColumn", "endLine", "endColumn"] {
        #expect((place["region"]?[member]?.integer ?? 0) > 0)
      }
      let hash = try #require(result["partialFingerprints"]?["primaryLocationLineHash"]?.string)
      let uri = place["artifactLocation"]?["uri"]?.string ?? ""
      #expect(hashes.insert("\(uri) \(hash)").inserted || uri.contains("src/app.ts"))
      let rule = rules[try #require(result["ruleIndex"]?.integer)]
      #expect(rule["id"] != nil && rule["id"]?.string == result["ruleId"]?.string)
    }
  }

  @Test func countsCharactersAndEncodesPaths() throws {
    let run = try run([ReportSamples.active])
    let result = try #require(run["results"]?.elements?.first)
    let place = result["locations"]?.elements?.first?["physicalLocation"]
    #expect(run["columnKind"]?.string == "utf16CodeUnits")
    #expect(place?["artifactLocation"]?["uri"]?.string == "src/schl%C3%BCssel.ts")
    #expect(place?["region"]?["startColumn"]?.integer == 9)
    #expect(place?["region"]?["endColumn"]?.integer == 51)
    #expect(result["level"]?.string == "error")
    #expect(
      result["message"]?["text"]?.string
        == "Vectara query API key zqt_…18FA (exact, customer 1234567890, active)."
    )
  }

  @Test func leavesSuppressedFindingsOutUnlessTheyAreActiveOrAskedFor() throws {
    var active = ReportSamples.active
    active.suppression = SuppressionRecord(kind: .baseline, reason: nil)
    let results = try run([ReportSamples.suppressed, active])["results"]?.elements
    #expect(results?.count == 1)
    #expect(results?.first?["message"]?["text"]?.string?.contains("but the key works") == true)
    #expect(results?.first?["suppressions"] == nil)
    var context = ReportSamples.context
    context.includesSuppressed = true
    let all = try run([ReportSamples.suppressed, active], context: context)["results"]?.elements
    #expect(all?.count == 2)
    let suppression = all?.first?["suppressions"]?.elements?.first
    #expect(suppression?["kind"]?.string == "inSource")
    #expect(suppression?["justification"]?.string == "a sample <key>")
  }

  @Test func saysThatTheRunIsIncompleteAndWhereItWas() throws {
    let run = try run([ReportFixtures.plain], ReportSamples.summary)
    let invocation = try #require(run["invocations"]?.elements?.first)
    #expect(invocation["executionSuccessful"]?.boolean == false)
    let notification = invocation["toolExecutionNotifications"]?.elements?.first
    #expect(
      notification?["message"]?["text"]?.string
        == #"cannot open 'x]]>\x1b\#(ReportFixtures.redacted)': permission denied"#
    )
    let provenance = run["versionControlProvenance"]?.elements?.first
    #expect(provenance?["repositoryUri"]?.string == "https://example.com/team/app")
    #expect(provenance?["branch"]?.string == "main")
  }

  @Test func aRuleOfAnotherProgramIsDescribedToo() throws {
    let finding = ReportFixtures.finding(
      at: ReportFixtures.location(ContentPath("a")),
      rule: RuleID("other-rule"),
      severity: .low
    )
    let rules = try run([finding, finding])["tool"]?["driver"]?["rules"]?.elements
    #expect(rules?.count == 3)
    #expect(rules?.last?["name"]?.string == "OtherRule")
    #expect(rules?.last?["properties"]?["security-severity"]?.string == "2.0")
  }
}
