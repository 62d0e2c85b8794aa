internal import GitObjects
internal import Posix

/// Work on a thread of its own, while this one looks out for an interruption.
///
/// Without a thread to be had, the work is done here, and nothing is told on the way.
enum BackgroundWork {
  /// How long it takes until progress is told again, or an interruption is noticed.
  private static let tickMilliseconds = 50

  /// Does work that an interruption ends early.
  ///
  /// - Parameters:
  ///   - progress: Told of an interruption.
  ///   - tick: Called every few milliseconds on this thread.
  ///   - work: The work.
  /// - Returns: What has come of it.
  static func run<Value: Sendable>(
    stopping progress: SweepProgress,
    tick: () -> Void = {},
    _ work: @escaping @Sendable () -> Value
  ) -> Value {
    let value = start(work)
    while true {
      if let value = value.wait(atMost: tickMilliseconds, until: { $0 }) { return value }
      if Interrupt.caught != nil { progress.stop() }
      tick()
    }
  }

  /// Does work that an interruption leaves to itself: it goes on until the program ends.
  ///
  /// - Parameters:
  ///   - tick: Called every few milliseconds on this thread.
  ///   - work: The work.
  /// - Returns: What has come of it; `nil` after an interruption.
  static func runUnlessInterrupted<Value: Sendable>(
    tick: () -> Void,
    _ work: @escaping @Sendable () -> Value
  ) -> Value? {
    let value = start(work)
    while Interrupt.caught == nil {
      if let value = value.wait(atMost: tickMilliseconds, until: { $0 }) { return value }
      tick()
    }
    return nil
  }

  private static func start<Value: Sendable>(
    _ work: @escaping @Sendable () -> Value
  ) -> Monitor<Value?> {
    let value = Monitor(Value?.none)
    let run: @Sendable () -> Void = {
      let result = work()
      value.withLock { $0 = result }
      value.notifyAll()
    }
    do throws(SystemError) { try WorkerThread.detach(run) } catch { run() }
    return value
  }
}
