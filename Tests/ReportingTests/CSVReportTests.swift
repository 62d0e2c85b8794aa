import ScanModel
import Testing

@testable import Reporting

@Suite struct CSVReportTests {
  /// The rows as RFC 4180 reads them; `nil` if a quote stands where none may.
  private func parsed(_ text: String) -> [[String]]? {
    var rows: [[String]] = []
    for line in text.split(separator: "\r\n", omittingEmptySubsequences: true) {
      var fields: [String] = []
      var rest = line[...]
      repeat {
        guard rest.popFirst() == "\"" else { return nil }
        var field = ""
        while let character = rest.popFirst() {
          if character != "\"" {
            field.append(character)
            continue
          }
          guard rest.first == "\"" else { break }
          field.append("\"")
          rest.removeFirst()
        }
        fields.append(field)
      } while rest.popFirst() == ","
      guard rest.isEmpty else { return nil }
      rows.append(fields)
    }
    return rows
  }

  private func report(_ findings: [Finding]) -> String {
    ReportFixtures.report(.csv, findings, context: ReportSamples.context)
  }

  @Test func hasAHeaderAndARowForEachFinding() throws {
    let rows = try #require(parsed(report([ReportSamples.active, ReportSamples.suppressed])))
    try #require(rows.count == 3)
    let active = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
    let expected = [
      "path": "src/schlüssel.ts", "line": "3", "column": "12", "rule": "vectara-query-key",
      "severity": "critical", "confidence": "exact", "key": ReportFixtures.redacted,
      "fingerprint": ReportFixtures.fingerprint, "customer_id": "1234567890", "state": "active",
      "checked_at": "2026-09-21T14:13:20Z", "key_id": "aky.17", "key_name": "'=web",
    ]
    #expect(active.filter { !$0.value.isEmpty } == expected)
    #expect(rows[2].last == "inline")
  }

  @Test func nothingFoundIsAHeader() {
    #expect(report([]).hasPrefix(#""repository","path","line","#))
    #expect(report([]).split(separator: "\r\n").count == 1)
  }

  @Test func noFieldStartsAFormula() throws {
    let rows = try #require(parsed(report(ReportSamples.hostileFindings)))
    #expect(rows.count == ReportSamples.hostileNames.count + 1)
    #expect(rows.allSatisfy { $0.count == rows.first?.count })
    let starts: Set<Character> = ["=", "+", "-", "@", "|", "%", "\t", "\u{FF1D}"]
    for field in rows.joined() {
      let first = field.first { !$0.isWhitespace }
      #expect(!(first.map(starts.contains) ?? false), "\(field)")
      #expect(field.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
    }
  }

  @Test(
    arguments: [
      ("a", #""a""#), ("", #""""#), (#"a"b"#, #""a""b""#), ("=1", #""'=1""#),
      (" \u{3000}@", "\"' \u{3000}@\""),
      ("a\r\nb", #""a\r\nb""#), ("\t=1", #""\t=1""#), ("\u{2212}1", "\"'\u{2212}1\""),
      ("a=1", #""a=1""#),
    ]
  )
  func quotesEveryField(_ text: String, _ field: String) {
    #expect(CSVText.field(text) == field)
  }
}
