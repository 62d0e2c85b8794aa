package import ScanModel

/// Findings of many reports, each key at a place once, with the most that any report tells of it.
///
/// The result does not depend on the order of the reports, nor on whether one comes twice. It is
/// bounded: beyond the limit, the findings that reports list first are kept, and the others counted.
package struct FindingMerge: Sendable {
  private var findings: [Finding] = []

  /// Where the finding at each place is.
  private var indices: [Place: Int] = [:]

  /// The findings beyond the limit.
  package private(set) var droppedCount = 0

  /// The most findings that are kept.
  private let limit: Int

  /// The most findings that are kept: some 200 MB of them.
  package static let standardLimit = 250_000

  /// What makes two findings one.
  private struct Place: Hashable {
    let rule: RuleID
    let fingerprint: Fingerprint
    let repository: ContentPath?
    let object: String?
    let path: ContentPath?
    let isInPath: Bool
    let start: LineColumn
    let encodings: [String]

    init(_ finding: Finding) {
      rule = finding.rule
      fingerprint = finding.key.fingerprint
      repository = finding.git?.repository
      object = finding.git?.object
      path = finding.location.path
      isInPath = finding.location.isInPath
      start = finding.location.start
      encodings = finding.location.encodings
    }
  }

  /// Starts with no findings.
  package init(limit: Int = FindingMerge.standardLimit) {
    self.limit = limit
  }

  /// Adds a finding, or what it tells of one that is there.
  package mutating func add(_ finding: Finding) {
    if let index = indices.updateValue(findings.count, forKey: Place(finding)) {
      indices[Place(finding)] = index
      findings[index] = findings[index].joined(with: finding)
    } else {
      findings.append(finding)
    }
    if findings.count >= 2 * limit { trim() }
  }

  /// The findings, in the order of reports.
  package mutating func finish() -> [Finding] {
    findings.sortInReportOrder()
    indices = [:]
    drop()
    let sorted = findings
    findings = []
    return sorted
  }

  private mutating func trim() {
    findings.sortInReportOrder()
    drop()
    indices.removeAll(keepingCapacity: true)
    for index in findings.indices { indices[Place(findings[index])] = index }
  }

  /// Drops what is beyond the limit.
  private mutating func drop() {
    let surplus = findings.count - limit
    guard surplus > 0 else { return }
    droppedCount += surplus
    findings.removeLast(surplus)
  }
}

extension Finding {
  /// What two reports tell of one key at one place.
  fileprivate func joined(with other: Finding) -> Finding {
    Finding(
      rule: rule,
      severity: max(severity, other.severity),
      confidence: max(confidence, other.confidence),
      key: key.customerID == nil ? other.key : key,
      location: location.range == nil ? other.location : location,
      secret: secret ?? other.secret,
      nearbyKeys: Self.better(nearbyKeys, other.nearbyKeys),
      git: Self.better(git, other.git),
      status: KeyStatus.better(status, other.status),
      suppression: Self.better(suppression, other.suppression)
    )
  }

  private static func better(_ left: [Fingerprint], _ right: [Fingerprint]) -> [Fingerprint] {
    if left.count != right.count { return left.count > right.count ? left : right }
    return left.lexicographicallyPrecedes(right) ? left : right
  }

  /// The facts that tell more; of facts that tell as much, the first as text.
  private static func better(_ left: GitFacts?, _ right: GitFacts?) -> GitFacts? {
    guard let left, let right else { return left ?? right }
    if left.factCount != right.factCount { return left.factCount > right.factCount ? left : right }
    return "\(left)" <= "\(right)" ? left : right
  }

  /// Whoever has not suppressed a key wants to see it.
  private static func better(
    _ left: SuppressionRecord?,
    _ right: SuppressionRecord?
  ) -> SuppressionRecord? {
    guard let left, let right else { return nil }
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue ? left : right }
    // A reason that is empty is still one more than none.
    guard let leftReason = left.reason, let rightReason = right.reason else {
      return left.reason == nil ? right : left
    }
    return leftReason <= rightReason ? left : right
  }
}

extension GitFacts {
  /// How much they tell.
  fileprivate var factCount: Int {
    let introduced = introduction.map {
      4 + ($0.author == nil ? 0 : 1) + ($0.date == nil ? 0 : 1) + ($0.path == nil ? 0 : 1)
    }
    let exposed = exposure.map {
      8 + ($0.isReachable ? 1 : 0) + ($0.isInHead ? 1 : 0) + $0.references.count + $0.paths.count
    }
    return (introduced ?? 0) + (exposed ?? 0)
  }
}

extension KeyStatus {
  /// What is better known: proof before none, the later before the earlier, and of two proofs of one
  /// time the worse.
  static func better(_ left: KeyStatus, _ right: KeyStatus) -> KeyStatus {
    if left.rank != right.rank { return left.rank > right.rank ? left : right }
    let leftTime = left.evidence?.checkedAt.seconds ?? .min
    let rightTime = right.evidence?.checkedAt.seconds ?? .min
    if leftTime != rightTime { return leftTime > rightTime ? left : right }
    return "\(left)" <= "\(right)" ? left : right
  }

  private var rank: Int {
    switch self {
    case .active, .disabled: 3
    case .unknown(_, _?): 2
    case .unknown(.notChecked, nil): 0
    case .unknown: 1
    }
  }
}
