internal import Posix

/// How much the clones of a sweep may hold before another one is begun.
///
/// A clone that is larger than the budget is still made, but alone: nobody knows its size before.
final class DiskBudget: Sendable {
  private let maximumByteCount: Int?
  private let directory: [UInt8]

  /// How many clones there are or are being made.
  private let cloneCount = Monitor(0)

  /// Watches the clones in `directory`.
  init(maximumByteCount: Int?, directory: [UInt8]) {
    self.maximumByteCount = maximumByteCount
    self.directory = directory
  }

  /// Waits until another clone may be begun; `false` if the program is asked to stop first.
  func waitForRoom() -> Bool {
    while Interrupt.caught == nil {
      let isFull = maximumByteCount.map { DirectoryTree.byteCount(directory) >= $0 } ?? false
      let mayStart = cloneCount.withLock { count in
        if isFull && count > 0 { return false }
        count += 1
        return true
      }
      if mayStart { return true }
      // A clone that is removed wakes this; one that grows does not.
      let seen = cloneCount.withLock { $0 }
      _ = cloneCount.wait(atMost: 500) { $0 < seen ? true : nil }
    }
    return false
  }

  /// Notes that a clone is gone.
  func release() {
    cloneCount.withLock { $0 -= 1 }
    cloneCount.notifyAll()
  }
}
