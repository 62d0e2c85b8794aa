import Curl
import Foundation
import Rules
import ScanModel
import Synchronization
import TestSupport
import Testing

@testable import VectaraAPI

/// A fake key of the exact form, the same for the same seed.
func fakeKey(_ seed: String, kind: String = "zqt") throws -> Secret {
  Secret(try FakeKeys.expand("{key:\(kind):\(seed)}"))
}

/// A fake key as text, for answers.
func fakeKeyText(_ seed: String, kind: String = "zqt") throws -> String {
  String(decoding: try FakeKeys.expand("{key:\(kind):\(seed)}"), as: UTF8.self)
}

/// A clock whose waits take no time, and are noted.
final class TestClock: Sendable {
  private let state = Mutex((now: 0.0, waits: [Double]()))

  /// The waits so far, in seconds.
  var waits: [Double] { state.withLock { $0.waits } }

  /// Lets time pass.
  func advance(by seconds: Double) { state.withLock { $0.now += seconds } }

  /// The clock as the client takes it; chance always says 0.
  var clock: APIClock {
    APIClock(
      now: { self.state.withLock { $0.now } },
      sleep: { seconds, _ in
        self.state.withLock { state in
          state.now += seconds
          state.waits.append(seconds)
        }
      },
      chance: { 0 }
    )
  }
}

/// A client of a server, with the owner's key as its credential.
func client(
  _ server: ScriptedServer,
  clock: TestClock = TestClock(),
  credential: Credential? = nil,
  _ change: (inout Configuration) -> Void = { _ in }
) throws -> VectaraClient {
  var configuration = try Configuration(
    apiURL: server.url,
    tokenURL: server.url + "/oauth2/token",
    version: "1.2.3"
  )
  change(&configuration)
  let owner = Credential.apiKey(try fakeKey("owner", kind: "zut"))
  return VectaraClient(configuration, credential: credential ?? owner, clock: clock.clock)
}

/// The error that a call ends with; `nil` if it succeeds.
func failure<Value>(_ body: () throws -> Value) throws -> APIError? {
  do {
    _ = try body()
    return nil
  } catch let error as APIError { return error }
}

/// Whether a call succeeds.
func succeeds<Value>(_ body: () throws -> Value) -> Bool {
  do {
    _ = try body()
    return true
  } catch { return false }
}

/// Answers of which each request gets the next one, and the last one again and again.
final class AnswerSequence: Sendable {
  private let answers: [[ScriptedServer.Step]]
  private let next = Mutex(0)

  init(_ answers: [ScriptedServer.Step]...) { self.answers = answers }

  /// The next answer.
  func steps() -> [ScriptedServer.Step] {
    next.withLock { next in
      defer { next = min(next + 1, answers.count - 1) }
      return answers[next]
    }
  }

  /// A server that gives these answers.
  func server() throws -> ScriptedServer { try ScriptedServer { _ in self.steps() } }
}
