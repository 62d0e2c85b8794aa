import Matching
import Posix
import Reporting
import Rules
import ScanModel
import Scanning
import TextForms

/// `zleaks report`: converts, merges, compares and groups reports.
struct ReportCommand {
  private let arguments: ReportArguments
  private let console: Console

  init(_ arguments: ReportArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Reads the reports, writes what they come to, and says how it ended.
  func run() -> ExitCode {
    do throws(CommandFailure) {
      let rules = try RuleFiles.load(arguments.common.bar.rulesFiles)
      if let incident = try IncidentCommand(arguments, rules, console) { return try incident.run() }
      let files = ReportFiles(KeyRecognizer(rules))
      let console = console
      let baseline = try arguments.baseline.map { baseline throws(CommandFailure) in
        try BaselineUpdate(baseline, console)
      }
      let merged = try merge(arguments.files, files)
      let earlier =
        arguments.earlier.isEmpty
        ? earlierFindings(of: merged.tally) : try merge(arguments.earlier, files)
      let changes = earlier.map { FindingChanges(from: $0.findings, to: merged.findings) }
      let isQuiet = arguments.common.running.verbosity == .quiet
      try baseline?.add(merged.findings, isQuiet: isQuiet)
      return try write(merged, earlier, changes, rules)
    } catch {
      console.report(error.message)
      return error.exitCode
    }
  }

  /// What reports come to when they are one.
  private struct Merged {
    var findings: [Finding]
    var tally: ReportFiles.Tally
    var summary: ScanSummary
  }

  // MARK: - Reading

  private func merge(_ operands: [[UInt8]], _ files: ReportFiles) throws(CommandFailure) -> Merged {
    var merge = FindingMerge()
    var hiddenCount = 0
    let tally = try files.read(operands) { finding in
      if passes(finding) { merge.add(finding) } else { hiddenCount += 1 }
    }
    let findings = merge.finish()
    return Merged(
      findings: findings,
      tally: tally,
      summary: tally.summary(
        of: findings,
        hiddenCount: hiddenCount,
        droppedCount: merge.droppedCount
      )
    )
  }

  /// Whether a finding is to be reported.
  private func passes(_ finding: Finding) -> Bool {
    finding.severity >= arguments.common.bar.minimumSeverity
      && finding.confidence >= arguments.minimumConfidence
  }

  /// What the earlier reports held, by what reports that were compared with them say; `nil` if these
  /// were not all compared.
  private func earlierFindings(of tally: ReportFiles.Tally) -> Merged? {
    guard tally.tellsChanges, !arguments.groupsByKey else { return nil }
    var merge = FindingMerge()
    for finding in tally.earlierFindings where passes(finding) { merge.add(finding) }
    let findings = merge.finish()
    let none = ReportFiles.Tally()
    return Merged(findings: findings, tally: none, summary: none.summary(of: findings))
  }

  // MARK: - Writing

  private func write(
    _ merged: Merged,
    _ earlier: Merged?,
    _ changes: FindingChanges?,
    _ rules: RuleSet
  ) throws(CommandFailure) -> ExitCode {
    let common = arguments.common
    let keys = PathKeys(ScanPlan(matcher: Matcher(rules)))
    let groupsByKey = arguments.groupsByKey
    let reports = try ReportSet(common, rules, hiding: keys, changes: changes, console) {
      groupsByKey ? KeyGroupReport($0, context: $1) : $0.makeWriter(context: $1)
    }
    let new = changes.map { changes in
      merged.findings.filter { changes.change(of: $0) == .new }
    }
    let all = everything(merged, earlier, changes)
    // The JSON forms mark each finding; a person, and whatever watches a build, wants the new ones.
    let areWritten = reports.write(merged.summary) { format in
      format == .json || format == .jsonl ? all : new ?? merged.findings
    }
    let redaction =
      common.showsSecrets ? PathRedaction() : PathRedaction(hiding: all) { keys.hidden(in: $0) }
    say(merged, redaction)
    if let earlier { say(earlier, redaction) }
    if common.running.verbosity != .quiet {
      if let changes { console.say(Self.line(changes)) }
      console.say(SummaryText.lines(merged.summary))
    }
    if (new ?? merged.findings).contains(where: fails) { return .findings }
    let isComplete = merged.summary.isComplete && earlier?.summary.isComplete != false
    return isComplete && areWritten ? .clean : .incomplete
  }

  /// The findings of both reports, in report order, where there is an earlier one.
  private func everything(
    _ merged: Merged,
    _ earlier: Merged?,
    _ changes: FindingChanges?
  ) -> [Finding] {
    guard let earlier, let changes else { return merged.findings }
    let fixed = earlier.findings.filter { changes.change(of: $0) == .fixed }
    var all = merged.findings + fixed
    all.sortInReportOrder()
    return all
  }

  /// Whether a finding makes the exit code 1; one that has just been suppressed does not.
  private func fails(_ finding: Finding) -> Bool {
    var isActive = false
    if case .active = finding.status { isActive = true }
    let isSuppressed = finding.suppression != nil || arguments.baseline != nil
    guard finding.severity > .info, !isSuppressed || isActive else { return false }
    return switch arguments.common.bar.failOn {
    case .any: true
    case .active: isActive
    case .none: false
    }
  }

  /// Says what the reports do not tell, and what they tell of other tools' findings.
  private func say(_ merged: Merged, _ redaction: PathRedaction) {
    console.say(ProblemText.lines(merged.summary.coverage, redaction: redaction))
    for name in merged.tally.incompleteNames {
      console.warn(
        "report '\(TerminalText.escaped(redaction.applied(to: name).text))' is incomplete"
      )
    }
    guard !merged.tally.tools.isEmpty, arguments.common.running.verbosity != .quiet else { return }
    let tools = merged.tally.tools.sorted().map(\.rawValue).joined(separator: ", ")
    let others = NumberText.counted(merged.tally.otherSecretCount, "finding")
    console.say("\(others) of \(tools) left out, of no rule here\n")
    let redacted = merged.tally.redactedCount
    if redacted > 0 {
      let count = NumberText.counted(redacted, "finding")
      console.warn("\(count) of \(tools) cannot be told, since the secret is redacted there")
    }
  }

  private static func line(_ changes: FindingChanges) -> String {
    let counts = FindingChange.allCases.map {
      "\(NumberText.grouped(changes.count(of: $0))) \($0.rawValue)"
    }
    return counts.joined(separator: ", ") + "\n"
  }
}
