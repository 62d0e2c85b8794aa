import Synchronization
import TestSupport
import Testing

@testable import VectaraAPI

@Suite(.timeLimit(.minutes(2))) struct ParallelWorkTests {
  @Test func keepsTheOrderOfTheItems() {
    #expect(ParallelWork.map(Array(0..<100)) { $0 * 2 } == Array(0..<100).map { $0 * 2 })
    #expect(ParallelWork.map([Int]()) { $0 }.isEmpty)
    #expect(ParallelWork.map([7], atMost: 0) { $0 } == [7])
  }

  @Test func runsNoMoreThanSoManyAtOnce() {
    let running = Mutex((now: 0, most: 0))
    _ = ParallelWork.map(Array(0..<40), atMost: 4) { _ in
      running.withLock { running in
        running.now += 1
        running.most = max(running.most, running.now)
      }
      APIClock.system.sleep(0.005) { false }
      running.withLock { $0.now -= 1 }
    }
    let most = running.withLock { $0.most }
    #expect((1...4).contains(most))
  }

  @Test func fourConnectionsCarryManyProbes() throws {
    let server = try ScriptedServer { _ in [.answer(200, #"{"corpora":[]}"#)] }
    let client = try client(server)
    let keys = try (0..<40).map { try fakeKey("k\($0)") }
    let results = ParallelWork.map(keys) { key in succeeds { try client.probe(key) } }
    #expect(results == [Bool](repeating: true, count: 40))
    #expect(server.requests.count == 40)
    #expect((1...4).contains(server.connectionCount))
  }
}
