import Testing

@testable import Posix

@Suite(.timeLimit(.minutes(10))) struct ConnectedSocketTests {
  /// Both ends of a connection.
  private func pair() throws -> (client: ConnectedSocket, server: ConnectedSocket) {
    let listener = try ListeningSocket(loopbackPort: 0)
    let client = try ConnectedSocket.connect(toLoopbackPort: listener.port)
    return (client, try #require(try listener.accept(waiting: 10_000)))
  }

  @Test func bytesGoBothWays() throws {
    let (client, server) = try pair()
    try client.write([1, 2, 3].span)
    #expect(try server.read(atMost: 2, waiting: 10_000) == .bytes([1, 2]))
    #expect(try server.read(atMost: 2, waiting: 10_000) == .bytes([3]))
    try server.write([4].span)
    #expect(try client.read(atMost: 9, waiting: 10_000) == .bytes([4]))
  }

  @Test func silenceEndsWithTheTime() throws {
    let (client, server) = try pair()
    let start = Process.monotonicSeconds
    #expect(try client.read(atMost: 1, waiting: 50) == .nothing)
    #expect(Process.monotonicSeconds - start >= 0.04)
    _ = server
  }

  @Test func endOfWritingIsSeenAndReadingGoesOn() throws {
    let (client, server) = try pair()
    client.shutdownWriting()
    #expect(try server.read(atMost: 1, waiting: 10_000) == .end)
    try server.write([7].span)
    #expect(try client.read(atMost: 1, waiting: 10_000) == .bytes([7]))
  }

  @Test func resetIsSeenAsOne() throws {
    let (client, server) = try pair()
    server.reset()
    #expect {
      _ = try client.read(atMost: 1, waiting: 10_000)
    } throws: { error in
      (error as? SystemError)?.call == "recv"
    }
  }

  @Test func shutdownEndsAReadInAnotherThread() throws {
    let (client, server) = try pair()
    let arrival = Monitor<ConnectedSocket.Arrival?>(nil)
    try WorkerThread.detach {
      let seen = try? server.read(atMost: 1, waiting: 50_000)
      arrival.withLock { $0 = seen }
      arrival.notifyAll()
    }
    server.shutdown()
    #expect(arrival.wait(atMost: 20_000, until: { $0 }) == .end)
    _ = client
  }

  @Test func writingToNobodyIsAnErrorAndNoSignal() throws {
    let (client, server) = try pair()
    server.reset()
    #expect(throws: SystemError.self) {
      while true { try client.write([UInt8](repeating: 0, count: 4_096).span) }
    }
  }

  @Test func whoTakesNothingIsGivenUpOn() throws {
    let (client, server) = try pair()
    #expect {
      while true { try server.write([UInt8](repeating: 0, count: 1 << 20).span, waiting: 50) }
    } throws: { error in
      (error as? SystemError)?.description == "connection timed out"
    }
    _ = client
  }

  @Test func connectingToNobodyFails() throws {
    let port = try ListeningSocket(loopbackPort: 0).port
    #expect {
      _ = try ConnectedSocket.connect(toLoopbackPort: port)
    } throws: { error in
      (error as? SystemError)?.description == "connection refused"
    }
  }
}
