package import ScanModel
import TextForms

/// The `csv` report: a table (RFC 4180) with a header and a row for each finding.
package struct CSVReport: ReportWriter {
  private let context: ReportContext

  /// The columns, but for the key's own under `--show-secrets`.
  private static let columns = [
    "repository", "path", "line", "column", "rule", "severity", "confidence", "key", "fingerprint",
    "customer_id", "state", "reason", "checked_at", "key_id", "key_name", "role", "encodings",
    "object", "commit", "author", "date", "reachable", "in_head", "suppressed",
  ]

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
    output.append(CSVText.row(Self.columns).utf8)
    for finding in findings {
      output.append(CSVText.row(fields(of: finding, words)).utf8)
      try output.endRecord()
    }
    try output.flush()
  }

  private func fields(of finding: Finding, _ words: FindingText) -> [String] {
    let location = finding.location
    let evidence = finding.status.evidence
    let introduction = finding.git?.introduction
    let exposure = finding.git?.exposure
    let place: [String?] = [
      finding.git?.repository.map(words.shown),
      words.path(of: finding.location),
      location.isInPath ? nil : String(location.start.line),
      location.isInPath ? nil : String(location.start.column),
    ]
    let key: [String?] = [
      finding.rule.name, finding.severity.rawValue, finding.confidence.rawValue,
      words.key(of: finding), finding.key.fingerprint.description,
      finding.key.customerID.map { String($0) },
    ]
    let status: [String?] = [
      finding.status.name, finding.status.unknownReason?.rawValue, evidence?.checkedAt.description,
      evidence?.keyID.map(words.shown), evidence?.keyName.map(words.shown),
      evidence?.role.map(words.shown),
    ]
    let history: [String?] = [
      words.encodings(of: finding), finding.git.map { words.shown($0.object) },
      introduction.map { words.shown($0.commit) }, introduction?.author.map(words.shown),
      introduction?.date.map(words.shown), exposure.map { String($0.isReachable) },
      exposure.map { String($0.isInHead) }, finding.suppression?.kind.rawValue,
    ]
    return (place + key + status + history).map { $0 ?? "" }
  }
}

/// The rows of a table (RFC 4180) that a spreadsheet takes for text and nothing else.
enum CSVText {
  /// One row, with its line end.
  static func row(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\r\n"
  }

  /// One field, always in quotes: a spreadsheet that splits at semicolons leaves it whole, too.
  ///
  /// What a spreadsheet would take for a formula gets an apostrophe before it, which makes it text
  /// (OWASP, "CSV Injection"); line ends and other controls are written visibly.
  static func field(_ text: String) -> String {
    let text = TerminalText.escaped(text)
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
    let guarded = first.map(startsFormula) ?? false ? "'" + text : text
    return "\"" + guarded.replacing("\"", with: "\"\"") + "\""
  }

  /// Whether a field that starts with this would be computed: in the wide forms of East Asian
  /// keyboards, too.
  private static func startsFormula(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "=", "+", "-", "@", "|", "%", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\u{2212}":
      true
    default: false
    }
  }
}
