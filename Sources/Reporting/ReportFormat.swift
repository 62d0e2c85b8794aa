/// The forms of report, by the names that `--format` takes.
package enum ReportFormat: String, CaseIterable, Sendable {
  /// Lines for a person.
  case text
  /// One JSON object a line.
  case jsonl
  /// One JSON object in all.
  case json

  /// Makes the writer of this form.
  package func makeWriter(context: ReportContext) -> any ReportWriter {
    switch self {
    case .text: TextReport(context: context)
    case .jsonl: JSONLinesReport(context: context)
    case .json: JSONReport(context: context)
    }
  }
}
