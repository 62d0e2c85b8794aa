package import ScanModel
import TextForms

/// The `html` report: one page for a browser, without a network.
///
/// It is a plain page with a table, which a script, where there is one, lets the reader sort, filter
/// and group. All content stands in it as text.
package struct HTMLReport: ReportWriter {
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
    let text = FindingText(context, findings)
    let overview = HTMLOverview(text: text, findings: findings, summary: summary)
    output.append(HTMLPage.head(title: "zleaks: \(overview.title)").utf8)
    output.append(overview.header.utf8)
    output.append("<main>\n".utf8)
    if findings.isEmpty {
      output.append("<p>There is nothing to list.</p>\n".utf8)
    } else {
      try writeTable(of: findings, text, to: &output)
      output.append(overview.advice(context.advice).utf8)
    }
    output.append("</main>\n".utf8)
    output.append(overview.footer.utf8)
    output.append(HTMLPage.foot.utf8)
    try output.flush()
  }

  private func writeTable<Failure>(
    of findings: [Finding],
    _ text: FindingText,
    to output: inout ReportOutput<Failure>
  ) throws(Failure) {
    let rows = HTMLRows(text: text, findings: findings)
    output.append(HTMLRows.tableHead.utf8)
    for index in rows.order {
      output.append(rows.row(index).utf8)
      try output.endRecord()
    }
    output.append("</tbody>\n</table>\n</div>\n".utf8)
  }
}
