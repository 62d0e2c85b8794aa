internal import ScanModel
internal import TextForms

/// The state of the stand-in's account.
struct Account: Sendable {
  /// A key, and what the data plane believes of it.
  struct StoredKey: Sendable {
    /// The key as listings show it.
    var key: StandInKey

    /// The key's identity.
    let fingerprint: Fingerprint

    /// The key's place among all keys ever made; pages go by it.
    let sequence: Int

    /// Whether the key worked before it was changed.
    var workedBefore: Bool

    /// When it was changed, by the clock that never goes back, in seconds.
    var changedAt: Double

    /// Whether the key works, as far as a change has come.
    func works(_ now: Double, _ propagationSeconds: Double, isDeleted: Bool = false) -> Bool {
      now < changedAt + propagationSeconds ? workedBefore : key.isEnabled && !isDeleted
    }
  }

  /// A token that was given out.
  struct Token: Sendable {
    /// What it allows.
    let apiRoles: [String]

    /// When it ends.
    let endsAt: Double
  }

  /// The keys, in the order in which they were made.
  private(set) var keys: [StoredKey] = []

  /// The keys that were deleted and may still work for a while.
  private var deleted: [StoredKey] = []

  /// The clients that may sign in.
  let clients: [StandInClient]

  /// The tokens that were given out, by their identity.
  var tokens: [Fingerprint: Token] = [:]

  /// What keys made later come from.
  private let maker: KeyMaker

  let propagationSeconds: Double
  let listsPersonalKeys: Bool
  let tokenSeconds: Int

  private var nextSequence = 0

  /// Starts with the keys and clients of `configuration`.
  init(_ configuration: StandInConfiguration) throws(StandInError) {
    clients = configuration.clients
    propagationSeconds = configuration.propagationSeconds
    listsPersonalKeys = configuration.listsPersonalKeys
    tokenSeconds = configuration.tokenSeconds
    // Keys that are made later differ from one run to the next: none may be mistaken for another.
    var random = SystemRandomNumberGenerator()
    maker = try KeyMaker(seed: "new-" + String(random.next() >> 16, radix: 36))
    var ids: Set<String> = []
    for key in configuration.keys {
      guard ids.insert(key.id).inserted else { throw .duplicateID(key.id) }
      add(key)
    }
  }

  /// Adds a key.
  mutating func add(_ key: StandInKey) {
    nextSequence += 1
    keys.append(
      StoredKey(
        key: key,
        fingerprint: key.fingerprint,
        sequence: nextSequence,
        workedBefore: key.isEnabled,
        changedAt: -.infinity
      )
    )
  }

  /// Makes a key that has not been there before, and adds it.
  mutating func make(
    kind: StandInKey.Kind?,
    name: String,
    _ complete: (inout StandInKey) -> Void
  ) throws(StandInError) -> StandInKey {
    var key = try maker.key(number: nextSequence, kind: kind, name: name)
    complete(&key)
    add(key)
    return key
  }

  /// The key of that ID.
  func key(_ id: String) -> StandInKey? { keys.first { $0.key.id == id }?.key }

  /// Changes a key; `nil` if there is none of that ID.
  mutating func change(_ id: String, _ change: Misbehaviour.KeyChange, now: Double) -> StandInKey? {
    guard let index = keys.firstIndex(where: { $0.key.id == id }) else { return nil }
    let isEnabled = change == .enable
    guard change == .delete || keys[index].key.isEnabled != isEnabled else {
      return keys[index].key
    }
    keys[index].workedBefore = keys[index].works(now, propagationSeconds)
    keys[index].changedAt = now
    if change == .delete {
      deleted.removeAll { now >= $0.changedAt + propagationSeconds }
      let stored = keys.remove(at: index)
      deleted.append(stored)
      return stored.key
    }
    keys[index].key.isEnabled = isEnabled
    return keys[index].key
  }

  /// Who has that credential; `nil` for nobody, or a key that does not work.
  func principal(_ credential: Fingerprint, now: Double) -> Principal? {
    if let token = tokens[credential] {
      return now < token.endsAt ? Principal(apiRoles: token.apiRoles) : nil
    }
    let active = keys.first {
      $0.fingerprint == credential && $0.works(now, propagationSeconds)
    }
    let draining = deleted.first {
      $0.fingerprint == credential && $0.works(now, propagationSeconds, isDeleted: true)
    }
    guard let key = (active ?? draining)?.key else { return nil }
    return Principal(keyID: key.id, kind: key.kind, apiRoles: key.apiRoles, user: key.user)
  }

  /// The ID of the key with that identity, whether it works or not.
  func keyID(_ credential: Fingerprint) -> String? {
    (keys.first { $0.fingerprint == credential } ?? deleted.last { $0.fingerprint == credential })?
      .key.id
  }
}
