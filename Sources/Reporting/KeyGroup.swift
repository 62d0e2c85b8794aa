import ScanModel

/// Everything that findings tell of one key.
struct KeyGroup: Sendable {
  /// The findings of the key, in the order of the report; never empty.
  let findings: [Finding]

  /// One of them, for what all of them share.
  let first: Finding

  /// Groups findings by their keys, in the order in which the keys come first.
  static func groups(_ findings: [Finding]) -> [KeyGroup] {
    var order: [Fingerprint] = []
    var byKey: [Fingerprint: [Finding]] = [:]
    for finding in findings {
      if byKey[finding.key.fingerprint] == nil { order.append(finding.key.fingerprint) }
      byKey[finding.key.fingerprint, default: []].append(finding)
    }
    return order.compactMap { fingerprint in
      guard let findings = byKey[fingerprint], let first = findings.first else { return nil }
      return KeyGroup(findings: findings, first: first)
    }
  }

  /// The worst that a rule says of it.
  var severity: Severity { findings.reduce(first.severity) { max($0, $1.severity) } }

  /// The surest that it is.
  var confidence: Confidence { findings.reduce(first.confidence) { max($0, $1.confidence) } }

  /// Whether it works, by the best that is known.
  var status: KeyStatus { findings.reduce(first.status) { KeyStatus.better($0, $1.status) } }

  /// How many repositories hold it.
  var repositoryCount: Int {
    Set(findings.compactMap { $0.git.map { $0.repository ?? ContentPath("") } }).count
  }

  /// When it was first brought in, as the commit has it; `nil` if no finding tells.
  var introduced: String? {
    let dates = findings.compactMap { finding -> (seconds: Int, text: String)? in
      guard let text = finding.git?.introduction?.date else { return nil }
      return Timestamp(parsing: text).map { ($0.seconds, text) }
    }
    return dates.min { ($0.seconds, $0.text) < ($1.seconds, $1.text) }?.text
  }

  /// Whether a `HEAD` still has it; `nil` if no finding tells.
  var isInHead: Bool? {
    let known = findings.compactMap { $0.git?.exposure?.isInHead }
    return known.isEmpty ? nil : known.contains(true)
  }
}
