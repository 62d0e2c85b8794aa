import ScanModel

extension ReportFiles.Tally {
  /// A run that reads reports and finds something out besides.
  struct Run {
    /// How long it took, in seconds.
    let seconds: Double

    /// Whether it ended early, by a signal.
    let isInterrupted: Bool
  }

  /// The sum of the summaries, with the findings counted anew: two reports may tell of one.
  ///
  /// - Parameters:
  ///   - findings: What is reported.
  ///   - hiddenCount: The findings of the reports that are below a bar now.
  ///   - droppedCount: Those beyond the limit.
  ///   - run: The run that the summary is of; `nil` for those that the reports tell of.
  /// - Returns: The summary.
  func summary(
    of findings: [Finding],
    hiddenCount: Int = 0,
    droppedCount: Int = 0,
    run: Run? = nil
  ) -> ScanSummary {
    var coverage = summary?.coverage ?? Coverage()
    for problem in problems { coverage.addProblem(problem) }
    if droppedCount > 0 { coverage.addSkipped(.findingLimit, count: droppedCount) }
    let (hidden, overflows) = (summary?.hiddenCount ?? 0).addingReportingOverflow(hiddenCount)
    return ScanSummary(
      coverage: coverage,
      findingCount: findings.count,
      keyCount: findings.distinctKeyCount,
      suppressedCount: summary?.suppressedCount ?? 0,
      hiddenCount: overflows ? .max : hidden,
      seconds: run?.seconds ?? summary?.seconds ?? 0,
      version: run == nil ? summary?.version ?? Program.version : Program.version,
      isInterrupted: run?.isInterrupted == true || summary?.isInterrupted == true,
      isShallow: summary?.isShallow ?? false
    )
  }
}
