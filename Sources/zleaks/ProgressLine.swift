import Posix
import Reporting
import TextForms

/// One line on standard error that says how far a run is, and goes before anything else is said.
struct ProgressLine {
  private let console: Console

  /// Whether anything is ever shown.
  let isShown: Bool

  private let start = Process.monotonicSeconds
  private var lastShown: Double

  /// How long a run must take before it says how far it is, in seconds.
  private static let patience = 0.5

  /// The time between two lines, in seconds.
  private static let interval = 0.1

  init(_ running: ScanArguments.Running, _ console: Console) {
    self.console = console
    isShown =
      switch running.progress {
      case .always: true
      case .never: false
      case .auto:
        running.verbosity != .quiet && console.errorsAreTerminal
          && Process.environment("TERM") != "dumb"
      }
    lastShown = start + Self.patience - Self.interval
  }

  /// Shows how much has been read, if it is time to.
  mutating func show(fileCount: Int, byteCount: Int) {
    let now = Process.monotonicSeconds
    guard isShown, now - lastShown >= Self.interval else { return }
    lastShown = now
    let files = NumberText.counted(fileCount, "file")
    let bytes = NumberText.byteSize(byteCount)
    let rate = NumberText.byteSize(Int(Double(byteCount) / max(now - start, 0.001)))
    // A carriage return and "erase to the end of the line" (ECMA-48, EL).
    console.say("\r\u{1B}[K\(files), \(bytes) read, \(rate)/s")
  }

  /// Shows how many objects have been searched, and when the rest will have been, if it is time to.
  mutating func show(objectCount: Int, of total: Int, byteCount: Int) {
    let now = Process.monotonicSeconds
    guard isShown, now - lastShown >= Self.interval else { return }
    lastShown = now
    let seconds = max(now - start, 0.001)
    let objects = "\(NumberText.grouped(objectCount)) of \(NumberText.counted(total, "object"))"
    let bytes = NumberText.byteSize(byteCount)
    let rate = NumberText.byteSize(Int(Double(byteCount) / seconds))
    let left = Double(max(total - objectCount, 0)) * seconds / Double(max(objectCount, 1))
    let time = objectCount > 0 ? NumberText.duration(seconds: left) : nil
    let end = time.map { ", \($0) left" } ?? ""
    console.say("\r\u{1B}[K\(objects), \(bytes) read, \(rate)/s\(end)")
  }

  /// Shows what is being done and for how long the run has been going on, if it is time to.
  mutating func show(_ activity: String) {
    let now = Process.monotonicSeconds
    guard isShown, now - lastShown >= Self.interval else { return }
    lastShown = now
    let time = NumberText.duration(seconds: now - start).map { ", \($0)" } ?? ""
    console.say("\r\u{1B}[K\(activity)\(time)")
  }

  /// Takes the line away.
  func erase() {
    if isShown, lastShown > start + Self.patience - Self.interval { console.say("\r\u{1B}[K") }
  }
}
