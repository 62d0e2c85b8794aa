import Posix
import Reporting
import ScanModel
import Scanning
import TextForms
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
    let ignored = arguments.selection.skipsGitIgnored ? GitIgnoreContext() : nil
    let run = ScanRun(
      arguments: arguments,
      console: console,
      scope: arguments.selection.readsIgnoreFiles ? .paths(arguments.paths) : .nothing
    )
    return run.run { setting throws(CommandFailure) in
      let options = WalkOptions(
        filter: setting.filter,
        gitIgnore: ignored,
        threadCount: arguments.running.threadCount
      )
      var progress = ProgressLine(arguments.running, console)
      let scan = TreeScan(plan: setting.plan, options: options)
      let result = scan.run(arguments.paths) { step in
        progress.show(fileCount: step.fileCount, byteCount: step.byteCount)
      }
      progress.erase()
      return result
    } notes: { redaction in
      for note in ignored?.notes ?? [] {
        let sentence = "cannot use '\(redaction.applied(to: note.path).text)': \(note.cause)"
        console.warn("\(TerminalText.escaped(sentence)); nothing was left out because of it")
      }
    }
  }
}
