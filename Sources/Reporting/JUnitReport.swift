package import ScanModel
import TextForms

/// The `junit` report: JUnit's XML, with a test case for each finding.
///
/// The first case is the scan itself, so that a report without findings is one passed test, not none,
/// and an incomplete scan is an error. A finding that counts is a failure, one that somebody has
/// suppressed is skipped, and a key's ID, which opens nothing, passes.
package struct JUnitReport: ReportWriter {
  /// How many problems are named.
  private static let maximumProblemCount = 100

  private let context: ReportContext

  /// Makes a writer.
  package init(context: ReportContext) {
    self.context = context
  }

  /// What a finding is as a test.
  private enum Verdict {
    case failed, skipped, passed

    init(_ finding: Finding) {
      if !FindingText.counts(finding) {
        self = .skipped
      } else {
        self = finding.severity > .info ? .failed : .passed
      }
    }
  }

  package func write<Failure>(
    findings: [Finding],
    summary: ScanSummary,
    to output: inout ReportOutput<Failure>
  ) throws(Failure) {
    let words = FindingText(context, findings)
    let counts = [
      ("tests", findings.count + 1),
      ("failures", findings.count { Verdict($0) == .failed }),
      ("errors", summary.isComplete ? 0 : 1),
      ("skipped", findings.count { Verdict($0) == .skipped }),
    ]
    let seconds = NumberText.fixed(max(summary.seconds, 0), decimals: 3) ?? "0.000"
    let totals = counts.map { XMLText.attribute($0, String($1)) }.joined()
    let attributes =
      XMLText.attribute("name", "zleaks") + totals + XMLText.attribute("time", seconds)
    output.append(#"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)
    output.append("\n<testsuites\(attributes)>\n<testsuite\(attributes)>\n".utf8)
    if summary.suppressedCount > 0 {
      let property =
        XMLText.attribute("name", "suppressed")
        + XMLText.attribute("value", String(summary.suppressedCount))
      output.append("<properties><property\(property)/></properties>\n".utf8)
    }
    output.append(scanCase(summary, words, seconds).utf8)
    var names = UniqueNames()
    for finding in findings {
      let name = names.unique(XMLText.escaped(name(of: finding, words)))
      output.append(testCase(finding, escapedName: name, words).utf8)
      try output.endRecord()
    }
    output.append("</testsuite>\n</testsuites>\n".utf8)
    try output.flush()
  }

  /// The case that stands for the scan.
  private func scanCase(_ summary: ScanSummary, _ words: FindingText, _ seconds: String) -> String {
    let attributes =
      XMLText.attribute("classname", "zleaks")
      + XMLText.attribute("name", "everything was read") + XMLText.attribute("time", seconds)
    guard !summary.isComplete else { return "<testcase\(attributes)/>\n" }
    let gaps = words.gaps(summary, maximumCount: Self.maximumProblemCount)
    let lines = gaps.map(XMLText.escaped).joined(separator: "\n")
    return """
      <testcase\(attributes)><error message="the scan is incomplete" type="incomplete">\(lines)</error></testcase>

      """
  }

  /// Whether the key stands on a line of the file; what is in a name or in an archive does not.
  private static func hasLine(_ location: Location) -> Bool {
    !location.isInPath && location.entry == nil
  }

  private func testCase(_ finding: Finding, escapedName: String, _ words: FindingText) -> String {
    let attributes =
      XMLText.attribute("classname", "zleaks.\(finding.rule.name)")
      + #" name="\#(escapedName)""#
      + XMLText.attribute(
        "file",
        words.file(of: finding.location) ?? words.path(of: finding.location)
      )
      + XMLText.attribute(
        "line",
        String(Self.hasLine(finding.location) ? finding.location.start.line : 1)
      )
      + XMLText.attribute("time", "0.000")
    let sentence = words.sentence(finding)
    let body: String
    switch Verdict(finding) {
    case .failed:
      let message = XMLText.attribute("message", sentence)
      let type = XMLText.attribute("type", finding.severity.rawValue)
      body = "<failure\(message)\(type)>\(details(of: finding, words))</failure>"
    case .skipped:
      let reason = finding.suppression?.reason.map(words.shown) ?? "suppressed"
      body = "<skipped\(XMLText.attribute("message", reason))/>"
    case .passed: body = "<system-out>\(XMLText.escaped(sentence))</system-out>"
    }
    return "<testcase\(attributes)>\(body)</testcase>\n"
  }

  /// A name that hardly another case has: the place, the key, and what else tells it apart.
  private func name(of finding: Finding, _ words: FindingText) -> String {
    let digits = finding.key.fingerprint.description.dropFirst("sha256:".count).prefix(12)
    var name = "\(words.place(of: finding.location)) \(digits)"
    if finding.location.isInPath { name += " in name at \(finding.location.start.column)" }
    if !finding.location.encodings.isEmpty { name += " in \(words.encodings(of: finding))" }
    if let git = finding.git {
      name += " in \(git.kind.rawValue) \(words.shown(git.object))"
      if let repository = git.repository { name += " of \(words.shown(repository))" }
    }
    return name
  }

  private func details(of finding: Finding, _ words: FindingText) -> String {
    let rule = words.rule(of: finding)
    let lines = [
      "\(words.place(of: finding.location)): \(words.sentence(finding))",
      "fingerprint \(finding.key.fingerprint)",
      words.advice(rule),
    ]
    return lines.map(XMLText.escaped).joined(separator: "\n")
  }
}
