import Matching
import Posix
import Reporting
import Rules
import ScanModel
import Scanning
import Walking

/// `zleaks scan`: searches files, directories and standard input.
struct ScanCommand {
  private let arguments: ScanArguments
  private let console: Console

  init(_ arguments: ScanArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Scans, reports, and says how it ended.
  func run() -> ExitCode {
    do throws(CommandFailure) {
      return try scan()
    } catch {
      console.report(error.message)
      return error.exitCode
    }
  }

  private func scan() throws(CommandFailure) -> ExitCode {
    let start = Process.monotonicSeconds
    let rules = try RuleFiles.load(arguments.bar.rulesFiles)
    let ignored = arguments.selection.skipsGitIgnored ? GitIgnoreContext() : nil
    let options = WalkOptions(
      filter: try filter(),
      gitIgnore: ignored,
      threadCount: arguments.running.threadCount
    )
    let plan = ScanPlan(
      matcher: Matcher(rules),
      minimumConfidence: arguments.bar.minimumConfidence,
      minimumSeverity: arguments.bar.minimumSeverity,
      honorsAllowMarks: arguments.selection.honorsSuppressions
    )
    let keys = PathKeys(plan)
    let reports = try ReportSet(arguments, rules, hiding: keys, console)

    Interrupt.catchFirst()
    var progress = ProgressLine(arguments.running, console)
    let result = TreeScan(plan: plan, options: options).run(arguments.paths) { step in
      progress.show(fileCount: step.fileCount, byteCount: step.byteCount)
    }
    progress.erase()

    let summary = ScanSummary(
      result,
      seconds: Process.monotonicSeconds - start,
      version: Program.version
    )
    let areWritten = reports.write(result.list.findings, summary)
    let redaction =
      arguments.showsSecrets
      ? PathRedaction()
      : PathRedaction(hiding: result.list.findings) { keys.hidden(in: $0) }
    for note in ignored?.notes ?? [] {
      let sentence = "cannot use '\(redaction.applied(to: note.path).text)': \(note.cause)"
      console.warn("\(TerminalText.escaped(sentence)); nothing was left out because of it")
    }
    console.say(ProblemText.lines(result.coverage, redaction: redaction))
    if arguments.running.verbosity != .quiet { console.say(SummaryText.lines(summary)) }
    return exitCode(result.list.findings, isComplete: summary.isComplete && areWritten)
  }

  private func filter() throws(CommandFailure) -> PathFilter {
    do throws(GlobError) {
      return try PathFilter(
        excludes: arguments.selection.excludes,
        includes: arguments.selection.includes
      )
    } catch {
      throw CommandFailure(TerminalText.escaped("\(error)"), .usage)
    }
  }

  /// Findings decide first: an incomplete run that found a key has found a key.
  private func exitCode(_ findings: [Finding], isComplete: Bool) -> ExitCode {
    // No key has been checked, so none is known not to be active.
    let fails = arguments.bar.failOn != .none && findings.contains { $0.severity > .info }
    if fails { return .findings }
    return isComplete ? .clean : .incomplete
  }
}

extension ScanSummary {
  /// The summary of a scan.
  init(_ result: ScanResult, seconds: Double, version: String) {
    let findings = result.list.findings
    self.init(
      coverage: result.coverage,
      findingCount: findings.count,
      keyCount: Set(findings.lazy.filter { $0.severity > .info }.map(\.key.fingerprint)).count,
      suppressedCount: result.list.suppressedCount,
      hiddenCount: result.list.hiddenCount,
      seconds: seconds,
      version: version,
      isInterrupted: Interrupt.caught != nil
    )
  }
}
