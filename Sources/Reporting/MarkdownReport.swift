package import ScanModel
import TextForms

/// The `markdown` report: a comment on a pull request, or the summary of a step.
///
/// The outcome, a table of the findings, the most severe first, and what to do about each kind of
/// key. What does not fit into a comment is counted.
package struct MarkdownReport: ReportWriter {
  /// How long a comment on GitHub can be, in characters; no text has more of them than bytes.
  package static let commentByteCount = 65_536

  /// How long the summaries of one step on GitHub can be, in bytes: 1 MiB, less some room for others.
  package static let stepSummaryByteCount = 1_000_000

  /// How many findings are in sight; the rest are folded away.
  private static let openRowCount = 10

  /// How many problems are named.
  private static let maximumNamedProblems = 10

  /// How much of a place or another piece of content is shown, in characters.
  private static let maximumTextCount = 240

  /// How much of the report can be advice, in bytes.
  private static let adviceByteCount = 16_384

  private let context: ReportContext
  private let maximumByteCount: Int

  /// Makes a writer of reports of at most `maximumByteCount` bytes.
  package init(context: ReportContext, maximumByteCount: Int = commentByteCount) {
    self.context = context
    self.maximumByteCount = maximumByteCount
  }

  package func write<Failure>(
    findings: [Finding],
    summary: ScanSummary,
    to output: inout ReportOutput<Failure>
  ) throws(Failure) {
    let text = FindingText(context, findings)
    let counted = FindingText.bySeverity(findings.filter(FindingText.counts))
    let head = heading(summary, counted, text)
    let foot = advice(for: counted) + footer(summary, text)
    output.append(head.utf8)
    if !counted.isEmpty {
      let room = maximumByteCount - head.utf8.count - foot.utf8.count
      output.append(table(of: counted, text, byteCount: room).utf8)
    }
    output.append(foot.utf8)
    try output.flush()
  }
}

// MARK: - The outcome

extension MarkdownReport {
  private func heading(
    _ summary: ScanSummary,
    _ findings: [Finding],
    _ text: FindingText
  ) -> String {
    let lines = SummaryText.lines(summary).split(separator: "\n").map(String.init)
    let title = findings.isEmpty ? "no leaked keys found" : leaks(in: findings)
    var head = "## zleaks: \(title)\n\n"
    if !summary.isComplete {
      head += "> [!WARNING]\n> **The scan is incomplete: what was not read may hold keys.**\n"
      for gap in lines.dropFirst() { head += "> \(MarkdownText.prose(gap))\n" }
      head += problems(of: summary.coverage, text) + "\n"
    }
    return head + "\(MarkdownText.prose(lines.first ?? "")).\n\n"
  }

  /// `3 findings of 2 keys, 1 active`.
  private func leaks(in findings: [Finding]) -> String {
    let keys = findings.filter { $0.severity > .info }
    let active = keys.filter { $0.status.name == "active" }
    let keyCount = Set(keys.map(\.key.fingerprint)).count
    let activeCount = Set(active.map(\.key.fingerprint)).count
    let subject = keyCount > 0 ? NumberText.counted(keyCount, "leaked key") : "key IDs only"
    let places = " in \(NumberText.counted(findings.count, "place"))"
    return subject + places + (activeCount > 0 ? ", \(NumberText.grouped(activeCount)) active" : "")
  }

  private func problems(of coverage: Coverage, _ text: FindingText) -> String {
    let named = coverage.problems.prefix(Self.maximumNamedProblems)
    var list = named.isEmpty ? "" : ">\n"
    for problem in named {
      let sentence = ProblemText.sentence(problem, redaction: text.redaction)
      list += "> - \(code(sentence))\n"
    }
    let more = coverage.problemCount - named.count
    if !named.isEmpty, more > 0 { list += "> - … and \(NumberText.grouped(more)) more\n" }
    return list
  }

  private func footer(_ summary: ScanSummary, _ text: FindingText) -> String {
    let note = context.showsSecrets ? "Keys are shown in full." : "Keys are redacted."
    return "<sub>zleaks \(MarkdownText.prose(text.version(summary))). \(note)</sub>\n"
  }

  private func code(_ text: String) -> String {
    MarkdownText.code(MarkdownText.shortened(text, to: Self.maximumTextCount))
  }
}

// MARK: - The table

extension MarkdownReport {
  private static let tableHead = """
    | Severity | Rule | Place | Key | State |
    | --- | --- | --- | --- | --- |

    """

  /// The rows that fit into `byteCount` bytes, those beyond the first few folded away.
  private func table(of findings: [Finding], _ text: FindingText, byteCount: Int) -> String {
    var rows: [String] = []
    // The notes and the second head are a few hundred bytes.
    var left = byteCount - 1_000
    for finding in findings {
      let row = row(of: finding, text)
      left -= row.utf8.count
      if left < 0 { break }
      rows.append(row)
    }
    var table = ""
    let open = rows.prefix(Self.openRowCount)
    if !open.isEmpty { table += Self.tableHead + open.joined() + "\n" }
    let folded = rows.dropFirst(Self.openRowCount)
    if !folded.isEmpty {
      table += """
        <details>
        <summary>\(NumberText.counted(folded.count, "more place"))</summary>

        \(Self.tableHead)\(folded.joined())
        </details>


        """
    }
    let rest = findings.count - rows.count
    if rest > 0 {
      let limit = NumberText.grouped(maximumByteCount)
      table += """
        **\(NumberText.counted(rest, "place")) not listed here**, none more severe than those above: \
        this report is limited to \(limit) bytes. The other reports have them all.


        """
    }
    return table
  }

  private func row(of finding: Finding, _ text: FindingText) -> String {
    var place = code(text.place(of: finding.location))
    if let repository = finding.git?.repository {
      place = "\(code(text.shown(repository))): \(place)"
    }
    if let introduction = finding.git?.introduction {
      place += "<br>introduced by \(code(text.abbreviated(introduction.commit)))"
    }
    if let exposure = finding.git?.exposure, !exposure.isInHead { place += ", not in HEAD" }
    var state = text.state(of: finding.status)
    if let keyID = finding.status.evidence?.keyID { state += ", \(code(text.shown(keyID)))" }
    if finding.suppression != nil { state += ", suppressed all the same" }
    let severity = finding.severity > .medium ? "**\(finding.severity)**" : "\(finding.severity)"
    let rule = code(text.shown(finding.rule.name))
    let facts = text.facts(of: finding).joined(separator: ", ")
    let key = "\(code(text.key(of: finding)))<br>\(code(facts))"
    return "| \(severity) | \(rule) | \(place) | \(key) | \(state) |\n"
  }

  private func advice(for findings: [Finding]) -> String {
    var list = ""
    for rule in FindingText.rulesBySeverity(findings) {
      guard let advice = context.advice[rule] else { continue }
      let item = "- \(code(TerminalText.escaped(rule.name))): \(MarkdownText.prose(advice))\n"
      if list.utf8.count + item.utf8.count > Self.adviceByteCount { break }
      list += item
    }
    return list.isEmpty ? "" : "### What to do\n\n\(list)\n"
  }
}
