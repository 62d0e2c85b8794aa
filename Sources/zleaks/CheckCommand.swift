import KeyResponse
import Matching
import Posix
import Reporting
import Rules
import ScanModel
import Scanning
import TextForms

/// `zleaks check`: asks whether keys work.
struct CheckCommand {
  private let arguments: CheckArguments
  private let console: Console

  init(_ arguments: CheckArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Asks, reports, and says how it ended.
  func run() -> ExitCode {
    do throws(CommandFailure) {
      return try check()
    } catch {
      console.report(error.message)
      return error.exitCode
    }
  }

  private func check() throws(CommandFailure) -> ExitCode {
    let start = Process.monotonicSeconds
    let rules = try RuleFiles.load(arguments.common.bar.rulesFiles)
    let keys = PathKeys(ScanPlan(matcher: Matcher(rules)))
    let check = try LiveCheck(
      arguments.service,
      arguments.common.running,
      console
    ) { keys.hidden(in: $0) }
    Interrupt.catchFirst()
    let input = try CheckInput.reading(arguments.operands, rules, console, verb: "check")
    let reports =
      arguments.printsKeys ? nil : try ReportSet(arguments.common, rules, hiding: keys, console)
    var findings = input.findings
    let outcome = check.run(&findings)
    let summary = input.tally.summary(
      of: findings,
      run: ReportFiles.Tally.Run(
        seconds: Process.monotonicSeconds - start,
        isInterrupted: Interrupt.caught != nil
      )
    )
    let redaction =
      arguments.common.showsSecrets
      ? PathRedaction() : PathRedaction(hiding: findings) { keys.hidden(in: $0) }
    var areWritten = true
    if let reports {
      areWritten = reports.write(findings, summary)
    } else {
      let text = KeyStates(redaction: redaction).text(findings, usesColor: usesColor)
      areWritten = console.print(text) == .clean
    }
    input.note(console, cannotBe: "checked", ifEmpty: "no keys to check") {
      TerminalText.escaped(redaction.applied(to: $0).text)
    }
    return exitCode(findings, input, outcome, isComplete: summary.isComplete && areWritten)
  }

  private var usesColor: Bool {
    switch arguments.common.color {
    case .always: true
    case .never: false
    case .auto: console.outputIsTerminal && console.environmentAllowsColor
    }
  }

  // MARK: - What it came to

  /// An active key decides first; then whether anybody could be asked, what stayed unknown, and
  /// whether the reports told all.
  private func exitCode(
    _ findings: [Finding],
    _ input: CheckInput,
    _ outcome: KeyCheck.Outcome?,
    isComplete: Bool
  ) -> ExitCode {
    let asked = findings.filter { input.isAskedFor($0) && !$0.isLeftOut }
    if asked.contains(where: { $0.mayBeActive(allowsUnknown: true) }) { return .findings }
    if !findings.isEmpty, outcome?.isAnswered != true { return .incomplete }
    let allowsUnknown = arguments.service.allowsUnknown
    if asked.contains(where: { $0.mayBeActive(allowsUnknown: allowsUnknown) }) { return .findings }
    let isWhole = isComplete && input.isComplete && input.tally.redactedCount == 0
    return isWhole ? .clean : .incomplete
  }
}
