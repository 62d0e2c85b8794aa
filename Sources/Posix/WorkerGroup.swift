/// Runs one piece of work on several threads.
package enum WorkerGroup {
  /// Calls `body` with each number below `count`, each on a thread of its own, and waits for all.
  ///
  /// Number 0 runs on the calling thread. If the system has fewer threads to give, the calling
  /// thread runs what is left in turn, so `body` must not wait for another number.
  package static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    precondition(count > 0, "\(count) threads")
    let running = Monitor(count - 1)
    var kept = [0]
    for number in 1..<max(count, 1) {
      do throws(SystemError) {
        try WorkerThread.detach {
          body(number)
          running.withLock { $0 -= 1 }
          running.notifyAll()
        }
      } catch {
        // No thread to be had: the work is done all the same, later.
        running.withLock { $0 -= 1 }
        kept.append(number)
      }
    }
    for number in kept { body(number) }
    running.wait { $0 == 0 ? () : nil }
  }

  /// Calls `body` with each number below `count` on at most so many threads, and collects what it
  /// returns.
  ///
  /// - Parameters:
  ///   - count: How many numbers there are.
  ///   - threadCount: The most threads, of which the calling one is one; at least one runs.
  ///   - body: The work; each thread does one number after the other.
  /// - Returns: What `body` has returned, in the order of the numbers.
  package static func map<Value: Sendable>(
    _ count: Int,
    threadCount: Int,
    _ body: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    guard count > 0 else { return [] }
    let next = Monitor(0)
    let values = Monitor([Value?](repeating: nil, count: count))
    run(max(min(threadCount, count), 1)) { _ in
      while true {
        let number = next.withLock { next in
          defer { next += 1 }
          return next
        }
        guard number < count else { return }
        let value = body(number)
        values.withLock { $0[number] = value }
      }
    }
    return values.withLock { $0.compactMap { $0 } }
  }
}
