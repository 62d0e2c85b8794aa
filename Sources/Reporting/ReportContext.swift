package import ScanModel

/// What a report needs to know besides the findings.
package struct ReportContext: Sendable {
  /// Whether keys are written in full, as `--show-secrets` asks.
  package let showsSecrets: Bool

  /// Whether text is coloured.
  package let usesColor: Bool

  /// What to do about a leaked key of each kind: sentences for a person.
  package let advice: [RuleID: String]

  /// Makes a context; by default nothing is shown, coloured or advised.
  package init(
    showsSecrets: Bool = false,
    usesColor: Bool = false,
    advice: [RuleID: String] = [:]
  ) {
    self.showsSecrets = showsSecrets
    self.usesColor = usesColor
    self.advice = advice
  }

  /// What keeps the keys of `findings` out of the paths that the report names.
  func pathRedaction(for findings: [Finding]) -> PathRedaction {
    showsSecrets ? PathRedaction() : PathRedaction(hiding: findings)
  }
}
