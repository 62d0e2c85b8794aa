package import ScanModel
import TextForms

/// The `github` report: workflow commands, which GitHub Actions shows as annotations.
///
/// GitHub shows ten annotations of each kind for a step and drops the rest, so the most severe
/// findings get theirs, and one notice counts the others. Nothing is written of a clean run.
package struct GitHubReport: ReportWriter {
  /// How many annotations of a kind GitHub shows for one step.
  package static let maximumAnnotationCount = 10

  /// How many problems the annotation of an incomplete run names.
  private static let maximumNamedProblems = 3

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
    let text = FindingText(context, findings)
    var left: [GitHubCommand.Level: Int] = [:]
    for level in GitHubCommand.Level.allCases { left[level] = Self.maximumAnnotationCount }
    // One is kept for what the others have no room for.
    left[.notice] = Self.maximumAnnotationCount - 1
    if !summary.isComplete {
      output.append(incomplete(summary, text).line.utf8)
      left[.error] = Self.maximumAnnotationCount - 1
    }
    var unlisted = 0
    for finding in FindingText.bySeverity(findings.filter(FindingText.counts)) {
      let level = level(of: finding.severity)
      if let room = left[level], room > 0 {
        left[level] = room - 1
        output.append(annotation(of: finding, level, text).line.utf8)
        try output.endRecord()
      } else {
        unlisted += 1
      }
    }
    if unlisted > 0 { output.append(rest(unlisted).line.utf8) }
    try output.flush()
  }

  /// What the harm of a key is worth in GitHub's words.
  private func level(of severity: Severity) -> GitHubCommand.Level {
    switch severity {
    case .critical, .high: .error
    case .medium, .low: .warning
    case .info: .notice
    }
  }

  private func annotation(
    of finding: Finding,
    _ level: GitHubCommand.Level,
    _ text: FindingText
  ) -> GitHubCommand {
    let location = finding.location
    // Encoded text may go on in other lines, an entry of a container has lines of its own, and a name
    // has none that GitHub could show.
    let hasLine = location.path != nil && !location.isInPath && location.entry == nil
    let hasColumns = hasLine && location.encodings.isEmpty
    return GitHubCommand(
      level: level,
      properties: [
        ("file", text.file(of: location)),
        ("line", hasLine ? String(location.start.line) : nil),
        ("col", hasColumns ? String(location.start.column) : nil),
        ("endColumn", hasColumns ? String(location.endColumn) : nil),
        ("title", "\(finding.severity.rawValue) \(text.shown(finding.rule.name))"),
      ],
      message: message(of: finding, text)
    )
  }

  private func message(of finding: Finding, _ text: FindingText) -> String {
    var facts = text.factsAndState(of: finding)
    if let introduction = finding.git?.introduction {
      facts.append("introduced by commit \(text.abbreviated(introduction.commit))")
    }
    let place = text.entryPlace(of: finding.location).map { " \($0)" } ?? ""
    let line = "\(text.key(of: finding)) (\(facts.joined(separator: ", ")))\(place)"
    guard let advice = context.advice[finding.rule] else { return line }
    return "\(line)\n\(TerminalText.escaped(advice))"
  }

  private func incomplete(_ summary: ScanSummary, _ text: FindingText) -> GitHubCommand {
    let gaps = SummaryText.lines(summary).split(separator: "\n").dropFirst()
    let problems = text.problems(
      summary.coverage,
      maximumCount: Self.maximumNamedProblems
    )
    return GitHubCommand(
      level: .error,
      properties: [("title", "zleaks: the scan is incomplete")],
      message: (gaps.map(String.init) + problems).joined(separator: "\n")
    )
  }

  private func rest(_ count: Int) -> GitHubCommand {
    GitHubCommand(
      level: .notice,
      properties: [("title", "zleaks: more findings")],
      message: """
        \(NumberText.counted(count, "more finding")) than GitHub shows annotations for; \
        the step summary and the other reports list them
        """
    )
  }
}
