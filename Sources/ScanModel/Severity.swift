/// How much harm a leaked key can do, least first.
package enum Severity: String, CaseIterable, Comparable, Sendable {
  /// Worth knowing, opens nothing; never fails a run.
  case info
  /// Little harm.
  case low
  /// Reads data.
  case medium
  /// Reads and writes data.
  case high
  /// Everything its owner may do.
  case critical

  /// The position in the order, from 0.
  private var rank: Int {
    switch self {
    case .info: 0
    case .low: 1
    case .medium: 2
    case .high: 3
    case .critical: 4
    }
  }

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
