import KeyResponse
import Posix
import TextForms

/// How far a check is, on the line that moves: `checking 12 of 340 keys, 3 s`.
///
/// A thread of its own keeps the line moving while the one that asks waits for answers.
struct CheckProgressLine {
  private let state: Monitor<State>

  private struct State {
    var line: ProgressLine
    let keyCount: Int
    var decidedCount = 0
    var isOver = false
    var isErased = false
  }

  /// How often the line is looked at, in milliseconds; it moves when it is time to.
  private static let tickMilliseconds = 50

  /// Prepares to show on `line` how many of so many keys are decided.
  init(_ line: ProgressLine, keyCount: Int) {
    state = Monitor(State(line: line, keyCount: keyCount))
  }

  /// Does the work, which tells how far it is, on this thread; the line is gone afterwards.
  func show<Value>(during work: (@escaping @Sendable (KeyCheck.Progress) -> Void) -> Value) -> Value
  {
    guard state.withLock({ $0.line.isShown }) else { return work { _ in } }
    let state = state
    do throws(SystemError) { try WorkerThread.detach { Self.tick(state) } } catch {
      // No thread to be had: nothing is shown.
      return work { _ in }
    }
    let value = work { progress in
      // Threads that answer at the same time may tell of it in any order.
      state.withLock { $0.decidedCount = max($0.decidedCount, progress.decidedCount) }
    }
    state.withLock { $0.isOver = true }
    state.notifyAll()
    state.wait { $0.isErased ? () : nil }
    return value
  }

  private static func tick(_ state: Monitor<State>) {
    while state.wait(atMost: tickMilliseconds, until: { $0.isOver ? () : nil }) == nil {
      state.withLock { state in
        state.line.show(text(decidedCount: state.decidedCount, of: state.keyCount))
      }
    }
    state.withLock { state in
      state.line.erase()
      state.isErased = true
    }
    state.notifyAll()
  }

  /// What the line says, but for the time.
  static func text(decidedCount: Int, of keyCount: Int) -> String {
    let keys = NumberText.counted(keyCount, "key")
    return "checking \(NumberText.grouped(decidedCount)) of \(keys)"
  }
}
