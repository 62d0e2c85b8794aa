import Posix
import ScanModel
import TestSupport
import Testing

@testable import VectaraAPI

@Suite(.timeLimit(.minutes(10))) struct TokenStoreTests {
  private static let credential = Credential.oauth(
    clientID: "client id",
    clientSecret: Secret(Array("CANARY+secret&more".utf8))
  )

  /// A service that gives out tokens, and takes those that `accepts` says.
  private func service(
    expiresIn: Int = 1_800,
    accepts: @escaping @Sendable (ScriptedServer.Request) -> Bool = { _ in true }
  ) throws -> ScriptedServer {
    try ScriptedServer { request in
      guard request.target == "/oauth2/token" else {
        return [.answer(accepts(request) ? 200 : 401, #"{"metadata":{}}"#)]
      }
      let body = """
        {"access_token":"token-\(request.number)","token_type":"Bearer","expires_in":\(expiresIn)}
        """
      return [.answer(200, body)]
    }
  }

  @Test func getsOneTokenAndUsesIt() throws {
    let server = try service()
    let client = try client(server, credential: Self.credential)
    _ = try client.allKeys()
    #expect(server.requests.map(\.method) == ["POST", "GET", "GET"])
    let request = try #require(server.requests.first)
    #expect(request.header("content-type") == "application/x-www-form-urlencoded")
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == "grant_type=client_credentials&client_id=client%20id&client_secret=CANARY%2bsecret%26more"
    )
    #expect(server.requests.last?.header("authorization") == "Bearer token-0")
    #expect(server.requests.last?.header("x-api-key") == nil)
  }

  @Test func getsAFreshTokenInTime() throws {
    let server = try service(expiresIn: 600)
    let clock = TestClock()
    let client = try client(server, clock: clock, credential: Self.credential) {
      $0.totalTimeLimit = .seconds(10_000)
    }
    _ = try client.listKeys(.unfiltered)
    clock.advance(by: 479)
    _ = try client.listKeys(.unfiltered)
    clock.advance(by: 2)
    _ = try client.listKeys(.unfiltered)
    #expect(server.requests.map(\.method) == ["POST", "GET", "GET", "POST", "GET"])
  }

  @Test func aRefusedTokenIsReplacedOnce() throws {
    let server = try service { $0.header("authorization") != "Bearer token-0" }
    _ = try client(server, credential: Self.credential).listKeys(.unfiltered)
    #expect(server.requests.map(\.method) == ["POST", "GET", "POST", "GET"])

    let strict = try service { _ in false }
    let error = try #require(
      try failure { try client(strict, credential: Self.credential).listKeys(.unfiltered) }
    )
    #expect(error.reason == .rejected)
    #expect(strict.requests.map(\.method) == ["POST", "GET", "POST", "GET"])
  }

  @Test func threadsShareAToken() throws {
    let server = try service()
    let client = try client(server, credential: Self.credential)
    let results = WorkerGroup.map(12, threadCount: VectaraClient.maximumRequestCount) { _ in
      succeeds { try client.listKeys(.unfiltered) }
    }
    #expect(results == [Bool](repeating: true, count: 12))
    #expect(server.requests.filter { $0.method == "POST" }.count == 1)
  }

  @Test(
    arguments: [
      ("{}", "'access_token' is missing"),
      (#"{"access_token":1,"expires_in":1}"#, "'access_token' is a number, not a string"),
      (#"{"access_token":"a\nb","expires_in":1}"#, "'access_token' is no token"),
      (#"{"access_token":"","expires_in":1}"#, "'access_token' is no token"),
      (#"{"access_token":"a"}"#, "'expires_in' is missing"),
      (#"{"access_token":"a","expires_in":"1"}"#, "'expires_in' is a string, not a whole number"),
      (#"{"access_token":"a","expires_in":1,"token_type":"mac"}"#, "'token_type' is not 'Bearer'"),
    ])
  func badTokensAreNamed(_ body: String, _ problem: String) throws {
    let server = try ScriptedServer { _ in [.answer(200, body)] }
    let error = try #require(
      try failure { try client(server, credential: Self.credential).allKeys() }
    )
    #expect(error.operation == .getToken)
    #expect(error.detail == "the answer is not one that is documented: \(problem)")
  }

  @Test(arguments: [400, 401])
  func aRefusedAppClientIsSaid(_ status: Int) throws {
    let server = try ScriptedServer { _ in
      [.answer(status, #"{"message":"bad CANARY+secret&more"}"#)]
    }
    let error = try #require(
      try failure { try client(server, credential: Self.credential).allKeys() }
    )
    #expect(error.reason == .rejected)
    #expect(
      error.description
        == "cannot get an access token: the service does not accept the client ID and secret"
        + " (status \(status))"
    )
  }
}
