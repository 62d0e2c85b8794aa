/// The forms of report, by the names that `--format` takes.
package enum ReportFormat: String, CaseIterable, Sendable {
  /// Lines for a person.
  case text
  /// One JSON object a line.
  case jsonl
  /// One JSON object in all.
  case json
  /// SARIF 2.1.0, for code scanning.
  case sarif
  /// GitLab's secret detection report.
  case gitlab
  /// JUnit's XML: one test case for each finding.
  case junit
  /// A table for a spreadsheet.
  case csv
  /// Markdown for a comment on a pull request.
  case markdown
  /// One page for a browser.
  case html
  /// Workflow commands for GitHub Actions.
  case github

  /// Makes the writer of this form.
  package func makeWriter(context: ReportContext) -> any ReportWriter {
    switch self {
    case .text: TextReport(context: context)
    case .jsonl: JSONLinesReport(context: context)
    case .json: JSONReport(context: context)
    case .sarif: SARIFReport(context: context)
    case .gitlab: GitLabReport(context: context)
    case .junit: JUnitReport(context: context)
    case .csv: CSVReport(context: context)
    case .markdown: MarkdownReport(context: context)
    case .html: HTMLReport(context: context)
    case .github: GitHubReport(context: context)
    }
  }
}
