package import VectaraAPI

/// Finds out what came of changes that an earlier run had begun and not written the end of.
package struct JournalSettlement {
  private let client: VectaraClient
  private let journal: Journal

  /// Prepares to settle what `journal` leaves open.
  package init(_ client: VectaraClient, journal: Journal) {
    self.client = client
    self.journal = journal
  }

  /// A change whose end is known now, or not.
  package struct Settled: Hashable, Sendable {
    /// The change that had been begun.
    package let change: JournalRecord

    /// What came of it: `done`, `notDone` or `unknown`.
    package let result: JournalRecord.Result

    /// Why it is not known; `nil` if it is.
    package let error: APIError?
  }

  /// Asks the account about each open change, and writes down what it says.
  ///
  /// A key that is as it should have become counts as changed by this program: nobody can tell who
  /// did it, and undoing asks first.
  package func run() throws(JournalError) -> [Settled] {
    var settled: [Settled] = []
    for state in JournalState(journal.records).keys {
      guard let open = state.open else { continue }
      settled.append(try settle(open))
    }
    return settled
  }

  private func settle(_ open: JournalRecord) throws(JournalError) -> Settled {
    guard let key = open.key, let id = KeyID(parsing: key.id) else {
      return Settled(change: open, result: .unknown, error: nil)
    }
    let current: APIKey
    do throws(APIError) { current = try client.key(id) } catch {
      return Settled(change: open, result: .unknown, error: error)
    }
    guard let isEnabled = current.isEnabled else {
      return Settled(change: open, result: .unknown, error: nil)
    }
    let result: JournalRecord.Result = isEnabled == open.action.isEnabled ? .done : .notDone
    var record = journal.record(.outcome, key)
    record.action = open.action
    record.result = result
    record.before = open.before
    record.after = isEnabled
    record.requestID = current.requestID
    record.detail =
      result == .done
      ? "found so: a run that did not end had begun it" : "a run that did not end had begun it"
    try journal.append(record)
    return Settled(change: open, result: result, error: nil)
  }
}
