package import ScanModel
import TextForms

/// The `json` report: one JSON object in all, with a line for each finding.
package struct JSONReport: ReportWriter {
  /// The name and the version of the format.
  package static let schema = "zleaks.report/1"

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
    output.append(#"{"schema":"\#(Self.schema)","findings":["#.utf8)
    for (index, finding) in findings.enumerated() {
      record.write(finding, to: &json)
      output.append((index == 0 ? "\n" : ",\n").utf8)
      output.append(json.bytes)
      try output.endRecord()
      json.removeAll()
    }
    output.append((findings.isEmpty ? "" : "\n").utf8)
    output.append(#"],"summary":"#.utf8)
    record.write(summary, to: &json)
    output.append(json.bytes)
    output.append("}\n".utf8)
    try output.flush()
  }
}
