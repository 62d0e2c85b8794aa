internal import Posix
internal import Synchronization

/// The work that the workers of a walk share: a stack, so that a walk goes deep first and little
/// waits at any time.
///
/// Termination: `busyCount` counts the workers between taking an item and asking for the next. Only a
/// busy worker adds items. When the stack is empty and nobody is busy, nothing can be added any more:
/// the walk has ended, and everyone who waits or asks is told so.
final class WalkQueue: Sendable {
  /// One piece of work.
  enum Work {
    case directory(DirectoryNode)
    case files(DirectoryNode, names: [UInt8])
    case arguments([[UInt8]])
  }

  private struct State: Sendable {
    var stack: [WalkItem] = []
    var busyCount = 0
    var waitingCount = 0
    var isStopped = false
  }

  private let state: Monitor<State>

  /// The workers that wait, as of a moment ago: a hint that sharing work is worth while.
  private let waitingHint = Atomic<Int>(0)

  init(_ items: [WalkItem]) {
    state = Monitor(State(stack: items.reversed()))
  }

  /// Whether a worker waits for something to do.
  var hasWaitingWorker: Bool { waitingHint.load(ordering: .relaxed) > 0 }

  /// Whether there is more work than busy workers take.
  var hasBacklog: Bool { state.withLock { !$0.stack.isEmpty } }

  /// Adds work.
  func push(_ item: WalkItem) {
    let waitingCount = state.withLock { state in
      state.stack.append(item)
      return state.waitingCount
    }
    if waitingCount > 0 { state.notifyAll() }
  }

  /// Waits for the next piece of work, for a worker that has `finished` one before.
  ///
  /// `nil` says that the walk has ended.
  func next(afterFinishing finished: Bool) -> Work? {
    var isFirst = true
    var isWaiting = false
    let work = state.wait { state -> Work?? in
      if isFirst, finished { state.busyCount -= 1 }
      isFirst = false
      if isWaiting { state.waitingCount -= 1 }
      isWaiting = false
      if state.isStopped { return .some(nil) }
      if let work = Self.pop(&state) {
        state.busyCount += 1
        waitingHint.store(state.waitingCount, ordering: .relaxed)
        return work
      }
      if state.busyCount == 0 { return .some(nil) }
      state.waitingCount += 1
      isWaiting = true
      waitingHint.store(state.waitingCount, ordering: .relaxed)
      return nil
    }
    if work == nil { state.notifyAll() }
    return work
  }

  /// Ends the walk early: nobody gets more work.
  func stop() {
    state.withLock { $0.isStopped = true }
    state.notifyAll()
  }

  private static func pop(_ state: inout State) -> Work? {
    while var item = state.stack.popLast() {
      switch item.kind {
      case .parentItself: return .directory(item.parent)
      case .files: return .files(item.parent, names: item.names)
      case .arguments: return .arguments(item.names.split(separator: 0).map(Array.init))
      case .directories:
        guard let name = item.popLast() else { continue }
        let parent = item.parent
        if !item.names.isEmpty { state.stack.append(item) }
        return .directory(DirectoryNode(name, in: parent))
      }
    }
    return nil
  }
}
