/// The last record of a report: how much was read and what it came to.
package struct ScanSummary: Sendable {
  /// What was read and what was not.
  package let coverage: Coverage

  /// The findings that the report lists.
  package let findingCount: Int

  /// The different keys among them; key IDs do not count.
  package let keyCount: Int

  /// The findings that an allow mark or an ignore file took out.
  package let suppressedCount: Int

  /// The findings below `--min-confidence` or `--min-severity`.
  package let hiddenCount: Int

  /// How long the run took, in seconds.
  package let seconds: Double

  /// The version of the program.
  package let version: String

  /// Whether the run ended early, by a signal.
  package let isInterrupted: Bool

  /// Whether a repository was a shallow clone, whose older history is not here.
  package let isShallow: Bool

  /// Makes a summary of its parts.
  package init(
    coverage: Coverage,
    findingCount: Int,
    keyCount: Int,
    suppressedCount: Int,
    hiddenCount: Int,
    seconds: Double,
    version: String,
    isInterrupted: Bool = false,
    isShallow: Bool = false
  ) {
    self.coverage = coverage
    self.findingCount = findingCount
    self.keyCount = keyCount
    self.suppressedCount = suppressedCount
    self.hiddenCount = hiddenCount
    self.seconds = seconds
    self.version = version
    self.isInterrupted = isInterrupted
    self.isShallow = isShallow
  }

  /// Whether everything was read.
  package var isComplete: Bool { coverage.isComplete && !isInterrupted }
}
