package import ScanModel

/// One line of a journal: something that was about to happen to a key, or has.
package struct JournalRecord: Hashable, Sendable {
  /// When, in UTC.
  package var time: Timestamp

  /// Names the run of the program.
  package var run: String

  /// Who ran it: `user@host`, or what the user said.
  package var operatorName: String

  /// What happened.
  package var event: Event

  /// What the run does to keys.
  package var action: KeyAction

  /// The key; `nil` for the start and the end of a run.
  package var key: JournalKey?

  /// Whether the key was switched on before; `nil` if nobody knows.
  package var before: Bool?

  /// Whether the key is, or shall be, switched on afterwards; `nil` if nobody knows.
  package var after: Bool?

  /// What came of it.
  package var result: Result?

  /// The service's name for the request that shows it.
  package var requestID: String?

  /// What happened, in a few words.
  package var detail: String?

  /// Why it is done, in the user's words.
  package var reason: String?

  /// Where the key has leaked.
  package var exposure: KeyExposure?

  /// How long a proof took, in seconds.
  package var seconds: Int?

  /// The number of the process, at the start of a run.
  package var process: Int?

  /// What can happen.
  package enum Event: String, CaseIterable, Hashable, Sendable {
    /// A run starts.
    case start
    /// A request to change a key is about to be sent.
    case intent
    /// What came of it.
    case outcome
    /// A key that was switched off has been used, to see whether it is refused.
    case proof
    /// A run ends.
    case end
  }

  /// What can come of a change or a proof.
  package enum Result: String, CaseIterable, Hashable, Sendable {
    /// The account says that the key is as it shall be, after a request of this program.
    case done
    /// The key was so already; nothing was sent.
    case already
    /// Nothing was sent.
    case notTried = "not-tried"
    /// The service refused, or the account says otherwise long after.
    case notDone = "not-done"
    /// A request was sent, and what came of it is not known.
    case unknown
    /// The service refuses the key.
    case refused
    /// The service still accepts the key.
    case draining = "still-draining"
    /// A signal ended the run.
    case interrupted
  }

  /// Makes a record of who and what; the rest is set as far as it is known.
  package init(
    time: Timestamp,
    run: String,
    operatorName: String,
    event: Event,
    action: KeyAction
  ) {
    self.time = time
    self.run = run
    self.operatorName = operatorName
    self.event = event
    self.action = action
  }
}

/// What can be done to a key.
package enum KeyAction: String, CaseIterable, Hashable, Sendable {
  /// Switch it off.
  case disable
  /// Switch it on again.
  case enable

  /// Whether the key shall be switched on afterwards.
  package var isEnabled: Bool { self == .enable }
}

/// A key as a journal names it.
package struct JournalKey: Hashable, Sendable {
  /// The key's ID.
  package var id: String

  /// The name that its owner gave it.
  package var name: String?

  /// The identity of its secret.
  package var fingerprint: Fingerprint?

  /// What may be shown of its secret.
  package var redacted: String?

  /// Its roles, in the service's words.
  package var role: String?

  /// Names a key; the rest is set as far as it is known.
  package init(id: String) {
    self.id = id
  }
}
