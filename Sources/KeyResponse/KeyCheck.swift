internal import Posix
package import ScanModel
package import VectaraAPI

/// Asks the live service for the states of keys: the owner's account first, then, if allowed, the
/// keys themselves.
///
/// Each distinct key is asked for once. Nothing is remembered beyond the answer.
package struct KeyCheck: Sendable {
  private let client: VectaraClient

  /// Whether keys that the account does not tell of are tried themselves.
  private let probes: Bool

  /// The time of day, in UTC.
  private let now: @Sendable () -> Timestamp

  /// Prepares a check.
  ///
  /// - Parameters:
  ///   - client: The service, and the owner's credential if there is one.
  ///   - probes: Whether keys that the account does not tell of are tried themselves.
  ///   - now: The time of day, in UTC.
  package init(
    _ client: VectaraClient,
    probes: Bool,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.client = client
    self.probes = probes
    self.now = now
  }

  /// What a check has found out.
  package struct Outcome: Sendable {
    /// The state of each key and each ID that was asked for.
    package fileprivate(set) var states: [Fingerprint: KeyStatus] = [:]

    /// The account's keys; `nil` if they were not, or could not be, listed.
    package fileprivate(set) var account: AccountKeys?

    /// Why the account's keys could not be listed; `nil` if they could, or nobody tried.
    package fileprivate(set) var listingError: APIError?

    /// How many keys were tried themselves.
    package fileprivate(set) var probeCount = 0

    /// Whether a signal ended the check early.
    package fileprivate(set) var isInterrupted = false

    /// Whether the service has said anything about any key.
    package var isAnswered: Bool {
      account != nil || states.values.contains(where: \.isAnswer)
    }

    /// Says of every finding what is known of its key.
    package func apply(to findings: inout [Finding]) {
      for index in findings.indices {
        if let state = states[findings[index].key.fingerprint] { findings[index].status = state }
      }
    }
  }

  /// How far a check is.
  package struct Progress: Sendable {
    /// The keys whose state is decided, known or not.
    package let decidedCount: Int

    /// The keys asked for in all.
    package let totalCount: Int
  }

  /// Asks for the states of keys.
  ///
  /// - Parameters:
  ///   - questions: The keys, each once.
  ///   - progress: Called now and then, on any thread.
  /// - Returns: A state for each question; failures are states.
  package func run(
    _ questions: [KeyQuestion],
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) -> Outcome {
    var outcome = Outcome()
    guard !questions.isEmpty else { return outcome }
    list(into: &outcome)
    var open: [KeyQuestion] = []
    for question in questions {
      let state = state(of: question, outcome)
      outcome.states[question.fingerprint] = state
      if !state.isDecided { open.append(question) }
    }
    ask(open, into: &outcome) { answeredCount, askedCount in
      progress(
        Progress(
          decidedCount: questions.count - askedCount + answeredCount,
          totalCount: questions.count
        )
      )
    }
    outcome.isInterrupted = client.isStopped
    return outcome
  }

  /// Lists the account, if there is a credential to list it with.
  private func list(into outcome: inout Outcome) {
    guard client.credential != nil else { return }
    do throws(APIError) {
      outcome.account = AccountKeys(try client.allKeys())
    } catch {
      outcome.listingError = error
    }
  }

  /// What the listing says of a key.
  private func state(of question: KeyQuestion, _ outcome: Outcome) -> KeyStatus {
    if let error = outcome.listingError { return unknown(error, .account) }
    guard let account = outcome.account else { return .unknown(.noCredential) }
    if let key = account[question.fingerprint] { return state(of: key) }
    var evidence = KeyEvidence(method: .account, checkedAt: now())
    if question.keyID == nil, account.hiddenSecretCount > 0 {
      evidence.detail = "the key may be one of those that the account lists without their secret"
    }
    return .unknown(.notInAccount, evidence)
  }

  /// What the account's own description of a key proves.
  private func state(of key: APIKey) -> KeyStatus {
    var evidence = KeyEvidence(
      method: .account,
      checkedAt: now(),
      keyID: key.id,
      keyName: key.name,
      role: key.roleText,
      requestID: key.requestID
    )
    switch key.isEnabled {
    case true?: return .active(evidence)
    case false?: return .disabled(evidence)
    case nil:
      evidence.detail = "the account does not say whether the key is enabled"
      return .unknown(.unexpectedResponse, evidence)
    }
  }

  private func unknown(_ error: APIError, _ method: KeyEvidence.Method) -> KeyStatus {
    var evidence = KeyEvidence(method: method, checkedAt: now(), requestID: error.requestID)
    evidence.detail = error.detail
    return .unknown(error.reason, evidence)
  }

  // MARK: - One by one

  /// Reads the IDs that no listing holds, and tries the keys that may be tried.
  ///
  /// - Parameters:
  ///   - questions: The keys and IDs that are not decided.
  ///   - outcome: Where the answers go.
  ///   - told: Called with how many have been answered, and how many are asked for.
  private func ask(
    _ questions: [KeyQuestion],
    into outcome: inout Outcome,
    _ told: @escaping @Sendable (Int, Int) -> Void
  ) {
    if outcome.listingError?.endsEverything == true || client.isStopped { return }
    // A credential that is refused once is refused again.
    let readsKeys = client.credential != nil && outcome.listingError?.reason != .rejected
    let asked = questions.filter { question in
      question.keyID == nil ? probes && question.secret != nil : readsKeys
    }
    let askedCount = asked.count
    told(0, askedCount)
    let answered = Monitor(0)
    let answers = WorkerGroup.map(askedCount, threadCount: VectaraClient.maximumRequestCount) {
      number in
      let answer = answer(to: asked[number])
      let answeredCount = answered.withLock { count in
        count += 1
        return count
      }
      told(answeredCount, askedCount)
      return answer
    }
    for (question, answer) in zip(asked, answers) {
      outcome.states[question.fingerprint] = answer.keeping(outcome.states[question.fingerprint])
      if question.keyID == nil { outcome.probeCount += 1 }
    }
  }

  private func answer(to question: KeyQuestion) -> KeyStatus {
    if let id = question.keyID.flatMap(KeyID.init(parsing:)) {
      do throws(APIError) { return state(of: try client.key(id)) } catch {
        return unknown(error, .account)
      }
    }
    guard let secret = question.secret else { return .unknown(.notChecked) }
    do throws(APIError) {
      let answer = try client.probe(secret)
      let evidence = KeyEvidence(
        method: .probe,
        checkedAt: now(),
        requestID: answer.requestID
      )
      return .active(evidence)
    } catch {
      return unknown(error, .probe)
    }
  }
}

extension KeyStatus {
  /// Whether it is known if the key works.
  fileprivate var isDecided: Bool { unknownReason == nil }

  /// Whether the service, not something on the way, is why the state is what it is.
  fileprivate var isAnswer: Bool {
    switch self {
    case .active, .disabled, .unknown(.notInAccount, _): true
    case .unknown(.rejected, let evidence), .unknown(.forbidden, let evidence):
      evidence?.method == .probe
    case .unknown: false
    }
  }

  /// The state with what an earlier answer told of the key: its ID, its name and its role.
  fileprivate func keeping(_ earlier: KeyStatus?) -> KeyStatus {
    guard let known = earlier?.evidence, known.keyID != nil, var evidence else { return self }
    evidence.keyID = known.keyID
    evidence.keyName = known.keyName
    evidence.role = known.role
    return switch self {
    case .active: .active(evidence)
    case .disabled: .disabled(evidence)
    case .unknown(let reason, _): .unknown(reason, evidence)
    }
  }
}
