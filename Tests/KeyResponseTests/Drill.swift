import Foundation
import KeyResponse
import Posix
import ScanModel
import StandInService
import Synchronization
import TestSupport
import VectaraAPI

/// A stand-in service with six keys, a client of it, and a journal.
final class Drill: Sendable {
  let standIn: StandIn
  let scratch: Scratch

  /// The keys, the owner's first.
  let keys: [StandInKey]

  /// Counts the seconds that somebody would have waited.
  private let elapsed = Mutex(0.0)

  init(propagationSeconds: Double = 0) throws {
    scratch = try Scratch()
    keys = try KeyMaker(seed: "drill").keys(count: 6)
    var configuration = StandInConfiguration()
    configuration.keys = keys
    configuration.propagationSeconds = propagationSeconds
    standIn = try StandIn(configuration)
    try standIn.start()
  }

  /// A clock whose waits take no time.
  var clock: APIClock {
    APIClock(
      now: { Process.monotonicSeconds + self.elapsed.withLock { $0 } },
      sleep: { seconds, _ in self.elapsed.withLock { $0 += seconds } },
      chance: { 0 }
    )
  }

  /// A client with the owner's key.
  func client(
    requestSeconds: Int = 10,
    stopsWhen shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws -> VectaraClient {
    var configuration = try Configuration(
      apiURL: standIn.address,
      tokenURL: standIn.address + "/oauth2/token",
      version: "1.2.3"
    )
    configuration.requestTimeLimit = .seconds(requestSeconds)
    return VectaraClient(
      configuration,
      credential: .apiKey(keys[0].secret),
      clock: clock,
      shouldStop: shouldStop
    )
  }

  /// The journal's path.
  var path: [UInt8] { Array(scratch.path("journal.jsonl").utf8) }

  /// Opens the journal.
  func journal(
    _ action: KeyAction = .disable,
    run: String = "run-1",
    reason: String? = nil,
    hiding: @escaping @Sendable (String) -> String = { $0 }
  ) throws -> Journal {
    let author = JournalAuthor(
      run: run,
      operatorName: "ann@desk",
      reason: reason,
      now: { Self.noon },
      hiding: hiding
    )
    return try Journal(path, creates: true, action: action, author: author)
  }

  /// 2026-11-21T12:00:00Z.
  static var noon: Timestamp {
    guard let noon = Timestamp(seconds: 1_795_262_400, zoneMinutes: 0) else {
      preconditionFailure("no such time")
    }
    return noon
  }

  /// The journal's records as the file has them.
  func records() throws -> [JournalRecord] { try Journal.read(path).records }

  /// What the file says, one word a record: `intent`, `outcome done`.
  func story() throws -> [String] {
    try records().map {
      [$0.event.rawValue, $0.result?.rawValue].compactMap { $0 }.joined(separator: " ")
    }
  }

  /// An order about the key of that number.
  func order(_ number: Int) -> SwitchOrder? {
    let found = keys[number]
    var key = JournalKey(id: found.id)
    key.name = found.name
    key.fingerprint = found.fingerprint
    return KeyID(parsing: found.id).map { SwitchOrder(id: $0, key: key) }
  }

  /// Whether the key of that number is switched on.
  func isEnabled(_ number: Int) -> Bool? {
    standIn.keys.first { $0.id == keys[number].id }?.isEnabled
  }

  /// How many requests of that method there were.
  func requestCount(_ method: String) -> Int { standIn.requests.count { $0.method == method } }

  /// The path of requests about the key of that number.
  func path(_ number: Int) -> String { "/v2/api_keys/\(keys[number].id)" }
}
