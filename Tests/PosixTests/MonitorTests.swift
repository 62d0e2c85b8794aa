import Testing

@testable import Posix

@Suite(.timeLimit(.minutes(10))) struct MonitorTests {
  @Test func threadsTakeTurns() throws {
    let monitor = Monitor((count: 0, running: 4))
    for _ in 0..<4 {
      try WorkerThread.detach {
        for _ in 0..<10_000 { monitor.withLock { $0.count += 1 } }
        monitor.withLock { $0.running -= 1 }
        monitor.notifyAll()
      }
    }
    #expect(monitor.wait(until: { $0.running == 0 ? $0.count : nil }) == 40_000)
  }

  @Test func waitEndsWithTheChangeThatItIsFor() throws {
    let monitor = Monitor(0)
    try WorkerThread.detach {
      for _ in 0..<100 {
        monitor.withLock { $0 += 1 }
        monitor.notifyOne()
      }
    }
    #expect(monitor.wait(until: { $0 == 100 ? "all" : nil }) == "all")
  }

  @Test func timedWaitEndsWithTheChange() throws {
    let monitor = Monitor(false)
    try WorkerThread.detach {
      monitor.withLock { $0 = true }
      monitor.notifyAll()
    }
    let start = Process.monotonicSeconds
    #expect(monitor.wait(atMost: 60_000, until: { $0 ? 7 : nil }) == 7)
    #expect(Process.monotonicSeconds - start < 30)
  }

  @Test func timedWaitSeesAChangeThatCameBefore() {
    let monitor = Monitor(1)
    let start = Process.monotonicSeconds
    #expect(monitor.wait(atMost: 60_000, until: { $0 }) == 1)
    #expect(Process.monotonicSeconds - start < 30)
  }

  @Test(arguments: [0, 1, 30])
  func timedWaitGivesUp(milliseconds: Int) {
    let monitor = Monitor(0)
    let start = Process.monotonicSeconds
    #expect(monitor.wait(atMost: milliseconds, until: { $0 == 1 ? 1 : nil }) == nil)
    #expect(Process.monotonicSeconds - start >= Double(milliseconds) / 1_000)
  }

  @Test func wakingForNothingDoesNotShortenATimedWait() throws {
    let monitor = Monitor(false)
    try WorkerThread.detach {
      while !monitor.withLock({ $0 }) { monitor.notifyAll() }
    }
    let start = Process.monotonicSeconds
    #expect(monitor.wait(atMost: 30, until: { _ in Bool?.none }) == nil)
    #expect(Process.monotonicSeconds - start >= 0.03)
    monitor.withLock { $0 = true }
  }

  @Test func errorOfTheBodyFreesTheLock() {
    struct Failure: Error {}
    let monitor = Monitor(1)
    #expect(throws: Failure.self) { try monitor.withLock { _ in throw Failure() } }
    #expect(monitor.withLock { $0 } == 1)
  }
}
