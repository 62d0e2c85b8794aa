package import ScanModel

/// The findings of a run or of a part of one, bounded in number.
///
/// Beyond the limit the list keeps the findings that reports list first, whatever the order in which
/// they come, and counts the others: what is listed does not depend on the number of threads.
package struct FindingList: Sendable {
  /// The findings kept, the suppressed ones among them; sorted once `finish` has been called.
  package private(set) var findings: [Finding] = []

  /// The findings beyond the limit.
  package private(set) var droppedCount = 0

  /// The findings below the least confidence or severity.
  package var hiddenCount = 0

  /// The most findings that a list keeps: some 40 MB of them.
  package static let limit = 100_000

  /// How many of the findings kept are suppressed.
  package var suppressedCount: Int { findings.count { $0.suppression != nil } }

  /// Makes an empty list.
  package init() {}

  /// Adds a finding.
  package mutating func append(_ finding: Finding) {
    findings.append(finding)
    if findings.count >= 2 * Self.limit { trim() }
  }

  /// Takes out the findings that `isUnwanted` says of.
  mutating func removeAll(where isUnwanted: (Finding) -> Bool) {
    findings.removeAll(where: isUnwanted)
  }

  /// Counts `count` findings that are not even kept for a moment.
  mutating func drop(_ count: Int) {
    droppedCount += count
  }

  /// Whether nothing has been listed or counted.
  var isEmpty: Bool {
    findings.isEmpty && droppedCount == 0 && hiddenCount == 0
  }

  /// What the list counts without listing it.
  var withoutFindings: FindingList {
    var rest = self
    rest.findings = []
    return rest
  }

  /// Puts what `change` makes of each finding in its place; `finish` brings them back in order.
  mutating func replaceEach(_ change: (Finding) -> Finding) {
    findings = findings.map(change)
  }

  /// Adds another part's findings.
  package mutating func merge(_ other: FindingList) {
    findings += other.findings
    droppedCount += other.droppedCount
    hiddenCount += other.hiddenCount
    if findings.count >= 2 * Self.limit { trim() }
  }

  /// Sorts the findings as reports list them, each key at a place once.
  ///
  /// Two commits may put different keys at one place, or the same key twice.
  package mutating func finish() {
    trim()
    var unique: [Finding] = []
    unique.reserveCapacity(findings.count)
    for finding in findings {
      if let last = unique.last, Finding.reportOrder(last, finding) == .same { continue }
      unique.append(finding)
    }
    findings = unique
  }

  private mutating func trim() {
    findings.sortInReportOrder()
    guard findings.count > Self.limit else { return }
    droppedCount += findings.count - Self.limit
    findings.removeSubrange(Self.limit...)
  }
}
