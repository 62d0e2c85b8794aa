import Posix
import Reporting

/// The program: what the command line asks for, done, and the exit code for it.
enum Program {
  /// The version that `--version` and reports give.
  static let version = "0.1.0"

  /// Runs the command line that the process was started with, and ends the process.
  static func run() -> Never {
    Process.ignoreWriteSignals()
    Process.letQuitEnd()
    let code = run(Process.arguments)
    if let signal = Interrupt.caught { Interrupt.end(by: signal) }
    Process.exit(code.rawValue)
  }

  private static func run(_ arguments: [[UInt8]]) -> ExitCode {
    let table = CommandTable(formats: ReportFormat.allCases)
    let console = Console()
    do throws(UsageError) {
      switch try ArgumentParser(table: table).parse(arguments) {
      case .version: return console.print("zleaks \(version)\n")
      case .help(let command): return console.print(HelpText(table: table).text(about: command))
      case .run(let parsed):
        switch parsed.command {
        case .scan: return ScanCommand(try ScanArguments(parsed), console).run()
        case .diff: return DiffCommand(try DiffArguments(parsed), console).run()
        case .history: return HistoryCommand(try HistoryArguments(parsed), console).run()
        case .sweep: return SweepCommand(try SweepArguments(parsed), console).run()
        case .check: return CheckCommand(try CheckArguments(parsed), console).run()
        case .disable: return DisableCommand(try DisableArguments(parsed), console).run()
        case .enable: return EnableCommand(try EnableArguments(parsed), console).run()
        case .report: return ReportCommand(try ReportArguments(parsed), console).run()
        case .rules: return RulesCommand(RulesArguments(parsed), console).run()
        case .hook: return HookCommand(HookArguments(parsed), console).run()
        case .completions:
          return console.print(CompletionsArguments(parsed).shell.script(for: table))
        case .help: return console.print(HelpText(table: table).text(about: nil))
        }
      }
    } catch {
      console.report("\(error)")
      console.say("run 'zleaks help' for the commands and options\n")
      return .usage
    }
  }
}

/// What the program tells whoever started it.
enum ExitCode: Int32, Sendable {
  /// Complete and clean.
  case clean = 0
  /// Findings at or above the bar.
  case findings = 1
  /// The command line, or a rule or configuration file, is wrong.
  case usage = 2
  /// Incomplete or failed, and nothing found.
  case incomplete = 3
}
