import Reporting
import ScanModel

/// What `zleaks report` is asked to do.
struct ReportArguments: Equatable, Sendable {
  /// The reports to read, byte for byte, never empty; `-` is standard input.
  let files: [[UInt8]]

  /// The earlier reports to compare with; empty for none.
  let earlier: [[UInt8]]

  /// Whether there is one entry for each key, not for each finding.
  let groupsByKey: Bool

  /// The file that the keys are added to; `nil` for none.
  let baseline: Baseline?

  /// The least confidence reported: by default all that the reports hold.
  let minimumConfidence: Confidence

  /// What is shared with the scanning commands.
  let common: ScanArguments

  /// What findings can be grouped by.
  enum Grouping: String, CaseIterable, Sendable {
    case key
  }

  /// What `--update-baseline` asks for.
  struct Baseline: Equatable, Sendable {
    /// The file, byte for byte.
    let file: [UInt8]

    /// Why its new entries do not count, byte for byte; `nil` if nobody says.
    let reason: [UInt8]?
  }

  /// Reads the arguments of `zleaks report`.
  ///
  /// - Throws: `UsageError.conflictingOptions` for groups of what has changed;
  ///   `UsageError.ungroupedFormat` for groups in a form that has none;
  ///   `UsageError.optionNeeds` for a reason without a baseline;
  ///   `UsageError.sharedDestination` if two reports would go to the same place.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    files = arguments.operands
    earlier = arguments.values(.since)
    groupsByKey = arguments.flag(.groupBy)
    let reason = arguments.value(.baselineReason)
    baseline = arguments.value(.updateBaseline).map { Baseline(file: $0, reason: reason) }
    if reason != nil, baseline == nil {
      throw .optionNeeds("reason", needed: "update-baseline")
    }
    minimumConfidence = arguments.choice(.minConfidence, default: .possible)
    common = try ScanArguments(arguments)
    guard groupsByKey else { return }
    if !earlier.isEmpty { throw .conflictingOptions("since", "group-by") }
    for request in common.reports where !KeyGroupReport.formats.contains(request.format) {
      throw .ungroupedFormat(request.format)
    }
  }
}
