import Posix
import Reporting
import ScanModel
import Scanning
import TextForms

/// `zleaks history`: searches every object of repositories.
struct HistoryCommand {
  private let arguments: HistoryArguments
  private let console: Console

  init(_ arguments: HistoryArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Scans, reports, and says how it ended.
  func run() -> ExitCode {
    var notes: [HistoryScan.Note] = []
    let running = arguments.common.running
    return ScanRun(arguments: arguments.common, console: console).run {
      setting throws(CommandFailure) in
      var progress = ProgressLine(running, console)
      let scan = HistoryScan(plan: setting.plan, threadCount: running.threadCount)
      let outcome = scan.run(arguments.repositories) { step in
        progress.show(
          objectCount: step.objectCount,
          of: step.totalObjectCount,
          byteCount: step.byteCount
        )
      }
      progress.erase()
      notes = outcome.notes
      return outcome.result
    } notes: { redaction in
      for note in notes { console.warn(Self.sentence(note, redaction)) }
    }
  }

  private static func sentence(_ note: HistoryScan.Note, _ redaction: PathRedaction) -> String {
    func shown(_ repository: ContentPath) -> String {
      "'\(TerminalText.escaped(redaction.applied(to: repository).text))'"
    }
    switch note {
    case .shallow(let repository):
      return "\(shown(repository)) is a shallow clone: older history is not in it and was not "
        + "searched; 'git fetch --unshallow' brings it"
    case .readByGit(let repository, let count):
      let objects = NumberText.counted(count, "object")
      return "\(objects) of \(shown(repository)) could be read only by 'git cat-file', which was "
        + "used; 'git fsck' tells what is wrong"
    }
  }
}
