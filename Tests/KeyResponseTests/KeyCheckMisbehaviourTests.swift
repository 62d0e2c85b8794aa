import ScanModel
import StandInService
import Testing
import VectaraAPI

@testable import KeyResponse

/// That whatever a service does wrong ends in the right kind of not knowing.
@Suite(.timeLimit(.minutes(10))) struct KeyCheckMisbehaviourTests {
  typealias Fixtures = KeyResponseFixtures

  /// Something that goes wrong, and what it makes of a state.
  struct Case: Sendable, CustomTestStringConvertible {
    let action: Misbehaviour.Action
    let word: String

    var testDescription: String { "\(action)" }
  }

  /// What can happen to any answer; the status table of the service's documentation first.
  static let cases: [Case] = [
    Case(action: .status(400), word: "unexpected-response"),
    Case(action: .status(401), word: "rejected"),
    Case(action: .status(403), word: "forbidden"),
    Case(action: .status(404), word: "unexpected-response"),
    Case(action: .status(405), word: "unexpected-response"),
    Case(action: .status(406), word: "unexpected-response"),
    Case(action: .status(415), word: "unexpected-response"),
    Case(action: .status(408), word: "unexpected-response"),
    Case(action: .status(409), word: "unexpected-response"),
    Case(action: .status(425), word: "unexpected-response"),
    Case(action: .status(429), word: "rate-limited"),
    Case(action: .status(429, retryAfter: .text("1")), word: "rate-limited"),
    Case(action: .status(429, retryAfter: .date(seconds: 2)), word: "rate-limited"),
    Case(action: .status(429, retryAfter: .text("86400")), word: "rate-limited"),
    Case(action: .status(500), word: "server-error"),
    Case(action: .status(502), word: "server-error"),
    Case(action: .status(503, retryAfter: .text("1")), word: "server-error"),
    Case(action: .status(504), word: "server-error"),
    Case(action: .hang(seconds: 5), word: "timeout"),
    Case(action: .delay(seconds: 5), word: "timeout"),
    Case(action: .trickle(.head), word: "timeout"),
    Case(action: .trickle(.body), word: "timeout"),
    Case(action: .reset(.head), word: "network"),
    Case(action: .reset(.body), word: "network"),
    Case(action: .truncate(.head), word: "unexpected-response"),
    Case(action: .truncate(.body), word: "network"),
    Case(action: .close, word: "network"),
    Case(action: .html(), word: "unexpected-response"),
    Case(action: .html(status: 503), word: "server-error"),
    Case(action: .notJSON, word: "unexpected-response"),
    Case(action: .emptyBody, word: "unexpected-response"),
    Case(action: .redirect(to: "http://127.0.0.1:1/"), word: "unexpected-response"),
    Case(action: .redirect(to: "/elsewhere", status: 302), word: "unexpected-response"),
    Case(action: .endless(.head), word: "unexpected-response"),
    Case(action: .endless(.body), word: "unexpected-response"),
  ]

  @Test(arguments: cases) func keyThatIsTried(_ example: Case) throws {
    let fixtures = try Fixtures()
    fixtures.standIn.fail(Misbehaviour(example.action))
    let state = try fixtures.probe(fixtures.active.secret) { $0.maximumBodyByteCount = 100_000 }
    #expect(state?.word == example.word, "\(state?.evidence?.detail ?? "")")
    #expect(state?.evidence?.method == .probe)
    #expect(state?.evidence?.detail?.isEmpty == false)
  }

  @Test(arguments: cases) func accountThatIsListed(_ example: Case) throws {
    let fixtures = try Fixtures()
    fixtures.standIn.fail(Misbehaviour(example.action))
    let question = Fixtures.question(fixtures.active.fingerprint)
    let check = try fixtures.check(credential: .apiKey(fixtures.owner.secret)) {
      $0.maximumBodyByteCount = 100_000
    }
    let outcome = check.run([question])
    let state = outcome.states[question.fingerprint]
    #expect(state?.word == example.word, "\(state?.evidence?.detail ?? "")")
    #expect(outcome.account == nil)
    #expect(outcome.listingError != nil)
    #expect(!outcome.isAnswered)
  }

  @Test func listingThatEndsInTheMiddleIsNone() throws {
    let fixtures = try Fixtures(keyCount: 250)
    fixtures.standIn.fail(Misbehaviour(.status(500), skip: 1))
    let states = try fixtures.states(of: [Fixtures.question(fixtures.active.fingerprint)])
    #expect(states.map { $0?.word } == ["server-error"])
  }

  @Test(arguments: [Misbehaviour.Action.wrongTypes, .repeatPage])
  func listingThatMakesNoSenseIsNone(_ action: Misbehaviour.Action) throws {
    let fixtures = try Fixtures(keyCount: 250)
    fixtures.standIn.fail(Misbehaviour(action))
    let states = try fixtures.states(of: [Fixtures.question(fixtures.active.fingerprint)])
    #expect(states.map { $0?.word } == ["unexpected-response"])
  }

  @Test func listingThatGrowsUnderwayStillAnswers() throws {
    let fixtures = try Fixtures(keyCount: 250)
    fixtures.standIn.fail(Misbehaviour(.grow(keyCount: 3)))
    let states = try fixtures.states(of: [Fixtures.question(fixtures.active.fingerprint)])
    #expect(states.map { $0?.word } == ["active"])
  }

  @Test func failureThatPassesIsNone() throws {
    let fixtures = try Fixtures()
    fixtures.standIn.fail(Misbehaviour(.status(503), times: 1))
    let states = try fixtures.states(of: [Fixtures.question(fixtures.active.fingerprint)])
    #expect(states.map { $0?.word } == ["active"])
  }

  @Test func nobodyListens() throws {
    let fixtures = try Fixtures()
    fixtures.standIn.stop()
    #expect(try fixtures.probe(fixtures.active.secret)?.word == "network")
    let states = try fixtures.states(of: [Fixtures.question(fixtures.active.fingerprint)])
    #expect(states.map { $0?.word } == ["network"])
  }

  @Test func serverWithoutEncryptionIsNotSpokenTo() throws {
    let fixtures = try Fixtures()
    let port = fixtures.standIn.port
    let question = Fixtures.question(fixtures.active.secret)
    let configuration = try Configuration(apiURL: "https://127.0.0.1:\(port)", version: "1")
    let client = VectaraClient(configuration, credential: nil, shouldStop: { false })
    let noon = try #require(Fixtures.noon)
    let outcome = KeyCheck(client, probes: true) { noon }.run([question])
    #expect(outcome.states[question.fingerprint]?.word == "tls")
    #expect(fixtures.standIn.requests.allSatisfy { $0.fingerprint == nil })
  }
}
