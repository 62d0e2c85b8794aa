import ScanModel
import TextForms

/// The facts of a finding as text for people: without keys, and with nothing that could steer or
/// deceive whoever shows it.
///
/// What marks up text in a format, such as `<`, is the format's own business.
struct FindingText {
  /// Whether keys are written in full.
  let showsSecrets: Bool

  /// What keeps keys out of everything but the keys' own column.
  let redaction: PathRedaction

  /// Takes what `context` says of the findings of one report.
  init(_ context: ReportContext, _ findings: [Finding]) {
    showsSecrets = context.showsSecrets
    redaction = context.pathRedaction(for: findings)
  }

  /// Whether a finding counts: nobody has suppressed it, or its key is proved active.
  static func counts(_ finding: Finding) -> Bool {
    if case .active = finding.status { return true }
    return finding.suppression == nil
  }

  /// The findings, the most severe first, otherwise in the order that they have.
  static func bySeverity(_ findings: [Finding]) -> [Finding] {
    findings.enumerated()
      .sorted { left, right in
        left.element.severity == right.element.severity
          ? left.offset < right.offset : left.element.severity > right.element.severity
      }
      .map(\.element)
  }

  /// The rules of `findings`, the most severe first, then by name.
  static func rulesBySeverity(_ findings: [Finding]) -> [RuleID] {
    var severities: [RuleID: Severity] = [:]
    for finding in findings {
      severities[finding.rule] = max(finding.severity, severities[finding.rule] ?? .info)
    }
    return severities.sorted { left, right in
      left.value == right.value ? left.key < right.key : left.value > right.value
    }
    .map(\.key)
  }

  /// What may be shown of the key; the key itself with `--show-secrets`.
  func key(of finding: Finding) -> String {
    let revealed = showsSecrets ? finding.secret.map(SecretText.revealed) : nil
    return TerminalText.escaped(revealed ?? finding.key.redacted.text)
  }

  /// The path, or that there is none.
  func path(of location: Location) -> String {
    location.path.map(shown) ?? "(standard input)"
  }

  /// `path:line:column`, or the path alone if the key stands in it.
  func place(of location: Location) -> String {
    if location.isInPath { return path(of: location) }
    return "\(path(of: location)):\(location.start.line):\(location.start.column)"
  }

  /// A path without keys.
  func shown(_ path: ContentPath) -> String {
    TerminalText.escaped(redaction.applied(to: path).text)
  }

  /// Text of the repository's, the service's or a user's making, without keys.
  func shown(_ text: String) -> String {
    shown(ContentPath(text))
  }

  /// `active`, `disabled` or `unknown (not-checked)`.
  func state(of status: KeyStatus) -> String {
    guard let reason = status.unknownReason else { return status.name }
    return "\(status.name) (\(reason.rawValue))"
  }

  /// How sure it is, whose key it is, and what had to be undone to see it.
  func facts(of finding: Finding) -> [String] {
    var facts = [finding.confidence.rawValue]
    if let customerID = finding.key.customerID { facts.append("customer \(customerID)") }
    if finding.location.isInPath { facts.append("in the name") }
    if !finding.location.encodings.isEmpty {
      facts.append("inside " + shown(finding.location.encodings.joined(separator: "/")))
    }
    return facts
  }

  /// The first characters of an object's id, as git abbreviates it.
  func abbreviated(_ object: String) -> String {
    String(shown(object).prefix(12))
  }
}
