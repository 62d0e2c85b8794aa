import ScanModel
import TextForms

/// A finding in words, for the reports that other programs show to people.
///
/// Every text is safe for a terminal: what came from scanned content can neither steer nor end it.
struct FindingText {
  /// What keeps keys out of what is named.
  let redaction: PathRedaction

  /// Whether keys are written in full.
  let showsSecrets: Bool
  private let rules: [RuleID: ReportRule]

  /// Words for a report of these findings.
  init(_ context: ReportContext, _ findings: [Finding]) {
    redaction = context.pathRedaction(for: findings)
    showsSecrets = context.showsSecrets
    rules = Dictionary(
      context.rules.lazy.map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// What is known of a finding's rule; a description made of its name if that is all.
  func rule(of finding: Finding) -> ReportRule {
    rules[finding.rule]
      ?? ReportRule(
        id: finding.rule,
        description: "API key (\(finding.rule.name))",
        severity: finding.severity,
        advice: ""
      )
  }

  /// What to do about a key of this rule; never empty.
  func advice(_ rule: ReportRule) -> String {
    guard rule.advice.isEmpty else { return TerminalText.escaped(rule.advice) }
    return "Disable the key, make a new one, and keep it out of files that others see."
  }

  /// The key, redacted unless it shall be shown.
  func key(of finding: Finding) -> String {
    let revealed = showsSecrets ? finding.secret.map(SecretText.revealed) : nil
    return TerminalText.escaped(revealed ?? finding.key.redacted.text)
  }

  /// A place's path as text; `(standard input)` for none.
  func path(of location: Location) -> String {
    location.path.map(shown) ?? "(standard input)"
  }

  /// The file that is in no container, which is what other programs can point at.
  func file(of location: Location) -> String? { location.outerPath.map(shown) }

  /// The entry of a container that it stands in, and its line there: `in 'inner.tar!file', line 2`;
  /// `nil` for what stands in no container.
  func entryPlace(of location: Location) -> String? {
    location.entry.map { "in '\(shown($0))', line \(location.start.line)" }
  }

  /// A name that came from scanned content.
  func shown(_ path: ContentPath) -> String {
    TerminalText.escaped(redaction.applied(to: path).text)
  }

  /// A text that came from scanned content or from a service.
  func shown(_ text: String) -> String { shown(ContentPath(text)) }

  /// `path:line:column`, or the path alone if the key stands in it.
  func place(of location: Location) -> String {
    let path = path(of: location)
    if location.isInPath { return path }
    return "\(path):\(location.start.line):\(location.start.column)"
  }

  /// What it is, as a sentence without a full stop:
  /// `Vectara query API key zqt_…Vz8w (exact, customer 1, active), introduced by commit 0123`.
  func sentence(_ finding: Finding) -> String {
    let description = TerminalText.escaped(rule(of: finding).description)
    let facts = factsAndState(of: finding).joined(separator: ", ")
    let base = "\(description) \(key(of: finding)) (\(facts))"
    guard let commit = finding.git?.introduction?.commit else { return base }
    return "\(base), introduced by commit \(shown(commit))"
  }

  /// The encodings that were undone, outermost first: `base64/utf-16le`.
  func encodings(of finding: Finding) -> String {
    shown(finding.location.encodings.joined(separator: "/"))
  }

  /// Whether the key works: `active`, `disabled`, `unknown: rejected`.
  func state(of status: KeyStatus) -> String {
    guard let reason = status.unknownReason else { return status.name }
    return "\(status.name): \(reason.rawValue)"
  }

  /// Whether a finding counts: nobody has suppressed it, or its key is proved active.
  static func counts(_ finding: Finding) -> Bool {
    if case .active = finding.status { return true }
    return finding.suppression == nil
  }

  /// The findings, the most severe first, otherwise in the order that they have.
  static func bySeverity(_ findings: [Finding]) -> [Finding] {
    indicesBySeverity(findings).map { findings[$0] }
  }

  /// The indices of the findings in that order.
  static func indicesBySeverity(_ findings: [Finding]) -> [Int] {
    findings.indices.sorted { left, right in
      findings[left].severity == findings[right].severity
        ? left < right : findings[left].severity > findings[right].severity
    }
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

  /// How sure it is, whose key it is, and what had to be undone to see it.
  func facts(of finding: Finding, withEncodings: Bool = true) -> [String] {
    var facts = [finding.confidence.rawValue]
    if let customerID = finding.key.customerID { facts.append("customer \(customerID)") }
    if finding.location.isInPath { facts.append("in the name") }
    if withEncodings, !finding.location.encodings.isEmpty {
      facts.append("inside " + encodings(of: finding))
    }
    return facts
  }

  /// The facts, then whether the key works, if anybody has asked, and that it is listed although it
  /// is suppressed.
  func factsAndState(of finding: Finding, withEncodings: Bool = true) -> [String] {
    var facts = facts(of: finding, withEncodings: withEncodings)
    if finding.status.unknownReason != .notChecked { facts.append(state(of: finding.status)) }
    return facts + suppressionFact(of: finding)
  }

  /// That a finding is listed although it is suppressed; empty if it is not.
  func suppressionFact(of finding: Finding) -> [String] {
    var facts: [String] = []
    if finding.suppression != nil, Self.counts(finding) {
      facts.append("suppressed, but the key works")
    }
    return facts
  }

  /// Which key of its account it is, if an answer has told and the finding does not show it:
  /// `key aky_… 'web'`.
  func accountKey(of finding: Finding) -> String? {
    let evidence = finding.status.evidence
    // An ID that was found is shown already.
    let id = evidence?.keyID == finding.key.redacted.text ? nil : evidence?.keyID
    let parts = [id, evidence?.keyName.map { "'\($0)'" }].compactMap(\.self)
    return parts.isEmpty ? nil : shown("key " + parts.joined(separator: " "))
  }

  /// The program's version: of a report that was read, whatever stands there.
  func version(_ summary: ScanSummary) -> String { shown(summary.version) }

  /// The first characters of an object's id, as git abbreviates it.
  func abbreviated(_ object: String) -> String {
    String(shown(object).prefix(12))
  }

  /// What could not be read, the first few by name: sentences without a full stop.
  func problems(_ coverage: Coverage, maximumCount: Int) -> [String] {
    let named = coverage.problems.prefix(maximumCount)
    var sentences = named.map { ProblemText.sentence($0, redaction: redaction) }
    let more = coverage.problemCount - named.count
    if more > 0 { sentences.append("… and \(NumberText.grouped(more)) more could not be read") }
    return sentences
  }

  /// Why the run is incomplete; empty if it is not.
  func gaps(_ summary: ScanSummary, maximumCount: Int) -> [String] {
    var gaps = problems(summary.coverage, maximumCount: maximumCount)
    if summary.isInterrupted { gaps.append("the scan was interrupted") }
    if let count = summary.coverage.skipped[.findingLimit] {
      gaps.append("\(NumberText.counted(count, "finding")) over the limit not listed")
    }
    return gaps
  }
}

extension String {
  /// The text, or as much of its start as has at most `count` UTF-16 code units, an ellipsis
  /// included.
  func cut(toUnits count: Int) -> String {
    guard utf16.count > count else { return self }
    var kept = ""
    var unitCount = 1
    for character in self {
      unitCount += character.utf16.count
      if unitCount > count { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
