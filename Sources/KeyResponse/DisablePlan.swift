package import ScanModel
package import VectaraAPI

/// What will be done to each key that was found, and why nothing is done to the others.
package struct DisablePlan: Sendable {
  /// One item for each distinct key, in the order of the findings.
  package let items: [Item]

  /// A key that was found, and what will be done to it.
  package struct Item: Sendable {
    /// What was found of it.
    package let subject: Subject

    /// The account's description of it; `nil` if the account does not list it.
    package let key: APIKey?

    /// What will be done.
    package let decision: Decision
  }

  /// A distinct key, or the ID of one, that was found.
  package struct Subject: Sendable {
    /// The identity of the key or of the ID.
    package let fingerprint: Fingerprint

    /// What may be shown of it.
    package let shown: String

    /// What the rules say of the harm, of all places the worst.
    package let severity: Severity

    /// The account that the key itself names.
    package let customerID: UInt32?

    /// Where it has leaked.
    package let exposure: KeyExposure

    /// The key itself, if it is at hand and may be tried.
    package let secret: Secret?

    /// Whether it is a key's ID, not a key.
    package let isID: Bool

    /// Why it does not count, if every place of it is suppressed; empty for no given reason.
    package let allowedBecause: String?
  }

  /// What will be done to a key.
  package enum Decision: Hashable, Sendable {
    /// It is switched off.
    case disable
    /// Nothing, for this reason.
    case leave(LeaveReason)
  }

  /// The items whose keys are to be switched off.
  package var toDisable: [Item] { items.filter { $0.decision == .disable } }

  /// The items whose keys may still work although nothing will be done to them.
  package var unsettled: [Item] {
    items.filter { item in
      guard case .leave(let reason) = item.decision else { return false }
      return reason.leavesDoubt
    }
  }

  /// Decides about every key.
  ///
  /// - Parameters:
  ///   - subjects: What was found, each key once.
  ///   - outcome: What the check has found out.
  ///   - credential: What the account is managed with.
  ///   - selection: Which keys are meant.
  package init(
    _ subjects: [Subject],
    _ outcome: KeyCheck.Outcome,
    credential: Credential?,
    selection: KeySelection
  ) {
    var items: [Item] = []
    var taken: Set<String> = []
    // Keys before IDs: an ID may name a key that was found, too.
    for subject in subjects.filter({ !$0.isID }) + subjects.filter(\.isID) {
      let key = Self.key(of: subject, outcome)
      var decision = Self.decision(subject, key, outcome, credential, selection)
      if let key, decision == .disable, !taken.insert(key.id).inserted {
        decision = .leave(.listedAbove)
      }
      items.append(Item(subject: subject, key: key, decision: decision))
    }
    self.items = items
  }

  /// The account's key; one whose state only a reading of its own has shown is described by that.
  private static func key(of subject: Subject, _ outcome: KeyCheck.Outcome) -> APIKey? {
    if let key = outcome.account?[subject.fingerprint] { return key }
    guard subject.isID, let state = outcome.states[subject.fingerprint],
      let evidence = state.evidence, evidence.method == .account, let id = evidence.keyID
    else { return nil }
    let isEnabled: Bool? =
      switch state {
      case .active: true
      case .disabled: false
      case .unknown: nil
      }
    return APIKey(id: id, name: evidence.keyName, isEnabled: isEnabled, role: evidence.role)
  }

  private static func decision(
    _ subject: Subject,
    _ key: APIKey?,
    _ outcome: KeyCheck.Outcome,
    _ credential: Credential?,
    _ selection: KeySelection
  ) -> Decision {
    if subject.isID, !selection.namedIDs.contains(subject.shown) { return .leave(.onlyAnID) }
    if let exclusion = selection.exclusion(of: subject, key) {
      return .leave(.notSelected(exclusion))
    }
    if let reason = subject.allowedBecause { return .leave(.allowed(reason)) }
    guard let key else { return .leave(missing(subject, outcome)) }
    if let inUse = credential?.fingerprint {
      if inUse == subject.fingerprint || inUse == key.fingerprint {
        return .leave(.credentialInUse)
      }
      if key.fingerprint == nil { return .leave(.mayBeCredential) }
    }
    guard key.keyID != nil else { return .leave(.unusableID) }
    switch key.isEnabled {
    case true?: return .disable
    case false?: return .leave(.alreadyDisabled)
    case nil: return .leave(.stateNotTold)
    }
  }

  /// Why nothing is known of the key in the account.
  private static func missing(_ subject: Subject, _ outcome: KeyCheck.Outcome) -> LeaveReason {
    if let error = outcome.listingError { return .unknown(error.reason, "\(error)") }
    switch outcome.states[subject.fingerprint] {
    case .unknown(let reason, let evidence)? where reason != .notInAccount && reason != .rejected:
      return .unknown(reason, evidence?.detail)
    default:
      return .notInAccount(hiddenSecretCount: outcome.account?.hiddenSecretCount ?? 0)
    }
  }
}

/// Why nothing is done to a key.
package enum LeaveReason: Hashable, Sendable {
  /// It is switched off.
  case alreadyDisabled
  /// The account does not list it; so many keys are listed without their secret.
  case notInAccount(hiddenSecretCount: Int)
  /// Its state is not known.
  case unknown(UnknownReason, String?)
  /// The account does not say whether it is switched on.
  case stateNotTold
  /// The account is managed with it.
  case credentialInUse
  /// The account hides its secret, so that nobody can tell whether it is the credential in use.
  case mayBeCredential
  /// The account names it by an ID that no request can carry.
  case unusableID
  /// Only the ID was found, which opens nothing.
  case onlyAnID
  /// The same key of the account stands above.
  case listedAbove
  /// Every place of it is suppressed, for this reason.
  case allowed(String)
  /// It was not asked for.
  case notSelected(KeySelection.Exclusion)

  /// Whether the key may be one that works, and should be off.
  package var leavesDoubt: Bool {
    switch self {
    case .notInAccount, .unknown, .stateNotTold, .credentialInUse, .mayBeCredential, .unusableID:
      true
    case .alreadyDisabled, .onlyAnID, .listedAbove, .allowed, .notSelected: false
    }
  }
}

/// Which of the keys that were found are meant.
package struct KeySelection: Hashable, Sendable {
  /// What a key may be made for.
  package static let keyRoles = ["personal", "serving", "serving_and_indexing"]

  /// The beginnings of fingerprints, in hexadecimal, or IDs; empty for all keys.
  package var only: [String] = []

  /// The roles in the service's words; empty for all.
  package var roles: [String] = []

  /// The least severity.
  package var minimumSeverity = Severity.info

  /// The IDs that the user has named, which stand for their keys.
  package var namedIDs: Set<String> = []

  /// Means all keys.
  package init() {}

  /// What keeps a key out of a selection.
  package enum Exclusion: Hashable, Sendable {
    case fingerprint
    case role
    case severity
  }

  /// The fewest hexadecimal digits that name a fingerprint.
  package static let minimumDigitCount = 8

  /// Whether `text` can stand in `only`: 8 or more digits of a fingerprint, or an ID.
  package static func isSelector(_ text: String) -> Bool {
    if KeyID(parsing: text) != nil { return true }
    let digits = digits(text)
    return (minimumDigitCount...64).contains(digits.utf8.count)
      && digits.utf8.allSatisfy { Hexadecimal.lowerCaseValue($0) != nil }
  }

  private static func digits(_ text: String) -> String {
    text.hasPrefix("sha256:") ? String(text.dropFirst("sha256:".count)) : text
  }

  /// Whether one selector names a key.
  package func names(_ selector: String, _ subject: DisablePlan.Subject, _ key: APIKey?) -> Bool {
    selector == subject.shown
      || Self.names(selector, id: key?.id, fingerprint: subject.fingerprint)
  }

  /// Whether one selector is a key's ID, or the beginning of its fingerprint.
  package static func names(_ selector: String, id: String?, fingerprint: Fingerprint?) -> Bool {
    if selector == id { return true }
    let digits = digits(selector)
    guard let fingerprint, digits.utf8.count >= minimumDigitCount else { return false }
    return "\(fingerprint)".dropFirst("sha256:".count).hasPrefix(digits)
  }

  /// What keeps a key out; `nil` if nothing does.
  func exclusion(of subject: DisablePlan.Subject, _ key: APIKey?) -> Exclusion? {
    if !only.isEmpty, !only.contains(where: { names($0, subject, key) }) { return .fingerprint }
    // An ID's severity says nothing of the key that it names.
    if !subject.isID, subject.severity < minimumSeverity { return .severity }
    if !roles.isEmpty, let key {
      let keyRoles = [key.role].compactMap { $0 } + key.accountRoles
      if !roles.contains(where: keyRoles.contains) { return .role }
    }
    return nil
  }
}
