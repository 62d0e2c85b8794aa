package import ScanModel

/// What has become of a finding since an earlier report.
package enum FindingChange: String, CaseIterable, Sendable {
  /// It was not in the earlier report.
  case new
  /// It was in the earlier report alone.
  case fixed
  /// It is in both.
  case unchanged
}

/// The differences between an earlier report and this one.
///
/// A finding is told by its key, its repository and its path: a key whose line has moved, or that
/// stands in a later version of the file too, is not new.
package struct FindingChanges: Sendable {
  private let before: Set<Place>
  private let now: Set<Place>
  private var counts: [FindingChange: Int] = [:]

  /// A key in a file.
  private struct Place: Hashable {
    let fingerprint: Fingerprint
    let repository: ContentPath?
    let path: ContentPath?

    init(_ finding: Finding) {
      fingerprint = finding.key.fingerprint
      repository = finding.git?.repository
      path = finding.location.path
    }
  }

  /// Compares the findings of an earlier report with those of this one.
  package init(from earlier: [Finding], to findings: [Finding]) {
    before = Set(earlier.lazy.map { Place($0) })
    now = Set(findings.lazy.map { Place($0) })
    for finding in findings { counts[change(of: finding), default: 0] += 1 }
    counts[.fixed] = earlier.count { change(of: $0) == .fixed }
  }

  /// What has become of a finding of either report.
  package func change(of finding: Finding) -> FindingChange {
    let place = Place(finding)
    guard now.contains(place) else { return .fixed }
    return before.contains(place) ? .unchanged : .new
  }

  /// How many findings there are of that kind: of this report, or, for `fixed`, of the earlier one.
  package func count(of change: FindingChange) -> Int { counts[change] ?? 0 }
}
