import ScanModel
import StandInService
import Testing
import VectaraAPI

@testable import KeyResponse

/// The states of keys, as a stand-in of the service tells them.
@Suite(.timeLimit(.minutes(10))) struct KeyCheckTests {
  typealias Fixtures = KeyResponseFixtures

  // MARK: - From the account

  @Test func accountTellsWhichKeysWork() throws {
    let fixtures = try Fixtures()
    let states = try fixtures.states(of: [
      Fixtures.question(fixtures.active.fingerprint),
      Fixtures.question(fixtures.disabled.fingerprint),
      Fixtures.question(try Fixtures.strangeKey()),
    ])
    #expect(states.map { $0?.word } == ["active", "disabled", "not-in-account"])
    let evidence = try #require(states[0]?.evidence)
    #expect(evidence.method == .account)
    #expect(evidence.checkedAt == Fixtures.noon)
    #expect(evidence.keyID == fixtures.active.id)
    #expect(evidence.keyName == "search page 1")
    #expect(evidence.role == "serving, viewer of corpus 'corpus-1'")
    #expect(states[2]?.evidence?.keyID == nil)
  }

  @Test func personalKeysAreFoundThoughListedApart() throws {
    let fixtures = try Fixtures()
    let states = try fixtures.states(of: [Fixtures.question(fixtures.keys[3].fingerprint)])
    #expect(states.map { $0?.word } == ["active"])
    #expect(
      fixtures.standIn.requests.map(\.query) == ["limit=100", "limit=100&api_key_role=personal"]
    )
  }

  @Test func foundKeysAreSentNowhere() throws {
    let fixtures = try Fixtures()
    _ = try fixtures.states(of: [Fixtures.question(try Fixtures.strangeKey())])
    #expect(Set(fixtures.standIn.requests.map(\.fingerprint)) == [fixtures.owner.fingerprint])
  }

  @Test func identifiersAreMatchedOrRead() throws {
    let fixtures = try Fixtures()
    let states = try fixtures.states(of: [
      Fixtures.question(id: fixtures.active.id), Fixtures.question(id: fixtures.disabled.id),
      Fixtures.question(id: "aky_nobody"),
    ])
    #expect(states.map { $0?.word } == ["active", "disabled", "not-in-account"])
    #expect(
      fixtures.standIn.requests.map(\.path) == [
        "/v2/api_keys", "/v2/api_keys", "/v2/api_keys/aky_nobody",
      ]
    )
  }

  @Test func appClientAsksAsWell() throws {
    let fixtures = try Fixtures()
    let client = try KeyMaker(seed: "response").client()
    let states = try fixtures.states(
      of: [Fixtures.question(fixtures.active.fingerprint)],
      credential: .oauth(clientID: client.id, clientSecret: client.secret)
    )
    #expect(states.map { $0?.word } == ["active"])
  }

  @Test func keyThatIsNotSaidToBeEnabledIsUnknown() throws {
    let fixtures = try Fixtures()
    fixtures.standIn.fail(Misbehaviour(.noEnabled))
    let states = try fixtures.states(of: [Fixtures.question(fixtures.active.fingerprint)])
    #expect(states.map { $0?.word } == ["unexpected-response"])
    #expect(states[0]?.evidence?.keyID == fixtures.active.id)
  }

  @Test func keyWhoseAccountIsSilentMayBeTried() throws {
    let fixtures = try Fixtures()
    fixtures.standIn.fail(Misbehaviour(.noEnabled))
    let states = try fixtures.states(
      of: [Fixtures.question(fixtures.active.secret)],
      probes: true
    )
    #expect(states.map { $0?.word } == ["active"])
    #expect(states[0]?.evidence?.method == .probe)
    #expect(states[0]?.evidence?.keyName == "search page 1")
  }

  @Test(arguments: [Misbehaviour.Action.noSecret, .nullSecret, .maskedSecret])
  func hiddenSecretsAreCounted(_ action: Misbehaviour.Action) throws {
    let fixtures = try Fixtures()
    fixtures.standIn.fail(Misbehaviour(action))
    let question = Fixtures.question(fixtures.active.fingerprint)
    let id = Fixtures.question(id: fixtures.active.id)
    let outcome = try fixtures.check(credential: .apiKey(fixtures.owner.secret)).run([question, id])
    #expect(outcome.account?.hiddenSecretCount == 5)
    #expect(outcome.states[question.fingerprint]?.word == "not-in-account")
    #expect(
      outcome.states[question.fingerprint]?.evidence?.detail
        == "the key may be one of those that the account lists without their secret"
    )
    // The IDs are there all the same.
    #expect(outcome.states[id.fingerprint]?.word == "active")
  }

  @Test func emptyListingWithoutItsArrayIsOne() throws {
    let fixtures = try Fixtures()
    fixtures.standIn.fail(Misbehaviour(.noArray))
    let states = try fixtures.states(of: [Fixtures.question(fixtures.active.fingerprint)])
    #expect(states.map { $0?.word } == ["not-in-account"])
  }

  // MARK: - Without an answer

  @Test func nobodyIsAskedWithoutCredential() throws {
    let fixtures = try Fixtures()
    let questions = [
      Fixtures.question(fixtures.active.secret), Fixtures.question(id: fixtures.active.id),
    ]
    let outcome = try fixtures.check(credential: nil).run(questions)
    #expect(
      questions.map { outcome.states[$0.fingerprint]?.word } == ["no-credential", "no-credential"]
    )
    #expect(outcome.states.values.allSatisfy { $0.evidence == nil })
    #expect(!outcome.isAnswered)
    #expect(fixtures.standIn.requests.isEmpty)
  }

  @Test func nothingIsAskedAboutNothing() throws {
    let fixtures = try Fixtures()
    let outcome = try fixtures.check(credential: .apiKey(fixtures.owner.secret)).run([])
    #expect(outcome.states.isEmpty)
    #expect(fixtures.standIn.requests.isEmpty)
  }

  @Test func wrongCredentialIsTriedOnce() throws {
    let fixtures = try Fixtures()
    let questions = [
      Fixtures.question(fixtures.active.fingerprint), Fixtures.question(id: fixtures.active.id),
    ]
    let credential = Credential.apiKey(try Fixtures.strangeKey())
    let outcome = try fixtures.check(credential: credential).run(questions)
    #expect(questions.map { outcome.states[$0.fingerprint]?.word } == ["rejected", "rejected"])
    #expect(outcome.listingError?.operation == .listKeys)
    #expect(!outcome.isAnswered)
    #expect(fixtures.standIn.requests.map(\.path) == ["/v2/api_keys"])
  }

  @Test func credentialThatMayNotListIsForbidden() throws {
    let fixtures = try Fixtures()
    let states = try fixtures.states(
      of: [Fixtures.question(fixtures.other.fingerprint)],
      credential: .apiKey(fixtures.active.secret)
    )
    #expect(states.map { $0?.word } == ["forbidden"])
  }

  @Test func stoppedCheckAsksNobodyElse() throws {
    let fixtures = try Fixtures()
    let question = Fixtures.question(try Fixtures.strangeKey())
    let check = try fixtures.check(
      probes: true,
      credential: .apiKey(fixtures.owner.secret),
      isStopped: true
    )
    let outcome = check.run([question])
    #expect(outcome.isInterrupted)
    #expect(outcome.states[question.fingerprint]?.word == "not-checked")
    #expect(fixtures.standIn.requests.isEmpty)
  }

  // MARK: - How much is asked

  @Test func eachDistinctKeyIsAskedOnce() throws {
    let fixtures = try Fixtures(keyCount: 250)
    var findings: [Finding] = []
    for number in 0..<10_000 {
      findings.append(
        try finding(of: Fixtures.strangeKey("many-\(number % 200)"), line: number + 1)
      )
    }
    let questions = KeyQuestion.questions(about: findings)
    #expect(questions.count == 200)
    let outcome = try fixtures.check(probes: true, credential: .apiKey(fixtures.owner.secret))
      .run(questions)
    let requests = fixtures.standIn.requests
    let pageCount = requests.count { $0.path == "/v2/api_keys" }
    #expect(pageCount == 3)
    #expect(requests.count == pageCount + 200)
    #expect(requests.map(\.inFlight).max() ?? 0 <= 4)
    #expect(outcome.probeCount == 200)
    outcome.apply(to: &findings)
    #expect(findings.allSatisfy { $0.status.word == "rejected" })
  }

  /// A finding of a key.
  private func finding(of secret: Secret, line: Int) -> Finding {
    Finding(
      rule: RuleID("vectara-query-key"),
      severity: .medium,
      confidence: .exact,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: "zqt_…"),
        fingerprint: secret.withBytes { Fingerprint(of: $0) },
        byteCount: 42,
        customerID: 1
      ),
      location: Location(
        path: nil,
        start: LineColumn(line: line, column: 1),
        range: ByteRange(0, 42)
      ),
      secret: secret
    )
  }
}
