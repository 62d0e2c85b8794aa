import ScanModel
import StandInService
import Testing
import VectaraAPI

@testable import KeyResponse

/// What trying a key itself tells.
@Suite(.timeLimit(.minutes(10))) struct KeyCheckProbeTests {
  typealias Fixtures = KeyResponseFixtures

  @Test func acceptedKeyIsActive() throws {
    let fixtures = try Fixtures()
    for key in [fixtures.owner, fixtures.active, fixtures.other] {
      fixtures.standIn.forgetRequests()
      let state = try fixtures.probe(key.secret)
      #expect(state?.word == "active")
      #expect(state?.evidence?.method == .probe)
      #expect(state?.evidence?.checkedAt == Fixtures.noon)
      let requests = fixtures.standIn.requests
      #expect(
        requests.map { "\($0.method) \($0.path)?\($0.query ?? "")" } == [
          "GET /v2/corpora?limit=1"
        ]
      )
      #expect(requests.map(\.fingerprint) == [key.fingerprint])
    }
  }

  @Test func refusedKeyIsUnknown() throws {
    let fixtures = try Fixtures()
    #expect(try fixtures.probe(fixtures.disabled.secret)?.word == "rejected")
    #expect(try fixtures.probe(Fixtures.strangeKey())?.word == "rejected")
    fixtures.standIn.change(fixtures.active.id, .delete)
    #expect(try fixtures.probe(fixtures.active.secret)?.word == "rejected")
  }

  @Test func deniedKeyIsTriedOnceMore() throws {
    let fixtures = try Fixtures()
    fixtures.standIn.fail(Misbehaviour(.status(403), path: "/v2/corpora"))
    #expect(try fixtures.probe(fixtures.active.secret)?.word == "active")
    #expect(fixtures.standIn.requests.map(\.path) == ["/v2/corpora", "/v2/rerankers"])
    fixtures.standIn.fail(Misbehaviour(.status(403), path: "/v2/rerankers"))
    #expect(try fixtures.probe(fixtures.active.secret)?.word == "forbidden")
  }

  @Test func answerWithoutWhatIsDocumentedProvesNothing() throws {
    let fixtures = try Fixtures()
    fixtures.standIn.fail(Misbehaviour(.wrongTypes))
    #expect(try fixtures.probe(fixtures.active.secret)?.word == "unexpected-response")
  }

  @Test func onlyExactKeysAreSent() throws {
    let fixtures = try Fixtures()
    let key = fixtures.active.secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    for bytes in [Array(key.dropLast()), key + [0x41], Array("zqt_your_api_key".utf8), []] {
      #expect(try fixtures.probe(Secret(bytes))?.word == "not-checked")
    }
    #expect(fixtures.standIn.requests.isEmpty)
  }

  @Test func keyThatTheAccountTellsOfIsNotTried() throws {
    let fixtures = try Fixtures()
    let states = try fixtures.states(
      of: [
        Fixtures.question(fixtures.active.secret), Fixtures.question(fixtures.disabled.secret),
        Fixtures.question(try Fixtures.strangeKey()),
      ],
      probes: true
    )
    #expect(states.map { $0?.word } == ["active", "disabled", "rejected"])
    #expect(states.map { $0?.evidence?.method } == [.account, .account, .probe])
    let probes = fixtures.standIn.requests.filter { $0.path != "/v2/api_keys" }
    #expect(probes.map(\.path) == ["/v2/corpora"])
  }

  @Test func keysAreTriedThoughTheListingFails() throws {
    let fixtures = try Fixtures()
    fixtures.standIn.fail(Misbehaviour(.status(500), path: "/v2/api_keys*"))
    let question = Fixtures.question(fixtures.active.secret)
    let outcome = try fixtures.check(probes: true, credential: .apiKey(fixtures.owner.secret))
      .run([question])
    #expect(outcome.states[question.fingerprint]?.word == "active")
    #expect(outcome.listingError?.reason == .serverError)
    #expect(outcome.isAnswered)
  }

  @Test func keyIsNotTriedWithoutLeave() throws {
    let fixtures = try Fixtures()
    let question = Fixtures.question(fixtures.active.secret)
    let outcome = try fixtures.check(credential: nil).run([question])
    #expect(outcome.states[question.fingerprint]?.word == "no-credential")
    #expect(fixtures.standIn.requests.isEmpty)
  }
}
