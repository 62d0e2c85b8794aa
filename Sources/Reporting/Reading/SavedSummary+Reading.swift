package import ScanModel
import TextForms

extension SavedSummary {
  /// Reads a `summary` record.
  init(_ record: RecordObject) throws(RecordError) {
    var coverage = Coverage()
    coverage.fileCount = try record.number("files") ?? 0
    coverage.objectCount = try record.number("objects") ?? 0
    coverage.byteCount = try record.number("bytes") ?? 0
    for skipped in try record.objects("skipped") {
      let count = try skipped.need("count") { name throws(RecordError) in
        try skipped.number(name)
      }
      let reason = try skipped.need("reason", skipped.string)
      // What a later version passes over for another reason is none of ours to name.
      if let reason = SkipReason(rawValue: reason) { coverage.addSkipped(reason, count: count) }
    }
    let problems = try record.objects("errors")
    for problem in problems { coverage.addProblem(try Self.problem(problem)) }
    let problemCount = try record.number("errorCount") ?? problems.count
    coverage.addUnlistedProblems(max(0, problemCount - problems.count))
    let summary = ScanSummary(
      coverage: coverage,
      findingCount: try record.need("findings") { name throws(RecordError) in
        try record.number(name)
      },
      keyCount: try record.number("keys") ?? 0,
      suppressedCount: try record.number("suppressed") ?? 0,
      hiddenCount: try record.number("hidden") ?? 0,
      seconds: try Self.seconds(record),
      version: try record.string("version") ?? "",
      isInterrupted: try record.boolean("interrupted") ?? false,
      isShallow: try record.boolean("shallow") ?? false
    )
    let isComplete = try record.need("complete", record.boolean)
    self.init(summary: summary, isComplete: isComplete && summary.isComplete)
  }

  private static func problem(_ record: RecordObject) throws(RecordError) -> ScanProblem {
    let path = try record.need("path", record.path)
    let operation = try record.need("operation", record.string)
    return ScanProblem(
      path: path.bytes == Array("-".utf8) ? nil : path,
      // A later version may fail in other ways; the message tells which.
      operation: ScanProblem.Operation(rawValue: operation) ?? .read,
      cause: try record.need("message", record.string)
    )
  }

  /// The duration; a report has `null` for one that no number can say.
  private static func seconds(_ record: RecordObject) throws(RecordError) -> Double {
    guard let value = record.member("seconds") else { return .nan }
    let seconds: Double? =
      switch value.content {
      case .integer(let number): Double(number)
      case .number(let number): number
      default: nil
      }
    guard let seconds, seconds.isFinite else {
      throw record.unexpected("seconds", value, "a number")
    }
    return seconds
  }
}

extension ScanSummary {
  /// The summary of both runs; sums that no number can hold are the largest one.
  package func adding(_ other: ScanSummary) -> ScanSummary {
    func sum(_ left: Int, _ right: Int) -> Int {
      let (sum, overflows) = left.addingReportingOverflow(right)
      return overflows ? .max : sum
    }
    var coverage = coverage
    coverage.merge(other.coverage)
    return ScanSummary(
      coverage: coverage,
      findingCount: sum(findingCount, other.findingCount),
      keyCount: sum(keyCount, other.keyCount),
      suppressedCount: sum(suppressedCount, other.suppressedCount),
      hiddenCount: sum(hiddenCount, other.hiddenCount),
      seconds: seconds + other.seconds,
      version: max(version, other.version),
      isInterrupted: isInterrupted || other.isInterrupted,
      isShallow: isShallow || other.isShallow
    )
  }
}
