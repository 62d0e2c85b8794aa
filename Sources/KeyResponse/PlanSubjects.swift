package import ScanModel

extension DisablePlan.Subject {
  /// What findings say of each distinct key, in their order.
  ///
  /// - Parameters:
  ///   - findings: The findings of all reports.
  ///   - shown: Makes a text safe to show and to keep: no keys in it.
  /// - Returns: A subject for each key and each ID.
  package static func subjects(
    of findings: [Finding],
    shown: (String) -> String
  ) -> [DisablePlan.Subject] {
    var order: [Fingerprint] = []
    var groups: [Fingerprint: [Finding]] = [:]
    for finding in findings {
      if groups[finding.key.fingerprint] == nil { order.append(finding.key.fingerprint) }
      groups[finding.key.fingerprint, default: []].append(finding)
    }
    return order.compactMap { fingerprint in
      groups[fingerprint].flatMap { DisablePlan.Subject($0, shown: shown) }
    }
  }

  /// Sums up the findings of one key; `nil` for none.
  private init?(_ findings: [Finding], shown: (String) -> String) {
    guard let first = findings.first else { return nil }
    let text = first.key.redacted.text
    isID = KeyQuestion.questions(about: [first]).first?.keyID != nil
    fingerprint = first.key.fingerprint
    self.shown = isID ? text : shown(text)
    severity = findings.map(\.severity).max() ?? first.severity
    customerID = first.key.customerID
    let counted = findings.filter { $0.suppression == nil }
    exposure = KeyExposure(counted.isEmpty ? findings : counted, shown: shown)
    secret = findings.first { $0.confidence == .exact && $0.secret != nil }?.secret
    allowedBecause =
      counted.isEmpty ? shown(findings.lazy.compactMap(\.suppression?.reason).first ?? "") : nil
  }

  /// The subject that an ID stands for which the user has named.
  package init(namedID id: String) {
    isID = true
    fingerprint = Fingerprint(of: Array(id.utf8).span)
    shown = id
    severity = .info
    customerID = nil
    exposure = KeyExposure()
    secret = nil
    allowedBecause = nil
  }
}
