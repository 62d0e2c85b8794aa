package import ScanModel
import TextForms

/// The `jsonl` report: one JSON object a line, the findings first, the summary last.
package struct JSONLinesReport: ReportWriter {
  private let context: ReportContext

  /// Makes a writer.
  package init(context: ReportContext) {
    self.context = context
  }

  package func write<Failure>(
    findings: [Finding],
    summary: ScanSummary,
    to output: inout ReportOutput<Failure>
  ) throws(Failure) {
    let record = JSONRecord(context, findings)
    var json = JSONWriter()
    for finding in findings {
      record.write(finding, to: &json)
      output.append(json.bytes)
      output.append("\n".utf8)
      try output.endRecord()
      json.removeAll()
    }
    record.write(summary, to: &json)
    output.append(json.bytes)
    output.append("\n".utf8)
    try output.flush()
  }
}
