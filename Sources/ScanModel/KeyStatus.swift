/// Whether a key works.
///
/// *Active* and *disabled* are said only on proof.
package enum KeyStatus: Hashable, Sendable {
  /// The service accepts the key.
  case active(KeyEvidence)

  /// The service refuses the key, because its owner's account says that it is switched off.
  case disabled(KeyEvidence)

  /// Nothing is proved, for this reason; with what was learned, if anybody asked.
  case unknown(UnknownReason, KeyEvidence? = nil)

  /// The state's name in reports.
  package var name: String {
    switch self {
    case .active: "active"
    case .disabled: "disabled"
    case .unknown: "unknown"
    }
  }

  /// What the state rests on; `nil` if nobody asked.
  package var evidence: KeyEvidence? {
    switch self {
    case .active(let evidence), .disabled(let evidence): evidence
    case .unknown(_, let evidence): evidence
    }
  }

  /// Why the state is not known; `nil` if it is.
  package var unknownReason: UnknownReason? {
    if case .unknown(let reason, _) = self { reason } else { nil }
  }
}

/// What an answer about a key rests on, and what it told of the key.
package struct KeyEvidence: Hashable, Sendable {
  /// How it was found out.
  package let method: Method

  /// When, in UTC.
  package let checkedAt: Timestamp

  /// The key's ID, `aky_…`; `nil` if the answer does not name it.
  package var keyID: String?

  /// The name that the owner gave the key.
  package var keyName: String?

  /// The key's role, in the service's word: `serving`, `serving_and_indexing`, `personal`.
  package var role: String?

  /// The service's name for the request, for a question to its support.
  package var requestID: String?

  /// What happened, in a few words, where the reason does not say it all.
  package var detail: String?

  /// The two ways to know.
  package enum Method: String, CaseIterable, Hashable, Sendable {
    /// The owner's account lists the key.
    case account
    /// The key was used for one reading request.
    case probe
  }

  /// Makes evidence of how and when; the rest is set as far as it is known.
  package init(
    method: Method,
    checkedAt: Timestamp,
    keyID: String? = nil,
    keyName: String? = nil,
    role: String? = nil,
    requestID: String? = nil
  ) {
    self.method = method
    self.checkedAt = checkedAt
    self.keyID = keyID
    self.keyName = keyName
    self.role = role
    self.requestID = requestID
  }
}

/// Why the state of a key is not known.
package enum UnknownReason: String, CaseIterable, Hashable, Sendable {
  /// Nobody asked.
  case notChecked = "not-checked"
  /// There was no credential to ask with.
  case noCredential = "no-credential"
  /// The account that was asked does not list the key: another's, deleted, or hidden from the
  /// credential.
  case notInAccount = "not-in-account"
  /// The service does not take the key: disabled, deleted or another installation's, which cannot be
  /// told apart.
  case rejected
  /// The service knows the caller and denies the request.
  case forbidden
  /// The service asked to be left alone for a while.
  case rateLimited = "rate-limited"
  /// No answer came in time.
  case timeout
  /// The service could not be reached.
  case network
  /// The connection could not be made private.
  case tls
  /// The service failed.
  case serverError = "server-error"
  /// The answer is none that the service documents.
  case unexpectedResponse = "unexpected-response"
}
