import Testing

@testable import Posix

@Suite(.timeLimit(.minutes(10))) struct ListeningSocketTests {
  @Test func portIsTheOneAskedFor() throws {
    let first = try ListeningSocket(loopbackPort: 0)
    #expect(first.port > 0)
    #expect {
      _ = try ListeningSocket(loopbackPort: first.port)
    } throws: { error in
      (error as? SystemError)?.call == "bind"
        && (error as? SystemError)?.description == "address already in use"
    }
  }

  @Test func nobodyComes() throws {
    let listener = try ListeningSocket(loopbackPort: 0)
    #expect(try listener.accept(waiting: 20).map { _ in true } == nil)
  }

  @Test func shutdownEndsAnAcceptInAnotherThread() throws {
    let listener = try ListeningSocket(loopbackPort: 0)
    let isOver = Monitor(false)
    try WorkerThread.detach {
      do {
        while true { _ = try listener.accept(waiting: 50_000) }
      } catch {
        isOver.withLock { $0 = true }
        isOver.notifyAll()
      }
    }
    listener.shutdown()
    #expect(isOver.wait(atMost: 20_000, until: { $0 ? true : nil }) == true)
    #expect(throws: SystemError.self) {
      _ = try ConnectedSocket.connect(toLoopbackPort: listener.port)
    }
  }
}
