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
      let scan = HistoryScan(
        plan: setting.plan,
        threadCount: running.threadCount,
        findsOrigins: arguments.findsOrigins
      )
      let outcome = scan.run(arguments.repositories) { step in
        switch step.phase {
        case .search:
          progress.show(
            objectCount: step.objectCount,
            of: step.totalObjectCount,
            byteCount: step.byteCount
          )
        case .origins(let count):
          progress.show("finding out where \(NumberText.counted(count, "finding")) came from")
        }
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
    case .unreadReferences(let repository):
      return "the references of \(shown(repository)) are in the 'reftable' format, which is not "
        + "read: which branches and tags lead to a key is not known"
    case .brokenObjects(let repository, let count):
      let objects = NumberText.counted(count, "tree or commit", "trees and commits")
      return "\(objects) of \(shown(repository)) \(count == 1 ? "is" : "are") malformed, and may "
        + "lead to keys of which the report does not say so; 'git fsck' names what is malformed"
    case .uncountedPaths(let repository, let count):
      let objects = NumberText.counted(count, "object")
      return "\(shown(repository)) has more paths than are kept: what the report says of the paths "
        + "and commits of \(objects) may lack some; 'git log --all --find-object' lists them"
    }
  }
}
