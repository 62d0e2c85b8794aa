/// What the records of a journal, one after the other, come to for each key.
package struct JournalState: Hashable, Sendable {
  /// The keys in the order in which they first appear.
  package private(set) var keys: [KeyState] = []

  private var positions: [String: Int] = [:]

  /// What a journal says of one key.
  package struct KeyState: Hashable, Sendable {
    /// The key.
    package fileprivate(set) var key: JournalKey

    /// Whether this program has switched the key off, and not on again.
    package fileprivate(set) var isSwitchedOff = false

    /// The change that was about to be made when a run ended, or of which nobody knows what came.
    package fileprivate(set) var open: JournalRecord?

    /// When it was switched off.
    package fileprivate(set) var switchedOff: JournalRecord?

    /// Where it has leaked.
    package fileprivate(set) var exposure: KeyExposure?
  }

  /// Follows the records.
  package init(_ records: [JournalRecord]) {
    for record in records {
      guard let key = record.key else { continue }
      let position = positions[key.id] ?? keys.count
      if position == keys.count {
        positions[key.id] = position
        keys.append(KeyState(key: key))
      }
      keys[position].take(record, key)
    }
  }

  /// What is said of the key with that ID; `nil` for nothing.
  package subscript(id: String) -> KeyState? { positions[id].map { keys[$0] } }
}

extension JournalState.KeyState {
  fileprivate mutating func take(_ record: JournalRecord, _ key: JournalKey) {
    self.key = key
    if let exposure = record.exposure { self.exposure = exposure }
    switch (record.event, record.result) {
    case (.intent, _): open = record
    case (.outcome, .done):
      open = nil
      if record.action == .enable {
        isSwitchedOff = false
        switchedOff = nil
      } else if record.before != false {
        isSwitchedOff = true
        switchedOff = record
      }
    case (.outcome, .notDone): open = nil
    case (.outcome, .already) where record.action == .enable:
      // Somebody else has switched it on; there is nothing to put back.
      isSwitchedOff = false
      switchedOff = nil
    default: break
    }
  }
}
