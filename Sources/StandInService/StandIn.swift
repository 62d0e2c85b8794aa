internal import Posix

/// A server on 127.0.0.1 that behaves as the documented API does, and misbehaves when told to.
///
/// One thread accepts connections, and each connection has its own. `stop`, or the end of the object,
/// ends them all.
package final class StandIn: Sendable {
  private let configuration: StandInConfiguration
  private let service: Service
  private let listener: Monitor<ListeningSocket?>

  /// Prepares a stand-in; it does not listen yet.
  ///
  /// - Throws: Two keys have one ID, or the log cannot be written.
  package init(_ configuration: StandInConfiguration) throws(StandInError) {
    self.configuration = configuration
    service = try Service(configuration)
    listener = Monitor(nil)
  }

  deinit { stop() }

  /// Starts to listen, and to answer.
  ///
  /// - Throws: The port is taken, or there is no thread.
  package func start() throws(StandInError) {
    precondition(listener.withLock { $0 == nil }, "started twice")
    let socket: ListeningSocket
    do throws(SystemError) {
      socket = try ListeningSocket(loopbackPort: configuration.port)
    } catch { throw .listening(port: configuration.port, error) }
    listener.withLock { $0 = socket }
    service.state.withLock { $0.isAccepting = true }
    let acceptor = Acceptor(socket, service, configuration)
    do throws(SystemError) {
      try WorkerThread.detach { acceptor.run() }
    } catch {
      service.state.withLock { $0.isAccepting = false }
      throw .thread(error)
    }
  }

  /// The port that it listens on; 0 before `start`.
  package var port: UInt16 { listener.withLock { $0?.port ?? 0 } }

  /// The address that clients use: `http://127.0.0.1:PORT`, without a slash at the end.
  package var address: String { "http://127.0.0.1:\(port)" }

  /// Ends every connection and waits until no thread is left; a second call does nothing.
  package func stop() {
    guard let socket = listener.withLock({ $0 }) else { return }
    let connections = service.state.withLock { state in
      state.isStopping = true
      return Array(state.connections.values)
    }
    service.state.notifyAll()
    socket.shutdown()
    for connection in connections { connection.shutdown() }
    service.state.wait { $0.isAccepting || !$0.connections.isEmpty ? nil : () }
  }

  // MARK: - What happens

  /// The requests so far, without those to `/_control`; the newest 100,000 at most.
  package var requests: [RequestRecord] { service.state.withLock { $0.records } }

  /// The keys as a listing would show them to the owner.
  package var keys: [StandInKey] {
    service.state.withLock { $0.account.keys.map(\.key) }
  }

  /// Forgets the requests so far.
  package func forgetRequests() {
    service.state.withLock { $0.records.removeAll() }
  }

  /// Misbehaves from now on; what was told before comes first.
  package func fail(_ misbehaviours: Misbehaviour...) {
    service.state.withLock { state in
      state.rules += misbehaviours.map { Service.ActiveRule(rule: $0) }
    }
  }

  /// Behaves again.
  package func behave() {
    service.state.withLock { $0.rules.removeAll() }
  }

  /// Changes a key as if somebody else had; whether there is one of that ID.
  @discardableResult
  package func change(_ keyID: String, _ change: Misbehaviour.KeyChange) -> Bool {
    let now = Process.monotonicSeconds
    return service.state.withLock { $0.account.change(keyID, change, now: now) != nil }
  }
}

/// Accepts connections, and gives each a thread.
private struct Acceptor: Sendable {
  let socket: ListeningSocket
  let service: Service
  let configuration: StandInConfiguration

  init(_ socket: ListeningSocket, _ service: Service, _ configuration: StandInConfiguration) {
    self.socket = socket
    self.service = service
    self.configuration = configuration
  }

  func run() {
    while let connection = next() { serve(connection) }
    service.state.withLock { $0.isAccepting = false }
    service.state.notifyAll()
  }

  /// The next connection, once there is room for it; `nil` when everything ends.
  private func next() -> ConnectedSocket? {
    let maximum = max(configuration.maximumConnectionCount, 1)
    while true {
      let mayGoOn = service.state.wait { state -> Bool? in
        if state.isStopping { return false }
        return state.connections.count < maximum ? true : nil
      }
      guard mayGoOn else { return nil }
      do throws(SystemError) {
        if let connection = try socket.accept(waiting: 1_000) { return connection }
      } catch {
        // Too many open files, say: it may be better soon. The end is seen above.
        _ = service.state.wait(atMost: 100) { $0.isStopping ? true : nil }
      }
    }
  }

  private func serve(_ socket: ConnectedSocket) {
    let number = service.state.withLock { state -> Int? in
      if state.isStopping { return nil }
      state.connectionCount += 1
      state.connections[state.connectionCount] = socket
      return state.connectionCount
    }
    guard let number else { return }
    let connection = Connection(
      socket,
      number: number,
      service,
      secondsLimit: configuration.requestSeconds
    )
    let service = service
    do throws(SystemError) {
      try WorkerThread.detach {
        connection.serve()
        Self.leave(number, service)
      }
    } catch { Self.leave(number, service) }
  }

  /// Ends a connection, for its client too: the thread may keep the last reference for a while.
  private static func leave(_ number: Int, _ service: Service) {
    service.state.withLock { $0.connections.removeValue(forKey: number) }?.shutdown()
    service.state.notifyAll()
  }
}
