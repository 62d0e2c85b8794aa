internal import ScanModel
package import VectaraAPI

/// A key that is to be switched off or on.
package struct SwitchOrder: Hashable, Sendable {
  /// The ID, which requests name.
  package let id: KeyID

  /// What the journal says of the key.
  package let key: JournalKey

  /// Where it has leaked.
  package let exposure: KeyExposure?

  /// Orders a change of a key.
  package init(id: KeyID, key: JournalKey, exposure: KeyExposure? = nil) {
    self.id = id
    self.key = key
    self.exposure = exposure
  }

  /// Orders that a plan's key be switched off; `nil` if the plan leaves it alone.
  package init?(_ item: DisablePlan.Item) {
    guard item.decision == .disable, let found = item.key, let id = found.keyID else { return nil }
    var key = JournalKey(id: id.text)
    key.name = found.name
    key.role = found.roleText
    key.fingerprint = item.subject.isID ? found.fingerprint : item.subject.fingerprint
    key.redacted = item.subject.isID ? nil : item.subject.shown
    self.init(id: id, key: key, exposure: item.subject.exposure)
  }
}

/// What came of an order.
package enum SwitchEnding: Hashable, Sendable {
  /// The account says that the key is as it shall be.
  case done(requestID: String?)
  /// It was so already: somebody else was there first. Nothing was sent.
  case already
  /// The key has another secret than the one that has leaked; nothing was sent.
  case otherSecret
  /// The key could not be read, so nothing was sent.
  case notTried(APIError)
  /// The service has refused.
  case refused(APIError)
  /// The service has accepted the request, and the account says otherwise all the same.
  case contradicted
  /// A request was sent, and nobody knows what came of it.
  case unknown(APIError)
  /// A signal came; whether the request was sent is in the journal.
  case interrupted
  /// The journal cannot be written, so nothing was sent, and nothing more may be.
  case journal(JournalError)
  /// A request was sent, and what came of it cannot be written to the journal, which has the intent.
  case unwritten(JournalError)

  /// Whether the key is as it shall be.
  package var isReached: Bool {
    switch self {
    case .done, .already: true
    default: false
    }
  }

  /// Whether nothing more can be done to other keys either.
  package var endsRun: Bool {
    switch self {
    case .journal, .unwritten, .interrupted: true
    case .notTried(let error), .refused(let error), .unknown(let error):
      error.endsEverything && error.reason != .timeout
    default: false
    }
  }
}
