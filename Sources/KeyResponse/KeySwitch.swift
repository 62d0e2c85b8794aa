internal import ScanModel
package import VectaraAPI

/// Switches keys off or on, one by one, and writes down each step before and after it.
///
/// For each key: read it; write the intent to the journal; ask the service; read the key back until
/// it says what it should; write the outcome. Whatever happens between two of these steps, the
/// journal tells the next run where to look.
package struct KeySwitch {
  private let client: VectaraClient
  private let journal: Journal
  private let action: KeyAction
  private let pacing: Pacing

  /// The bounds of a change.
  package struct Pacing: Hashable, Sendable {
    /// The most time for all requests about one key.
    package var keyTimeLimit = Duration.seconds(90)

    /// The waits before each reading back but the first; their number bounds the readings.
    package var readBackWaits: [Duration] = [100, 200, 400, 800, 1_600, 3_200, 5_000].map {
      .milliseconds($0)
    }

    /// Waits as production does.
    package init() {}
  }

  /// Prepares to change keys.
  ///
  /// - Parameters:
  ///   - action: What is done to keys.
  ///   - client: The service, with the owner's credential.
  ///   - journal: The journal, which was opened for the same action.
  ///   - pacing: The bounds.
  package init(
    _ action: KeyAction,
    _ client: VectaraClient,
    journal: Journal,
    pacing: Pacing = Pacing()
  ) {
    self.action = action
    self.client = client
    self.journal = journal
    self.pacing = pacing
  }

  /// Changes one key.
  package func run(_ order: SwitchOrder) -> SwitchEnding {
    if client.isStopped { return .interrupted }
    let client = client.withTimeLimit(pacing.keyTimeLimit)
    do throws(JournalError) {
      let current: APIKey
      do throws(APIError) { current = try client.key(order.id) } catch {
        if error.isInterruption { return .interrupted }
        return try notTried(order, error)
      }
      if let fingerprint = order.key.fingerprint, let other = current.fingerprint,
        fingerprint != other
      {
        try append(order, .notTried, detail: "the key has another secret now") { record in
          record.before = current.isEnabled
        }
        return .otherSecret
      }
      if current.isEnabled == action.isEnabled {
        try append(order, .already, detail: "somebody else was there first") { record in
          record.before = action.isEnabled
          record.after = action.isEnabled
          record.requestID = current.requestID
        }
        return .already
      }
      return try change(order, from: current.isEnabled, client)
    } catch {
      return .journal(error)
    }
  }

  private func notTried(_ order: SwitchOrder, _ error: APIError) throws(JournalError)
    -> SwitchEnding
  {
    try append(order, .notTried, detail: error.detail) { $0.requestID = error.requestID }
    return .notTried(error)
  }

  // MARK: - The change

  private func change(
    _ order: SwitchOrder,
    from before: Bool?,
    _ client: VectaraClient
  ) throws(JournalError) -> SwitchEnding {
    var intent = journal.record(.intent, order.key)
    intent.before = before
    intent.after = action.isEnabled
    intent.exposure = order.exposure
    try journal.append(intent)
    do throws(JournalError) { return try send(order, before, client) } catch {
      return .unwritten(error)
    }
  }

  /// Asks the service for the change that the journal tells of, and writes down what came of it.
  private func send(
    _ order: SwitchOrder,
    _ before: Bool?,
    _ client: VectaraClient
  ) throws(JournalError) -> SwitchEnding {
    var failure: APIError?
    var requestID: String?
    do throws(APIError) {
      requestID = try client.setEnabled(order.id, action.isEnabled).requestID
    } catch {
      failure = error
      requestID = error.requestID
    }
    if let failure, failure.isInterruption {
      return try unknown(order, before, failure, "interrupted before the answer came")
    }
    if let failure, failure.isRefusal {
      try append(order, .notDone, detail: failure.detail) { record in
        record.before = before
        record.after = before
        record.requestID = requestID
      }
      return .refused(failure)
    }
    let reading = read(order.id, client, isSure: failure == nil)
    return try conclude(order, before, reading, failure, requestID)
  }

  /// What reading a key back has shown.
  private enum Reading {
    case confirmed(requestID: String?)
    case contradicted
    case unread(APIError)
  }

  /// Reads the key back until it says what it should, a bounded number of times.
  private func read(_ id: KeyID, _ client: VectaraClient, isSure: Bool) -> Reading {
    var last = Reading.contradicted
    // After a failure, a moment is enough for what may have taken effect.
    let waits = isSure ? pacing.readBackWaits : Array(pacing.readBackWaits.prefix(2))
    for wait in [Duration.zero] + waits {
      if wait > .zero, !client.pause(for: wait) { return last }
      do throws(APIError) {
        let key = try client.key(id)
        if key.isEnabled == action.isEnabled { return .confirmed(requestID: key.requestID) }
        last = .contradicted
      } catch {
        last = .unread(error)
        if error.endsEverything || error.isRefusal { return last }
      }
    }
    return last
  }

  private func conclude(
    _ order: SwitchOrder,
    _ before: Bool?,
    _ reading: Reading,
    _ failure: APIError?,
    _ requestID: String?
  ) throws(JournalError) -> SwitchEnding {
    switch (reading, failure) {
    case (.confirmed(let readingID), let failure):
      let detail = failure.map { "the account says so, although: \($0.detail)" }
      try append(order, .done, detail: detail) { record in
        record.before = before
        record.after = action.isEnabled
        record.requestID = requestID ?? readingID
      }
      return .done(requestID: requestID ?? readingID)
    case (.contradicted, nil):
      try append(order, .unknown, detail: "accepted, and the account says otherwise") { record in
        record.before = before
        record.after = !action.isEnabled
        record.requestID = requestID
      }
      return client.isStopped ? .interrupted : .contradicted
    case (.contradicted, let failure?): return try unknown(order, before, failure, failure.detail)
    case (.unread(let error), let failure):
      return try unknown(order, before, failure ?? error, (failure ?? error).detail)
    }
  }

  private func unknown(
    _ order: SwitchOrder,
    _ before: Bool?,
    _ error: APIError,
    _ detail: String
  ) throws(JournalError) -> SwitchEnding {
    try append(order, .unknown, detail: detail) { record in
      record.before = before
      record.requestID = error.requestID
    }
    return error.isInterruption || client.isStopped ? .interrupted : .unknown(error)
  }

  private func append(
    _ order: SwitchOrder,
    _ result: JournalRecord.Result,
    detail: String?,
    _ fill: (inout JournalRecord) -> Void = { _ in }
  ) throws(JournalError) {
    var record = journal.record(.outcome, order.key)
    record.result = result
    record.detail = detail
    record.exposure = order.exposure
    fill(&record)
    try journal.append(record)
  }
}

extension APIError {
  /// Whether the service has understood the request and will not do it.
  var isRefusal: Bool {
    guard let status else { return reason == .noCredential }
    return [400, 401, 403, 404, 405, 410, 422, 429].contains(status)
  }
}
