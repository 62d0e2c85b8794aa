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
      let check = try liveCheck(hiding: keys)
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
      let answer = check?.ask(&findings)
      let suppressedCount = findings.count(where: \.isLeftOut)
      findings.removeAll(where: \.isLeftOut)
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
      let ending = try disable(findings, answer, hiding: keys)
      let stillFailing = failing.filter { finding in
        finding.status.evidence?.keyID.map { !ending.switchedOff.contains($0) } ?? true
      }
      return exitCode(
        arguments.bar.failOn == .active ? stillFailing : failing,
        isComplete: summary.isComplete && areWritten && ending.exitCode == .clean
      )
    } catch {
      console.report(error.message)
      return error.exitCode
    }
  }

  /// What `--disable` asks for: switches off the keys found.
  private func disable(
    _ findings: [Finding],
    _ answer: LiveCheck.Answer?,
    hiding keys: PathKeys
  ) throws(CommandFailure) -> DisableRun.Ending {
    guard let change = arguments.change, let answer else {
      return DisableRun.Ending(exitCode: .clean)
    }
    let run = DisableRun(change, console, verbosity: arguments.running.verbosity) {
      keys.hidden(in: ContentPath($0)).text
    }
    return try run.run(DisableRun.Request(findings: findings, namedIDs: [], answer: answer))
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

  /// What `--check` asks for; whatever is wrong with it shows before the scan.
  private func liveCheck(hiding keys: PathKeys) throws(CommandFailure) -> LiveCheck? {
    guard let service = arguments.service else { return nil }
    return try LiveCheck(service, arguments.running, console) { keys.hidden(in: $0) }
  }

  /// Findings decide first: an incomplete run that found a key has found a key.
  private func exitCode(_ failing: [Finding], isComplete: Bool) -> ExitCode {
    let fails =
      switch arguments.bar.failOn {
      case .any: !failing.isEmpty
      // Without a check, no key is known not to be active.
      case .active:
        failing.contains {
          $0.mayBeActive(allowsUnknown: arguments.service?.allowsUnknown ?? false)
        }
      case .none: false
      }
    if fails { return .findings }
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
      keyCount: findings.distinctKeyCount,
      suppressedCount: suppressedCount,
      hiddenCount: result.list.hiddenCount,
      seconds: seconds,
      version: version,
      isInterrupted: Interrupt.caught != nil,
      isShallow: result.isShallow
    )
  }
}
