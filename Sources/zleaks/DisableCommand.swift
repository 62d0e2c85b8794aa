import KeyResponse
import Matching
import Posix
import Rules
import ScanModel
import Scanning
import TextForms

/// `zleaks disable`: switches off the keys that reports, IDs or standard input name.
struct DisableCommand {
  private let arguments: DisableArguments
  private let console: Console

  init(_ arguments: DisableArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Checks, plans, asks, acts, and says how it ended.
  func run() -> ExitCode {
    do throws(CommandFailure) {
      return try disable()
    } catch {
      console.report(error.message)
      return error.exitCode
    }
  }

  private func disable() throws(CommandFailure) -> ExitCode {
    let rules = try RuleFiles.load(arguments.common.bar.rulesFiles)
    let keys = PathKeys(ScanPlan(matcher: Matcher(rules)))
    let verbosity = arguments.common.running.verbosity
    let check = try LiveCheck(arguments.service, arguments.common.running, console) {
      keys.hidden(in: $0)
    }
    Interrupt.catchFirst()
    let input = try CheckInput.reading(arguments.operands, rules, console, verb: "disable")
    input.note(console, cannotBe: "looked at", ifEmpty: "no keys found") {
      TerminalText.escaped(keys.hidden(in: $0).text)
    }
    var findings = input.findings
    guard !findings.isEmpty else { return input.isWhole ? .clean : .incomplete }
    guard let answer = check.ask(&findings) else { return .incomplete }
    var change = arguments.change
    change.selection.minimumSeverity = arguments.common.bar.minimumSeverity
    let run = DisableRun(change, console, verbosity: verbosity) {
      keys.hidden(in: ContentPath($0)).text
    }
    let request = DisableRun.Request(
      findings: findings,
      namedIDs: input.namedIDs,
      answer: answer
    )
    let code = try run.run(request).exitCode
    return code == .clean && !input.isWhole ? .incomplete : code
  }
}
