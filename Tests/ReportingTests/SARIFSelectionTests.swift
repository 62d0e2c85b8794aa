import ScanModel
import Testing
import TextForms

@testable import Reporting

@Suite struct SARIFSelectionTests {
  private func selection(_ findings: [Finding]) -> SARIFSelection {
    let context = ReportSamples.context
    return SARIFSelection(findings, context, FindingText(context, findings))
  }

  private func finding(_ number: Int, _ severity: Severity, path: String = "p") -> Finding {
    let location = ReportFixtures.location(ContentPath("\(path)\(number)"))
    return ReportFixtures.finding(at: location, severity: severity)
  }

  private func uris(_ selection: SARIFSelection) throws -> [String?] {
    try selection.results.map { result in
      try JSON5Reader.read(result)["locations"]?.elements?.first?["physicalLocation"]?[
        "artifactLocation"
      ]?["uri"]?.string
    }
  }

  @Test func keepsTheMostSevereInReportOrder() throws {
    let low = (0..<5_000).map { finding($0, .low) }
    let selection = selection(low + [finding(5_000, .info), finding(5_001, .critical)])
    let uris = try uris(selection)
    #expect(uris == (0..<4_999).map { "p\($0)" } + ["p5001"])
    #expect(
      selection.note
        == "the SARIF report lists 5,000 of 5,002 findings, the most severe: code scanning takes "
        + "no more; other formats list all"
    )
  }

  @Test func staysBelowTheSizeThatIsTaken() throws {
    let longPath = String(repeating: "\u{1B}", count: 4_000)
    let findings = (0..<2_000).map { finding($0, $0 == 1_999 ? .high : .low, path: longPath) }
    let selection = selection(findings)
    let byteCount = selection.results.reduce(0) { $0 + $1.count }
    #expect((8_900_000...SARIFReport.maximumByteCount).contains(byteCount))
    #expect(try uris(selection).last??.hasSuffix("1999") == true)
    #expect(selection.note?.contains("of 2,000 findings") == true)
  }

  @Test func saysNothingWhereEverythingFits() {
    let selection = selection([finding(1, .low), ReportSamples.suppressed])
    #expect(selection.results.count == 1)
    #expect(selection.note == nil)
  }

  @Test func theReportAndANoteSayWhatIsLeftOut() throws {
    let findings = (0..<5_001).map { finding($0, .low) }
    var context = ReportSamples.context
    let notes = Notes()
    context.note = { notes.add($0) }
    let text = ReportFixtures.report(.sarif, findings, context: context)
    let run = try JSON5Reader.read(Array(text.utf8))["runs"]?.elements?.first
    let notification = run?["invocations"]?.elements?.first?["toolExecutionNotifications"]?
      .elements?.first
    #expect(notification?["level"]?.string == "warning")
    #expect(notification?["message"]?["text"]?.string == notes.all.first)
    #expect(notes.all.count == 1)
    #expect(text.utf8.count < 10_000_000)
  }
}
