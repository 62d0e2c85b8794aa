package import ScanModel

/// One form of report.
package protocol ReportWriter: Sendable {
  /// Writes the whole report, and flushes it.
  ///
  /// - Parameters:
  ///   - findings: The findings to list, in report order.
  ///   - summary: What the run came to.
  ///   - output: Where the bytes go.
  /// - Throws: What the output's sink throws, and nothing else.
  func write<Failure>(
    findings: [Finding],
    summary: ScanSummary,
    to output: inout ReportOutput<Failure>
  ) throws(Failure)
}
