package import ScanModel
import TextForms

/// A report with one entry for each key: where it is, since when, and whether it works.
///
///     zqt_…Vz8w: medium vectara-query-key (active, 3 places in 2 repositories, since 2023-11-15,
///     in HEAD)
///       src/app.ts:6:17
///
/// As JSON, each key is an object of type `key`.
package struct KeyGroupReport: ReportWriter {
  private let format: ReportFormat
  private let context: ReportContext

  /// The forms that there are.
  package static let formats: [ReportFormat] = [.text, .jsonl, .json]

  /// Makes a writer for one of `formats`.
  package init(_ format: ReportFormat, context: ReportContext) {
    self.format = format
    self.context = context
  }

  package func write<Failure>(
    findings: [Finding],
    summary: ScanSummary,
    to output: inout ReportOutput<Failure>
  ) throws(Failure) {
    let words = FindingText(context, findings)
    let record = JSONRecord(context, findings)
    // The JSON forms say of each finding whether it is suppressed.
    let findings = format == .text ? findings.filter(FindingText.counts) : findings
    if format == .json {
      output.append(#"{"schema":"\#(JSONReport.schema)","keys":["#.utf8)
    }
    for (index, group) in KeyGroup.groups(findings).enumerated() {
      var json = JSONWriter()
      switch format {
      case .jsonl:
        write(group, record, to: &json)
        output.append(json.bytes + "\n".utf8)
      case .json:
        write(group, record, to: &json)
        output.append((index == 0 ? "\n" : ",\n").utf8)
        output.append(json.bytes)
      default: output.append(text(of: group, words).utf8)
      }
      try output.endRecord()
    }
    var json = JSONWriter()
    switch format {
    case .jsonl:
      record.write(summary, to: &json)
      output.append(json.bytes + "\n".utf8)
    case .json:
      record.write(summary, to: &json)
      output.append("\n],\"summary\":".utf8)
      output.append(json.bytes + "}\n".utf8)
    default: break
    }
    try output.flush()
  }

  // MARK: - Text

  private func text(of group: KeyGroup, _ words: FindingText) -> String {
    // Any finding that holds the key will do to show it.
    let shown = group.findings.first { $0.secret != nil } ?? group.first
    let places = group.findings.map { "  \(place(of: $0, words))\n" }.joined()
    let facts = facts(of: group, words).joined(separator: ", ")
    let rule = words.shown(group.first.rule.name)
    return """
      \(words.key(of: shown)): \(group.severity.rawValue) \(rule) (\(facts))
      \(places)
      """
  }

  private func facts(of group: KeyGroup, _ words: FindingText) -> [String] {
    let places = NumberText.counted(group.findings.count, "place")
    let repositories = NumberText.counted(group.repositoryCount, "repository", "repositories")
    var facts = [
      group.status.name,
      group.repositoryCount > 0 ? "\(places) in \(repositories)" : places,
    ]
    if let date = group.introduced { facts.append("since \(words.shown(date).prefix(10))") }
    if let isInHead = group.isInHead { facts.append(isInHead ? "in HEAD" : "not in HEAD") }
    return facts
  }

  private func place(of finding: Finding, _ words: FindingText) -> String {
    let repository = finding.git?.repository.map { words.shown($0) + ": " } ?? ""
    return TerminalText.startingLine(repository + words.place(of: finding.location))
  }

  // MARK: - JSON

  private func write(_ group: KeyGroup, _ record: JSONRecord, to json: inout JSONWriter) {
    json.object { json in
      json.member("type", "key")
      json.member("rule", group.first.rule.name)
      json.member("severity", group.severity.rawValue)
      json.member("confidence", group.confidence.rawValue)
      record.writeShared(group.first, status: group.status, to: &json)
      json.member("repositories", group.repositoryCount)
      if let date = group.introduced { json.member("since", date) }
      if let isInHead = group.isInHead { json.member("inHead", isInHead) }
      json.array("places") { json in
        for finding in group.findings { json.object { record.writePlace(finding, to: &$0) } }
      }
    }
  }
}
