import ScanModel
import Testing

@testable import Reporting

/// What each report says of a key in an archive: other programs know the archive's file and no more.
@Suite struct ContainedFindingTests {
  private func finding(
    _ entry: [UInt8] = Array("in.jar!a b".utf8),
    in file: String? = "dist/app.war",
    line: Int = 6
  ) -> Finding {
    let container = file.map { ContentPath($0) }
    return ReportFixtures.finding(
      at: Location(
        path: ContentPath(inside: container, ContentPath(entry)),
        isInPath: false,
        start: LineColumn(line: line, column: 17),
        range: ByteRange(123, 165),
        byteCount: 42,
        encodings: [],
        entry: ContentPath(entry)
      )
    )
  }

  private func report(_ format: ReportFormat, _ findings: [Finding]) -> String {
    ReportFixtures.report(
      format,
      findings,
      ReportFixtures.summary(findings: findings.count, keys: 1)
    )
  }

  @Test func textNamesTheEntry() {
    #expect(report(.text, [finding()]).hasPrefix("dist/app.war!in.jar!a b:6:17: medium "))
  }

  @Test func annotationsPointAtTheFile() {
    #expect(
      report(.github, [finding()])
        == "::warning file=dist/app.war,title=medium vectara-query-key::\(ReportFixtures.redacted) "
        + "(exact, customer 1234567890) in 'in.jar!a b', line 6\n"
    )
    // Standard input is no file.
    #expect(
      report(.github, [finding(in: nil)]).hasPrefix("::warning title=medium vectara-query-key::")
    )
  }

  @Test func codeScanningPointsAtTheFileAndNamesTheEntry() {
    let text = report(.sarif, [finding(), finding(line: 7)])
    for part in [
      #""uri":"dist/app.war""#, #""fullyQualifiedName":"in.jar!a b","kind":"resource""#,
      "; in 'in.jar!a b', line 6.", "; in 'in.jar!a b', line 7.",
      // One key twice in one file is two alerts.
      #""primaryLocationLineHash":"49ff1dbd433dc25f:1""#,
      #""primaryLocationLineHash":"49ff1dbd433dc25f:2""#,
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(report(.sarif, [finding(in: nil)]).contains(#""uri":"standard-input""#))
  }

  @Test func gitLabPointsAtTheFile() {
    let text = report(.gitlab, [finding()])
    #expect(text.contains(#""file":"dist/app.war","commit""#))
    #expect(text.contains("(exact, customer 1234567890) `in 'in.jar!a b', line 6`"))
  }

  @Test func testCasesPointAtTheFile() {
    let text = report(.junit, [finding()])
    #expect(text.contains(#"name="dist/app.war!in.jar!a b:6:17 "#))
    #expect(text.contains(#"file="dist/app.war" line="1""#))
  }

  @Test(arguments: [ReportFormat.jsonl, .json])
  func whatIsReadBackKnowsTheEntry(_ format: ReportFormat) throws {
    for entry in [Array("in.jar!a b".utf8), [0x82, 0x21, 0x61]] {
      let written = report(format, [finding(entry)])
      let read = try SavedReport.read(Array(written.utf8))
      let location = try #require(read.findings.first?.location)
      #expect(location.entry == ContentPath(entry))
      #expect(location.outerPath == ContentPath("dist/app.war"))
      #expect(report(format, read.findings) == written)
    }
  }

  @Test func anEntryThatIsNotInThePathIsRefused() {
    let text = report(.jsonl, [finding()]).replacing(#""entry":"in."#, with: #""entry":"out."#)
    #expect(throws: (any Error).self) { try SavedReport.read(Array(text.utf8)) }
  }
}
