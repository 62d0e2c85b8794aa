internal import Posix

/// Runs the same work for many items, a few at once, on threads of our own.
package enum ParallelWork {
  /// The most requests that are made at once.
  package static let maximumRequestCount = 4

  /// Calls `body` with each item and collects what it returns, in the order of the items.
  ///
  /// Each thread keeps its connections from one item to the next. If the system has fewer threads
  /// to
  /// give, fewer run; the calling thread is one of them.
  package static func map<Item: Sendable, Value: Sendable>(
    _ items: [Item],
    atMost maximumThreadCount: Int = maximumRequestCount,
    _ body: @escaping @Sendable (Item) -> Value
  ) -> [Value] {
    let next = Monitor(0)
    let values = Monitor([Value?](repeating: nil, count: items.count))
    let work: @Sendable () -> Void = {
      while true {
        let index = next.withLock { next in
          defer { next += 1 }
          return next
        }
        guard index < items.count else { return }
        let value = body(items[index])
        values.withLock { $0[index] = value }
      }
    }
    let running = Monitor(0)
    for _ in 1..<max(min(maximumThreadCount, items.count), 1) {
      running.withLock { $0 += 1 }
      do throws(SystemError) {
        try WorkerThread.detach {
          work()
          running.withLock { $0 -= 1 }
          running.notifyAll()
        }
      } catch {
        // No thread to be had: the others do its share.
        running.withLock { $0 -= 1 }
      }
    }
    work()
    running.wait { $0 == 0 ? () : nil }
    return values.withLock { $0.compactMap { $0 } }
  }
}
