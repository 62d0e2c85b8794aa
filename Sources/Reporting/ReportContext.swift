package import ScanModel

/// What a report needs to know besides the findings.
package struct ReportContext: Sendable {
  /// Whether keys are written in full, as `--show-secrets` asks.
  package let showsSecrets: Bool

  /// Whether text is coloured.
  package let usesColor: Bool

  /// What to do about a leaked key of each kind: sentences for a person.
  package let advice: [RuleID: String]

  /// Takes keys out of a path, those too that no finding tells of.
  package let hidingKeys: @Sendable (ContentPath) -> ContentPath

  /// What has changed since an earlier report; `nil` where none is compared.
  package let changes: FindingChanges?

  /// Makes a context; by default nothing is shown, coloured, advised or compared.
  package init(
    showsSecrets: Bool = false,
    usesColor: Bool = false,
    advice: [RuleID: String] = [:],
    hidingKeys: @escaping @Sendable (ContentPath) -> ContentPath = { $0 },
    changes: FindingChanges? = nil
  ) {
    self.changes = changes
    self.hidingKeys = hidingKeys
    self.showsSecrets = showsSecrets
    self.usesColor = usesColor
    self.advice = advice
  }

  /// What keeps keys, those of `findings` above all, out of the paths that the report names.
  func pathRedaction(for findings: [Finding]) -> PathRedaction {
    showsSecrets ? PathRedaction() : PathRedaction(hiding: findings, besides: hidingKeys)
  }
}
