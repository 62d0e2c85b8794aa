import Rules
import ScanModel
import StandInService
import Synchronization
import Testing
import VectaraAPI

@testable import KeyResponse

/// A stand-in with an account of five keys, and checks of it whose waits take no time.
struct KeyResponseFixtures {
  let standIn: StandIn

  /// The owner's key, an active query key, an active index key, another's key, and a disabled one.
  let keys: [StandInKey]

  /// The time that every answer is given.
  static let noon = Timestamp(seconds: 1_790_000_000, zoneMinutes: 0)

  init(
    keyCount: Int = 5,
    _ change: (inout StandInConfiguration) -> Void = { _ in }
  ) throws {
    let maker = try KeyMaker(seed: "response")
    keys = try maker.keys(count: keyCount)
    var configuration = StandInConfiguration()
    configuration.keys = keys
    configuration.clients = [try maker.client()]
    change(&configuration)
    standIn = try StandIn(configuration)
    try standIn.start()
  }

  var owner: StandInKey { keys[0] }
  var active: StandInKey { keys[1] }
  var other: StandInKey { keys[2] }
  var disabled: StandInKey { keys[4] }

  /// A check, by default with the owner's key.
  func check(
    probes: Bool = false,
    credential: Credential?,
    isStopped: Bool = false,
    _ change: (inout Configuration) -> Void = { _ in }
  ) throws -> KeyCheck {
    var configuration = try Configuration(
      apiURL: standIn.address,
      tokenURL: standIn.address + "/oauth2/token",
      version: "1.2.3"
    )
    configuration.requestTimeLimit = .milliseconds(700)
    configuration.maximumRetryCount = 1
    change(&configuration)
    let client = VectaraClient(
      configuration,
      credential: credential,
      clock: Self.impatientClock(),
      shouldStop: { isStopped }
    )
    let noon = try #require(Self.noon)
    return KeyCheck(client, probes: probes) { noon }
  }

  /// The states of keys and IDs, in their order, with the owner's key or another credential.
  func states(
    of questions: [KeyQuestion],
    probes: Bool = false,
    credential: Credential? = nil,
    _ change: (inout Configuration) -> Void = { _ in }
  ) throws -> [KeyStatus?] {
    let credential = credential ?? .apiKey(owner.secret)
    let outcome = try check(probes: probes, credential: credential, change).run(questions)
    return questions.map { outcome.states[$0.fingerprint] }
  }

  /// The state of one key that the account does not know of, tried without a credential.
  func probe(
    _ secret: Secret,
    _ change: (inout Configuration) -> Void = { _ in }
  ) throws -> KeyStatus? {
    let question = Self.question(secret)
    return try check(probes: true, credential: nil, change).run([question])
      .states[question.fingerprint]
  }

  /// A question about a key that is at hand.
  static func question(_ secret: Secret) -> KeyQuestion {
    KeyQuestion(fingerprint: secret.withBytes { Fingerprint(of: $0) }, secret: secret)
  }

  /// A question about a key that only its fingerprint tells of.
  static func question(_ fingerprint: Fingerprint) -> KeyQuestion {
    KeyQuestion(fingerprint: fingerprint)
  }

  /// A question about an ID.
  static func question(id: String) -> KeyQuestion {
    KeyQuestion(fingerprint: Fingerprint(of: Array(id.utf8).span), keyID: id)
  }

  /// A fake key of no account.
  static func strangeKey(_ seed: String = "strange") throws -> Secret {
    Secret(try FakeKeys.expand("{key:zqt:\(seed)}"))
  }

  /// A clock that never waits, but believes that it has.
  private static func impatientClock() -> APIClock {
    let offset = Mutex(0.0)
    let system = APIClock.system
    return APIClock(
      now: { system.now() + offset.withLock { $0 } },
      sleep: { seconds, _ in offset.withLock { $0 += seconds } },
      chance: { 0 }
    )
  }
}

extension KeyStatus {
  /// The state in short: `active`, `disabled`, or the reason why it is unknown.
  var word: String { unknownReason?.rawValue ?? name }
}
