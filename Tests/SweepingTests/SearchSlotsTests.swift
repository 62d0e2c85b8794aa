import Posix
import Testing

@testable import Sweeping

@Suite(.timeLimit(.minutes(10))) struct SearchSlotsTests {
  private struct Count {
    var running = 0
    var most = 0
    var done = 0
  }

  @Test func noMoreThanThatAreTakenAtATime() throws {
    let slots = SearchSlots(count: 2)
    let count = Monitor(Count())
    for _ in 0..<5 {
      try WorkerThread.detach {
        for _ in 0..<200 {
          guard slots.take() else { return }
          count.withLock { count in
            count.running += 1
            count.most = max(count.most, count.running)
          }
          count.withLock { $0.running -= 1 }
          slots.release()
        }
        count.withLock { $0.done += 1 }
        count.notifyAll()
      }
    }
    count.wait { $0.done == 5 ? () : nil }
    #expect((1...2).contains(count.withLock { $0.most }))
  }

  @Test func whoWaitsIsWoken() throws {
    let slots = SearchSlots(count: 1)
    let isTaken = Monitor(false)
    #expect(slots.take())
    try WorkerThread.detach {
      let hasSlot = slots.take()
      isTaken.withLock { $0 = hasSlot }
      isTaken.notifyAll()
    }
    #expect(isTaken.wait(atMost: 50) { $0 ? () : nil } == nil)
    slots.release()
    isTaken.wait { $0 ? () : nil }
  }
}
