package import ScanModel
import TextForms

/// The `text` report: a line for each finding, and one for its history if it has any; then what to
/// do about each kind of key.
///
///     src/app.ts:6:17: medium vectara-query-key zqt_…Vz8w (exact, customer 1234567890)
///         introduced in 1a2b3c4d5e6f by Ann <ann@example.com> on 2026-11-21; in HEAD, on main
///       vectara-query-key: disable the key, then make a new one
///
/// The advice stands once for each rule and last, where a long list leaves the reader.
package struct TextReport: ReportWriter {
  private let context: ReportContext

  /// Makes a writer.
  package init(context: ReportContext) {
    self.context = context
  }

  package func write<Failure>(
    findings: [Finding],
    summary: ScanSummary,
    to output: inout ReportOutput<Failure>
  ) throws(Failure) {
    let redaction = context.pathRedaction(for: findings)
    // One repository needs no name: the user knows which one it is.
    let namesRepository = Set(findings.lazy.compactMap(\.git?.repository)).count > 1
    for finding in findings {
      let repository = namesRepository ? finding.git?.repository : nil
      output.append(line(for: finding, in: repository, redaction: redaction).utf8)
      if let history = OriginText.line(for: finding, redaction: redaction) {
        output.append("    \(styled(history, "2"))\n".utf8)
      }
      try output.endRecord()
    }
    for line in adviceLines(for: findings) { output.append(line.utf8) }
    try output.flush()
  }

  /// The line of one finding, with its line end.
  private func line(
    for finding: Finding,
    in repository: ContentPath?,
    redaction: PathRedaction
  ) -> String {
    let revealed = context.showsSecrets ? finding.secret.map(SecretText.revealed) : nil
    let key = revealed ?? finding.key.redacted.text
    let severity = styled(finding.severity.rawValue, style(of: finding.severity))
    let facts = self.facts(of: finding, redaction: redaction).joined(separator: ", ")
    return """
      \(place(of: finding.location, in: repository, redaction: redaction)): \(severity) \(finding.rule.name) \
      \(TerminalText.escaped(key)) (\(facts))

      """
  }

  /// `path:line:column`, or the path alone if the key stands in it; after `repository: `, if given.
  private func place(
    of location: Location,
    in repository: ContentPath?,
    redaction: PathRedaction
  ) -> String {
    let path = location.path.map { TerminalText.escaped(redaction.applied(to: $0).text) }
    let prefix = repository.map {
      TerminalText.escaped(redaction.applied(to: $0).text) + ": "
    }
    let name = (prefix ?? "") + styled(path ?? "(standard input)", "1")
    if location.isInPath { return name }
    return "\(name):\(location.start.line):\(location.start.column)"
  }

  /// What stands in the parentheses.
  private func facts(of finding: Finding, redaction: PathRedaction) -> [String] {
    var facts = [finding.confidence.rawValue]
    if let customerID = finding.key.customerID { facts.append("customer \(customerID)") }
    if finding.location.isInPath { facts.append("in the name") }
    if !finding.location.encodings.isEmpty {
      let encodings = finding.location.encodings.joined(separator: "/")
      let shown = redaction.applied(to: ContentPath(encodings)).text
      facts.append("inside " + TerminalText.escaped(shown))
    }
    if let suppression = finding.suppression {
      facts.append("suppressed: \(suppression.kind.rawValue)")
    }
    return facts + stateFacts(of: finding, redaction: redaction)
  }

  /// Whether the key works, and which one of its account it is, if anybody asked.
  private func stateFacts(of finding: Finding, redaction: PathRedaction) -> [String] {
    let status = finding.status
    if status.unknownReason == .notChecked, status.evidence == nil { return [] }
    let state = status.unknownReason.map { "unknown: \($0.rawValue)" } ?? status.name
    var isActive = false
    if case .active = status { isActive = true }
    var facts = [isActive ? styled(state, "1;31") : state]
    // An ID that was found is shown already.
    let id = status.evidence?.keyID
    let shownID = id == finding.key.redacted.text ? nil : id
    let texts = [shownID, status.evidence?.keyName.map { "'\($0)'" }]
    let name = texts.compactMap { $0 }.joined(separator: " ")
    if !name.isEmpty {
      facts.append(TerminalText.escaped(redaction.applied(to: ContentPath("key \(name)")).text))
    }
    return facts
  }

  /// A line of advice for each rule that matched, the most severe first.
  private func adviceLines(for findings: [Finding]) -> [String] {
    var severities: [RuleID: Severity] = [:]
    for finding in findings {
      severities[finding.rule] = max(finding.severity, severities[finding.rule] ?? .info)
    }
    let sorted = severities.sorted { left, right in
      left.value == right.value ? left.key < right.key : left.value > right.value
    }
    let lines = sorted.compactMap { rule, _ in
      context.advice[rule].map { "  \(rule.name): \(TerminalText.escaped($0))\n" }
    }
    return findings.count > 1 && !lines.isEmpty ? ["\n"] + lines : lines
  }

  /// `text` between the escape sequences of a style (ECMA-48, SGR), where colour is wanted.
  private func styled(_ text: String, _ style: String) -> String {
    context.usesColor ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
  }

  private func style(of severity: Severity) -> String {
    switch severity {
    case .critical: "1;31"
    case .high: "31"
    case .medium: "33"
    case .low: "36"
    case .info: "2"
    }
  }
}
