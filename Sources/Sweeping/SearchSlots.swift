internal import Posix

/// How many repositories are cloned and searched at a time.
///
/// There is one worker more than that: it looks at the next repository, and waits for the disk after
/// the last one, while the others search.
final class SearchSlots: Sendable {
  private let freeCount: Monitor<Int>

  /// How often somebody who waits looks out for an interruption, in milliseconds.
  private static let tickMilliseconds = 100

  /// Has so many slots, all of them free.
  init(count: Int) {
    freeCount = Monitor(count)
  }

  /// Waits for a slot and takes it; `false` if the program is asked to stop first.
  func take() -> Bool {
    while Interrupt.caught == nil {
      let isTaken = freeCount.wait(atMost: Self.tickMilliseconds) { count -> Bool? in
        guard count > 0 else { return nil }
        count -= 1
        return true
      }
      if isTaken == true { return true }
    }
    return false
  }

  /// Gives a slot back.
  func release() {
    freeCount.withLock { $0 += 1 }
    freeCount.notifyOne()
  }
}
