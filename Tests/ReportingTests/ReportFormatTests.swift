import Testing

@testable import Reporting

@Suite struct ReportFormatTests {
  @Test func namesAreThoseOfTheCommandLine() {
    #expect(
      ReportFormat.allCases.map(\.rawValue) == [
        "text", "jsonl", "json", "sarif", "gitlab", "junit", "csv", "markdown", "html", "github",
      ]
    )
  }

  @Test func makesTheWriterOfItsName() {
    let context = ReportContext()
    #expect(ReportFormat.text.makeWriter(context: context) is TextReport)
    #expect(ReportFormat.jsonl.makeWriter(context: context) is JSONLinesReport)
    #expect(ReportFormat.json.makeWriter(context: context) is JSONReport)
    #expect(ReportFormat.sarif.makeWriter(context: context) is SARIFReport)
    #expect(ReportFormat.gitlab.makeWriter(context: context) is GitLabReport)
    #expect(ReportFormat.junit.makeWriter(context: context) is JUnitReport)
    #expect(ReportFormat.csv.makeWriter(context: context) is CSVReport)
    #expect(ReportFormat.markdown.makeWriter(context: context) is MarkdownReport)
    #expect(ReportFormat.html.makeWriter(context: context) is HTMLReport)
    #expect(ReportFormat.github.makeWriter(context: context) is GitHubReport)
  }
}
