package import ScanModel
package import VectaraAPI

/// Uses keys that have been switched off until the service refuses them.
package struct RefusalProof {
  private let client: VectaraClient
  private let limit: Duration
  private let clock: APIClock

  /// How often in a row a key must be refused: not every server hears of a change at once.
  package static let refusalCount = 2

  /// The longest wait between two rounds, in seconds.
  private static let longestWait = 5

  /// Prepares a proof.
  ///
  /// - Parameters:
  ///   - client: The service.
  ///   - limit: How long to wait for the refusals, all keys together.
  ///   - clock: The time.
  package init(_ client: VectaraClient, limit: Duration, clock: APIClock = .system) {
    // The last round may take its time.
    self.client = client.withTimeLimit(limit + .seconds(30))
    self.limit = limit
    self.clock = clock
  }

  /// A key that was switched off.
  package struct Subject: Sendable {
    /// What the journal says of the key.
    package let key: JournalKey

    /// The key itself.
    package let secret: Secret

    /// Names a key.
    package init(key: JournalKey, secret: Secret) {
      self.key = key
      self.secret = secret
    }
  }

  /// What a proof has shown of a key.
  package enum Ending: Hashable, Sendable {
    /// The service refuses it, since so many seconds after the proof began.
    case refused(seconds: Int)
    /// The service still accepts it.
    case draining(seconds: Int)
    /// Nobody knows, for this reason.
    case unknown(APIError)
    /// A signal came.
    case interrupted
  }

  /// How far a proof is.
  package struct Progress: Hashable, Sendable {
    /// The keys that are refused.
    package let refusedCount: Int

    /// The keys in all.
    package let totalCount: Int

    /// The time so far, in seconds.
    package let seconds: Int
  }

  /// Uses the keys, in rounds, until each is refused or the time is over.
  ///
  /// - Parameters:
  ///   - subjects: The keys.
  ///   - progress: Called after each round.
  /// - Returns: What has been shown of each key, in the order of `subjects`.
  package func run(_ subjects: [Subject], progress: (Progress) -> Void = { _ in }) -> [Ending] {
    let start = clock.now()
    var states = subjects.map { _ in State() }
    var wait = 1
    while true {
      for index in subjects.indices where !states[index].isDecided {
        states[index].take(answer(to: subjects[index].secret), seconds: seconds(since: start))
      }
      let open = states.count { !$0.isDecided }
      progress(
        Progress(
          refusedCount: states.count { $0.isRefused },
          totalCount: states.count,
          seconds: seconds(since: start)
        )
      )
      guard open > 0, clock.now() - start + Double(wait) <= limit.wholeSeconds else { break }
      guard client.pause(for: .seconds(wait)) else { break }
      // A key that was refused once is asked again soon.
      let isNearEnd = states.contains { !$0.isDecided && $0.refusals > 0 }
      wait = isNearEnd ? 1 : min(wait + 1, Self.longestWait)
    }
    let total = seconds(since: start)
    return states.map { $0.ending(seconds: total, isStopped: client.isStopped) }
  }

  private func seconds(since start: Double) -> Int { Int(max(clock.now() - start, 0)) }

  private func answer(to secret: Secret) -> APIError? {
    do throws(APIError) {
      _ = try client.probe(secret)
      return nil
    } catch {
      return error
    }
  }

  /// What is known of one key.
  private struct State {
    var refusals = 0
    private var last: APIError?
    private var refusedAt: Int?
    private var isHopeless = false

    /// Whether asking again can show nothing more.
    var isDecided: Bool { isRefused || isHopeless }

    /// Whether the service refuses the key.
    var isRefused: Bool { refusals >= RefusalProof.refusalCount }

    mutating func take(_ error: APIError?, seconds: Int) {
      last = error
      if error?.reason == .rejected {
        if refusals == 0 { refusedAt = seconds }
        refusals += 1
      } else {
        refusals = 0
      }
      isHopeless = error.map { $0.endsEverything || $0.reason == .notChecked } ?? false
    }

    func ending(seconds: Int, isStopped: Bool) -> Ending {
      if isRefused { return .refused(seconds: refusedAt ?? seconds) }
      if isStopped { return .interrupted }
      if let last, last.reason != .rejected { return .unknown(last) }
      return .draining(seconds: seconds)
    }
  }
}

extension Duration {
  /// The whole seconds in the duration.
  fileprivate var wholeSeconds: Double { Double(components.seconds) }
}
