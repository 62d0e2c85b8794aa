import Foundation
import ScanModel
import Testing

@testable import Reporting

@Suite struct JSONReportTests {
  private let summary = """
    {"type":"summary","complete":true,"findings":0,"keys":0,"files":0,"objects":0,"bytes":0,\
    "skipped":[],"errors":[],"suppressed":0,"hidden":0,"seconds":0.040,"version":"1.2.3"}
    """

  @Test func writesAnEmptyReport() {
    let expected = #"{"schema":"zleaks.report/1","findings":[],"summary":\#(summary)}"# + "\n"
    #expect(ReportFixtures.report(.json, []) == expected)
  }

  @Test func writesTheObjectsOfTheLinesReport() throws {
    let findings = [
      ReportFixtures.plain,
      ReportFixtures.finding(at: ReportFixtures.location(ReportFixtures.hostilePath)),
    ]
    let lines = ReportFixtures.report(.jsonl, findings).split(separator: "\n")
    try #require(lines.count == 3)
    let expected = """
      {"schema":"zleaks.report/1","findings":[
      \(lines[0]),
      \(lines[1])
      ],"summary":\(summary)}

      """
    #expect(ReportFixtures.report(.json, findings) == expected)
  }

  @Test func anotherReaderUnderstandsIt() throws {
    let findings = [Finding](repeating: ReportFixtures.plain, count: 3)
    let report = ReportFixtures.report(.json, findings)
    let object = try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any]
    #expect(object?["schema"] as? String == "zleaks.report/1")
    let parsed = object?["findings"] as? [[String: Any]]
    #expect(parsed?.count == 3)
    let key = parsed?.last?["key"] as? [String: Any]
    #expect(key?["fingerprint"] as? String == ReportFixtures.fingerprint)
    #expect(parsed?.last?["suppressed"] is NSNull)
  }
}
