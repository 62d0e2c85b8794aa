package import ScanModel
import TextForms

/// The `text` report: a line for each finding, and one for its history if it has any; then what to
/// do about each kind of key.
///
///     src/app.ts:6:17: medium vectara-query-key zqt_…Vz8w (exact, customer 1234567890)
///         introduced in 1a2b3c4d5e6f by Ann <ann@example.com> on 2026-11-21; in HEAD, on main
///       vectara-query-key: disable the key, then make a new one
///
/// Suppressed findings are left out, but for those whose keys are proved active. The advice stands
/// once for each rule and last, where a long list leaves the reader.
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
    let words = FindingText(context, findings)
    let listed = findings.filter(FindingText.counts)
    // One repository needs no name: the user knows which one it is.
    let namesRepository = Set(listed.lazy.compactMap(\.git?.repository)).count > 1
    for finding in listed {
      output.append(line(for: finding, words, namesRepository: namesRepository).utf8)
      if let history = OriginText.line(for: finding, redaction: words.redaction) {
        output.append("    \(styled(history, "2"))\n".utf8)
      }
      try output.endRecord()
    }
    for line in adviceLines(for: listed) { output.append(line.utf8) }
    try output.flush()
  }

  /// The line of one finding, with its line end.
  private func line(
    for finding: Finding,
    _ words: FindingText,
    namesRepository: Bool
  ) -> String {
    let severity = styled(finding.severity.rawValue, style(of: finding.severity))
    let facts =
      words.facts(of: finding) + stateFacts(of: finding, words)
      + words.suppressionFact(of: finding)
    return """
      \(place(of: finding, words, namesRepository: namesRepository)): \
      \(severity) \(words.shown(finding.rule.name)) \(words.key(of: finding)) (\(facts.joined(separator: ", ")))

      """
  }

  /// Whether the key works, an active one in red, and which one of its account it is, if anybody asked.
  private func stateFacts(of finding: Finding, _ words: FindingText) -> [String] {
    let status = finding.status
    if status.unknownReason == .notChecked, status.evidence == nil { return [] }
    let state = words.state(of: status)
    var isActive = false
    if case .active = status { isActive = true }
    return [isActive ? styled(state, "1;31") : state]
      + [words.accountKey(of: finding)].compactMap(\.self)
  }

  /// `path:line:column`, or the path alone if the key stands in it; after `repository: `, if wanted.
  private func place(
    of finding: Finding,
    _ words: FindingText,
    namesRepository: Bool
  ) -> String {
    let repository = namesRepository ? finding.git?.repository : nil
    let prefix = repository.map { TerminalText.startingLine(words.shown($0)) + ": " }
    let path = words.path(of: finding.location)
    let name = styled(prefix == nil ? TerminalText.startingLine(path) : path, "1")
    let start = finding.location.start
    let position = finding.location.isInPath ? "" : ":\(start.line):\(start.column)"
    return (prefix ?? "") + name + position
  }

  /// A line of advice for each rule that matched, the most severe first.
  private func adviceLines(for findings: [Finding]) -> [String] {
    let lines = FindingText.rulesBySeverity(findings).compactMap { rule in
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
