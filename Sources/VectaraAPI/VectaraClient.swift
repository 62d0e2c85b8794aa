internal import Posix

/// Talks with the service: the documented requests, with bounds on time, size and retries.
///
/// Every call blocks the calling thread; the client can be used by several threads at once.
package struct VectaraClient: Sendable {
  /// The most requests that are made at once, by those who have many to make.
  package static let maximumRequestCount = 4

  /// Where the service is, and the bounds.
  package let configuration: Configuration

  /// What shows that the caller may manage keys; `nil` if only keys are to be tried.
  package let credential: Credential?

  let clock: APIClock

  /// When everything must have ended, by the clock.
  private(set) var deadline: Double

  let tokens: TokenStore
  let shouldStop: @Sendable () -> Bool

  /// Makes a client whose time starts now.
  ///
  /// - Parameters:
  ///   - configuration: Where the service is, and the bounds.
  ///   - credential: What shows that the caller may manage keys.
  ///   - clock: The time.
  ///   - shouldStop: Whether to give up; by default when a signal has been caught.
  package init(
    _ configuration: Configuration,
    credential: Credential? = nil,
    clock: APIClock = .system,
    shouldStop: @escaping @Sendable () -> Bool = { Interrupt.caught != nil }
  ) {
    self.configuration = configuration
    self.credential = credential
    self.clock = clock
    self.shouldStop = shouldStop
    tokens = TokenStore()
    deadline = clock.now() + configuration.totalTimeLimit.inSeconds
  }

  /// The same client, with so much time in all from now on.
  package func withTimeLimit(_ limit: Duration) -> VectaraClient {
    var client = self
    client.deadline = clock.now() + limit.inSeconds
    return client
  }

  /// Whether the caller or a signal asked to give up.
  package var isStopped: Bool { shouldStop() }

  /// Waits, unless the client is to stop or its time ends before; `false` if so.
  package func pause(for duration: Duration) -> Bool {
    let seconds = duration.inSeconds
    guard !shouldStop(), clock.now() + seconds < deadline else { return false }
    clock.sleep(seconds, shouldStop)
    return !shouldStop()
  }
}
