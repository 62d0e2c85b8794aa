import KeyResponse
import Posix
import ScanModel
import TextForms
import VectaraAPI

/// Which journal a run writes to, and as whom.
struct JournalFile {
  /// The path, byte for byte.
  let path: [UInt8]

  /// The path, safe to show.
  let shownName: String

  private let change: ChangeArguments
  private let hide: @Sendable (String) -> String

  /// The journal that the command line names, or the one of the day.
  init(_ change: ChangeArguments, hiding hide: @escaping @Sendable (String) -> String) {
    self.init(change, path: change.journal ?? Self.pathOfToday, hiding: hide)
  }

  /// The journal at `path`.
  init(
    _ change: ChangeArguments,
    path: [UInt8],
    hiding hide: @escaping @Sendable (String) -> String
  ) {
    self.change = change
    self.path = path
    self.hide = hide
    shownName = TerminalText.escaped(hide(ContentPath(path).text))
  }

  /// `zleaks-journal-2026-11-21.jsonl`, by the date in UTC.
  private static var pathOfToday: [UInt8] {
    let day = "\(LiveCheck.now)".prefix { $0 != "T" }
    return Array("zleaks-journal-\(day).jsonl".utf8)
  }

  /// What it says, without locking it; nothing if there is none.
  func state() throws(CommandFailure) -> JournalState {
    do throws(JournalError) {
      return JournalState(try Journal.read(path).records)
    } catch {
      if error == .missing { return JournalState([]) }
      throw failure(error)
    }
  }

  /// Opens it, and locks other runs out.
  func open(_ action: KeyAction, creates: Bool) throws(CommandFailure) -> Journal {
    let run = "\(LiveCheck.now)-\(Process.identifier)"
    let author = JournalAuthor(
      run: run,
      operatorName: change.operatorName ?? "\(Process.userName)@\(Process.hostName)",
      reason: change.reason,
      now: { LiveCheck.now },
      hiding: hide
    )
    do throws(JournalError) {
      return try Journal(path, creates: creates, action: action, author: author)
    } catch {
      throw failure(error)
    }
  }

  /// The failure for a journal that cannot be used.
  func failure(_ error: JournalError) -> CommandFailure {
    let exitCode: ExitCode =
      switch error {
      case .inUse, .notWritten: .incomplete
      case .missing, .unusable, .notAJournal, .tooLarge: .usage
      }
    return CommandFailure("cannot use the journal '\(shownName)': \(error)", exitCode)
  }

  /// Finds out what came of changes that an earlier run had begun, and says so.
  func settle(_ client: VectaraClient, _ journal: Journal, _ console: Console) throws(JournalError)
  {
    if !journal.brokenLines.isEmpty {
      let lines = journal.brokenLines.map { "\($0)" }.joined(separator: ", ")
      console.warn("line \(lines) of the journal is only half there, as a crash leaves it")
    }
    for settled in try JournalSettlement(client, journal: journal).run() {
      let key = TerminalText.escaped(settled.change.key.map(SwitchNames.name) ?? "a key")
      let verb = settled.change.action.rawValue
      switch settled.result {
      case .done: console.say("\(key): an earlier run had begun to \(verb) it, and it is done\n")
      case .notDone:
        console.say("\(key): an earlier run had begun to \(verb) it, and it is not done\n")
      default:
        let cause = settled.error.map { ": \($0)" } ?? ""
        console.warn(
          "\(key): an earlier run had begun to \(verb) it; what came of it is unknown\(cause)"
        )
      }
    }
  }
}

/// How keys are called in lines about them.
enum SwitchNames {
  /// `aky_1 'search box' (zqt_…Vz8w)`, not escaped.
  static func name(_ key: JournalKey) -> String {
    key.id + (key.name.map { " '\($0)'" } ?? "") + (key.redacted.map { " (\($0))" } ?? "")
  }
}
