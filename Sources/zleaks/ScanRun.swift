import Decoding
import Globbing
import Matching
import Posix
import Reporting
import Rules
import ScanModel
import Scanning
import Suppression
import TextForms
import Walking

/// What every scanning command does around its scan: rules, bars and destinations before it, reports,
/// problems, summary and exit code after it.
struct ScanRun {
  /// What was asked for.
  let arguments: ScanArguments

  /// The program's streams.
  let console: Console

  /// What a scan needs to know.
  struct Setting {
    /// What to look for and what counts.
    let plan: ScanPlan

    /// Which paths to read.
    let filter: PathFilter
  }

  /// What is scanned, as far as ignore files go.
  var scope = SuppressionSources.Scope.nothing

  /// Runs `scan`, reports what it found, and says how it ended.
  ///
  /// - Parameters:
  ///   - scan: The scan.
  ///   - notes: Said on standard error before the problems; gets what keeps keys out of paths.
  ///   - advice: Said after the reports, if there are findings.
  /// - Returns: The exit code.
  func run(
    _ scan: (Setting) throws(CommandFailure) -> ScanResult,
    notes: (PathRedaction) -> Void = { _ in },
    advice: ([Finding], PathRedaction) -> String = { _, _ in "" }
  ) -> ExitCode {
    do throws(CommandFailure) {
      let start = Process.monotonicSeconds
      let rules = try RuleFiles.load(arguments.bar.rulesFiles)
      let plan = ScanPlan(
        matcher: Matcher(rules, decodeDepth: arguments.bar.decodeDepth),
        minimumConfidence: arguments.bar.minimumConfidence,
        minimumSeverity: arguments.bar.minimumSeverity,
        honorsAllowMarks: arguments.selection.honorsSuppressions,
        containerLimits: ContainerLimits(depth: arguments.selection.archiveDepth)
      )
      let setting = Setting(plan: plan, filter: try filter())
      let sources = SuppressionSources(
        baselines: arguments.selection.honorsSuppressions ? arguments.selection.baselines : [],
        scope: arguments.selection.honorsSuppressions ? scope : .nothing
      )
      var suppressions = try sources.read()
      let keys = PathKeys(plan)
      let reports = try ReportSet(arguments, rules, hiding: keys, console)
      let result: ScanResult
      do throws(CommandFailure) {
        Interrupt.catchFirst()
        result = try scan(setting)
      } catch {
        reports.discard()
        throw error
      }
      var findings = result.list.findings
      suppressions.apply(to: &findings, absolute: sources.resolver())
      let suppressedCount = findings.count { $0.suppression != nil }
      findings.removeAll { $0.suppression != nil }
      if arguments.running.verbosity == .verbose { console.say(Self.lines(unused: suppressions)) }
      let summary = ScanSummary(
        result,
        findings: findings,
        suppressedCount: suppressedCount,
        seconds: Process.monotonicSeconds - start,
        version: Program.version
      )
      let areWritten = reports.write(findings, summary)
      let redaction =
        arguments.showsSecrets
        ? PathRedaction()
        : PathRedaction(hiding: findings) { keys.hidden(in: $0) }
      notes(redaction)
      console.say(ProblemText.lines(result.coverage, redaction: redaction))
      let failing = findings.filter { $0.severity > .info }
      if !failing.isEmpty { console.say(advice(failing, redaction)) }
      if arguments.running.verbosity != .quiet { console.say(SummaryText.lines(summary)) }
      return exitCode(failing, isComplete: summary.isComplete && areWritten)
    } catch {
      console.report(error.message)
      return error.exitCode
    }
  }

  /// The entries of suppression files that matched nothing, a line for each.
  private static func lines(unused suppressions: Suppressions) -> String {
    suppressions.unused.map { entry in
      let (file, text) = (entry.file.text, entry.text.text)
      return "zleaks: '\(TerminalText.escaped(file))', line \(entry.line): "
        + "'\(TerminalText.escaped(text))' matched nothing\n"
    }.joined()
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
  private func exitCode(_ failing: [Finding], isComplete: Bool) -> ExitCode {
    // No key has been checked, so none is known not to be active.
    if arguments.bar.failOn != .none, !failing.isEmpty { return .findings }
    return isComplete ? .clean : .incomplete
  }
}

extension ScanSummary {
  /// The summary of a scan.
  init(
    _ result: ScanResult,
    findings: [Finding],
    suppressedCount: Int,
    seconds: Double,
    version: String
  ) {
    self.init(
      coverage: result.coverage,
      findingCount: findings.count,
      keyCount: Set(findings.lazy.filter { $0.severity > .info }.map(\.key.fingerprint)).count,
      suppressedCount: suppressedCount,
      hiddenCount: result.list.hiddenCount,
      seconds: seconds,
      version: version,
      isInterrupted: Interrupt.caught != nil,
      isShallow: result.isShallow
    )
  }
}
