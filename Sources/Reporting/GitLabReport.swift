package import ScanModel
import TextForms

/// The `gitlab` report: GitLab's secret detection report, version 15.2.1 of its schema.
///
/// GitLab shows descriptions as Markdown, so nothing that came from scanned content stands in one.
package struct GitLabReport: ReportWriter {
  /// The version of the report's schema.
  package static let schemaVersion = "15.2.1"

  /// The commit of what was not read from history, which the schema cannot do without.
  static let noCommit = "0000000"

  private static let schema =
    "https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/"
    + "v\(schemaVersion)/dist/secret-detection-report-format.json"

  /// How many problems are named.
  private static let maximumProblemCount = 100

  /// The longest advice, in UTF-16 code units.
  private static let maximumSolutionUnitCount = 7_000

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
    var json = JSONWriter()
    json.object { json in
      json.member("version", Self.schemaVersion)
      json.member("schema", Self.schema)
      json.object("scan") { write(summary, words, to: &$0) }
    }
    output.append(json.bytes.dropLast())
    output.append(#","vulnerabilities":["#.utf8)
    var identifiers = FindingIdentifiers()
    var isFirst = true
    for finding in findings where FindingText.counts(finding) {
      json.removeAll()
      let identifier = identifiers.identifier(of: finding)
      json.object { write(finding, identifier: identifier, words, to: &$0) }
      output.append((isFirst ? "\n" : ",\n").utf8)
      output.append(json.bytes)
      try output.endRecord()
      isFirst = false
    }
    output.append("\n]}\n".utf8)
    try output.flush()
  }

  private func write(_ summary: ScanSummary, _ words: FindingText, to json: inout JSONWriter) {
    for role in ["analyzer", "scanner"] {
      json.object(role) { json in
        json.member("id", "zleaks")
        json.member("name", "zleaks")
        json.member("version", summary.version.isEmpty ? "0" : words.version(summary))
        json.object("vendor") { $0.member("name", "zleaks") }
      }
    }
    json.member("type", "secret_detection")
    let end = context.clock()
    let seconds = (0...1e9).contains(summary.seconds) ? Int(summary.seconds) : 0
    json.member("start_time", Self.time(end - seconds))
    json.member("end_time", Self.time(end))
    json.member("status", summary.isComplete ? "success" : "failure")
    json.array("messages") { json in
      for gap in words.gaps(summary, maximumCount: Self.maximumProblemCount) {
        json.object { json in
          json.member("level", "warn")
          json.member("value", gap)
        }
      }
      if summary.suppressedCount > 0 {
        json.object { json in
          json.member("level", "info")
          json.member(
            "value",
            "suppressed: \(NumberText.counted(summary.suppressedCount, "finding"))"
          )
        }
      }
    }
  }

  /// A time as the schema wants it: UTC, without saying so.
  private static func time(_ seconds: Int) -> String {
    let time = Timestamp(seconds: seconds, zoneMinutes: 0) ?? Timestamp(seconds: 0, zoneMinutes: 0)
    return time.map { String($0.description.dropLast()) } ?? "1970-01-01T00:00:00"
  }

  private func write(
    _ finding: Finding,
    identifier: String,
    _ words: FindingText,
    to json: inout JSONWriter
  ) {
    let rule = words.rule(of: finding)
    json.member("id", identifier)
    json.member("name", TerminalText.escaped(rule.description).cut(toUnits: 255))
    json.member("description", description(of: finding, words))
    json.member(
      "severity",
      finding.severity.rawValue.prefix(1).uppercased() + finding.severity.rawValue.dropFirst()
    )
    json.member("solution", words.advice(rule).cut(toUnits: Self.maximumSolutionUnitCount))
    json.array("identifiers") { json in
      write("zleaks_rule", "zleaks rule \(rule.id.name)", rule.id.name, to: &json)
      let fingerprint = finding.key.fingerprint.description
      write("zleaks_key_fingerprint", "Key \(fingerprint)", fingerprint, to: &json)
    }
    json.object("location") { write(locationOf: finding, words, to: &$0) }
  }

  /// What GitLab shows as Markdown.
  private func description(of finding: Finding, _ words: FindingText) -> String {
    // What was undone is told by content, which might mark up the text.
    let facts = words.factsAndState(of: finding, withEncodings: false)
    // A code span, so that no `_` or `-` of a key starts anything.
    let key = "`\(words.key(of: finding).replacing("`", with: "'"))`"
    let place = words.entryPlace(of: finding.location).map { " `\($0.replacing("`", with: "'"))`" }
    return "\(key) (\(facts.joined(separator: ", ")))\(place ?? "")"
  }

  private func write(
    _ type: String,
    _ name: String,
    _ value: String,
    to json: inout JSONWriter
  ) {
    json.object { json in
      json.member("type", type)
      json.member("name", name)
      json.member("value", value)
    }
  }

  private func write(
    locationOf finding: Finding,
    _ words: FindingText,
    to json: inout JSONWriter
  ) {
    let location = finding.location
    json.member("file", words.file(of: location) ?? words.path(of: location))
    // The lines of an entry are none of the file's.
    if !location.isInPath, location.entry == nil {
      json.member("start_line", location.start.line)
      json.member("end_line", location.start.line)
    }
    json.object("commit") { json in
      let introduction = finding.git?.introduction
      let sha = introduction.map { words.shown($0.commit) } ?? ""
      json.member("sha", sha.isEmpty ? Self.noCommit : sha)
      if let author = introduction?.author { json.member("author", words.shown(author)) }
      if let date = introduction?.date { json.member("date", words.shown(date)) }
    }
  }
}
