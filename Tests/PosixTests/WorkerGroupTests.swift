import Synchronization
import Testing

@testable import Posix

@Suite(.timeLimit(.minutes(10))) struct WorkerGroupTests {
  @Test func keepsTheOrderOfTheNumbers() {
    #expect(WorkerGroup.map(100, threadCount: 4) { $0 * 2 } == Array(0..<100).map { $0 * 2 })
    #expect(WorkerGroup.map(0, threadCount: 4) { $0 }.isEmpty)
    #expect(WorkerGroup.map(1, threadCount: 0) { $0 + 7 } == [7])
  }

  @Test func runsNoMoreThanSoManyAtOnce() {
    let running = Mutex((now: 0, most: 0))
    let idle = Monitor(())
    _ = WorkerGroup.map(40, threadCount: 4) { _ in
      running.withLock { running in
        running.now += 1
        running.most = max(running.most, running.now)
      }
      // Nobody ever wakes this.
      _ = idle.wait(atMost: 5) { _ in nil as Void? }
      running.withLock { $0.now -= 1 }
    }
    let most = running.withLock { $0.most }
    #expect((1...4).contains(most))
  }

  @Test func everyThreadHasANumberOfItsOwn() {
    let numbers = Mutex(Set<Int>())
    WorkerGroup.run(5) { number in _ = numbers.withLock { $0.insert(number) } }
    #expect(numbers.withLock { $0 } == Set(0..<5))
  }
}
