import Posix
import ScanModel
import Sweeping
import TextForms

/// How far a sweep is: one moving line on a terminal, a plain line a minute elsewhere.
struct SweepProgressLine {
  private let console: Console
  private let kind: Kind
  private let start = Process.monotonicSeconds
  private var lastShown = Process.monotonicSeconds
  private var isOnScreen = false

  private enum Kind {
    case moving
    case plain
    case none
  }

  /// The time between two lines, in seconds.
  private var interval: Double { kind == .moving ? 0.2 : 60 }

  init(_ running: ScanArguments.Running, _ console: Console) {
    self.console = console
    let canMove = console.errorsAreTerminal && Process.environment("TERM") != "dumb"
    kind =
      switch running.progress {
      case .never: .none
      case .always: canMove ? .moving : .plain
      case .auto: running.verbosity == .quiet ? .none : canMove ? .moving : .plain
      }
  }

  /// Says what is being done, on a terminal.
  mutating func say(_ activity: String) {
    guard kind == .moving else { return }
    isOnScreen = true
    console.say("\r\u{1B}[K\(activity)")
  }

  /// Shows how far the sweep is, if it is time to.
  mutating func show(_ progress: RepositorySweep.Progress) {
    let now = Process.monotonicSeconds
    guard kind != .none, now - lastShown >= interval else { return }
    lastShown = now
    let text = Self.text(progress, seconds: max(now - start, 0.001))
    if kind == .moving {
      isOnScreen = true
      // A carriage return and "erase to the end of the line" (ECMA-48, EL).
      console.say("\r\u{1B}[K\(text)")
    } else {
      console.say("zleaks: \(text)\n")
    }
  }

  /// Takes the moving line away.
  func erase() {
    if isOnScreen { console.say("\r\u{1B}[K") }
  }

  /// The longest name of a repository that is shown, in characters.
  private static let maximumNameLength = 24

  /// How many repositories, bytes and keys, what is being searched, and the time left.
  static func text(_ progress: RepositorySweep.Progress, seconds: Double) -> String {
    let done = NumberText.grouped(progress.doneCount)
    let total = NumberText.counted(progress.totalCount, "repository", "repositories")
    var parts = ["\(done) of \(total)", NumberText.counted(progress.keys.count, "key")]
    if progress.failedCount > 0 { parts.append("\(progress.failedCount) failed") }
    parts.append("\(NumberText.byteSize(Int(Double(progress.byteCount) / seconds)))/s")
    if progress.doneCount > 0 {
      let rest = Double(max(progress.totalCount - progress.doneCount, 0))
      let left = NumberText.duration(seconds: rest * seconds / Double(progress.doneCount))
      if let left { parts.append("\(left) left") }
    }
    let names = progress.current.prefix(2).map { name in
      let text = TerminalText.escaped(name.text)
      return text.count > maximumNameLength ? "…" + text.suffix(maximumNameLength - 1) : text
    }
    let more = progress.current.count > 2 ? ", …" : ""
    if !names.isEmpty { parts.append("now: " + names.joined(separator: ", ") + more) }
    return parts.joined(separator: ", ")
  }

  /// What has become of the sweep, in one line.
  static func summary(_ progress: RepositorySweep.Progress, seconds: Double) -> String {
    let done = NumberText.grouped(progress.doneCount)
    let total = NumberText.counted(progress.totalCount, "repository", "repositories")
    var details: [String] = []
    if progress.unchangedCount > 0 { details.append("\(progress.unchangedCount) unchanged") }
    if progress.failedCount > 0 { details.append("\(progress.failedCount) failed") }
    if progress.incompleteCount > 0 {
      details.append("\(progress.incompleteCount) not read whole")
    }
    let list = details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"
    let findings = NumberText.counted(progress.findingCount, "finding")
    let keys = NumberText.counted(progress.keys.count, "key")
    let bytes = NumberText.byteSize(progress.byteCount)
    let time = NumberText.duration(seconds: seconds) ?? "?"
    return "\(findings) (\(keys)) in \(done) of \(total)\(list), \(bytes) read, \(time)\n"
  }
}
