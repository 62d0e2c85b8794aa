import ScanModel
import Testing

@testable import StandInService

@Suite(.timeLimit(.minutes(10))) struct APICallTokenTests {
  private static let form = "Content-Type: application/x-www-form-urlencoded"

  private func body(_ running: Running, secret: String? = nil) throws -> String {
    let client = try KeyMaker(seed: "tests").client()
    return "grant_type=client_credentials&client_id=\(client.id)&client_secret="
      + (secret ?? client.secretText)
  }

  private func token(_ running: Running, _ body: String) throws -> Answer {
    try running.send("POST", "/oauth2/token", key: nil, body: body, fields: [Self.form])
  }

  @Test func tokenManagesKeys() throws {
    let running = try Running()
    let answer = try token(running, body(running))
    #expect(answer.status == 200)
    #expect(answer.json["token_type"] as? String == "Bearer")
    #expect(answer.json["expires_in"] as? Int == 1_800)
    let token = try #require(answer.json["access_token"] as? String)
    for scheme in ["Bearer", "bearer"] {
      let listing = try running.send(
        "GET",
        "/v2/api_keys?limit=100",
        key: nil,
        fields: ["Authorization: \(scheme) \(token)"]
      )
      #expect(listing.items("api_keys").count == 4)
    }
    let record = try #require(running.standIn.requests.last)
    #expect(record.fingerprint == Fingerprint(of: Array(token.utf8).span))
    #expect(record.keyID == nil)
  }

  @Test func tokenEnds() throws {
    let running = try Running { $0.tokenSeconds = 0 }
    let answer = try token(running, body(running))
    let token = try #require(answer.json["access_token"] as? String)
    let fields = ["Authorization: Bearer \(token)"]
    #expect(try running.send("GET", "/v2/corpora", key: nil, fields: fields).status == 401)
  }

  @Test func wrongSecretGetsNone() throws {
    let running = try Running()
    let answer = try token(running, body(running, secret: "wrong"))
    #expect(answer.status == 401)
    #expect(answer.text == #"{"error":"invalid_client"}"#)
  }

  @Test(arguments: [
    ("", "invalid_request"), ("grant_type=client_credentials", "invalid_request"),
    ("grant_type=password&client_id=a&client_secret=b", "unsupported_grant_type"),
    ("grant_type=%zz&client_id=a&client_secret=b", "invalid_request"),
  ])
  func badFormIsNamed(body: String, code: String) throws {
    let answer = try token(Running(), body)
    #expect(answer.status == 400)
    #expect(answer.text == #"{"error":"\#(code)"}"#)
  }

  @Test func jsonIsNoForm() throws {
    let running = try Running()
    let answer = try running.send(
      "POST",
      "/oauth2/token",
      key: nil,
      body: body(running),
      fields: ["Content-Type: application/json"]
    )
    #expect(answer.status == 400)
    #expect(try running.ask("GET", "/oauth2/token").status == 405)
  }
}
