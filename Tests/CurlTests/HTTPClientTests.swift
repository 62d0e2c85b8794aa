import ScanModel
import TestSupport
import Testing

@testable import Curl

@Suite(.timeLimit(.minutes(10))) struct HTTPClientTests {
  @Test func sendsWhatItIsTold() throws {
    let server = try ScriptedServer { _ in [.answer(200, "{}", headers: ["X-One: 1", "x-one: 2"])] }
    let response = try send(server.url) { request in
      request.method = .patch
      request.body = Secret(Array(#"{"enabled":false}"#.utf8))
      request.headers.append(.plain(name: "Content-Type", value: "application/json"))
      request.headers.append(.secret(name: "Authorization", prefix: "Bearer ", canary))
    }
    #expect(response.status == 200)
    #expect(response.body == Array("{}".utf8))
    #expect(response.header("x-one") == "1")
    let request = try #require(server.requests.first)
    #expect(request.method == "PATCH")
    #expect(request.target == "/v2/corpora")
    #expect(request.body == Array(#"{"enabled":false}"#.utf8))
    #expect(request.header("x-api-key") == "CANARY-secret-value-0123456789")
    #expect(request.header("authorization") == "Bearer CANARY-secret-value-0123456789")
    #expect(request.header("content-type") == "application/json")
    #expect(request.header("content-length") == "17")
    #expect(server.requests.count == 1)
  }

  @Test func aBodyMayHaveZeroBytesOrBeEmpty() throws {
    let server = try ScriptedServer { _ in [.answer(200, "")] }
    for body: [UInt8] in [[1, 0, 2], []] {
      _ = try send(server.url) { request in
        request.method = .post
        request.body = Secret(body)
      }
    }
    #expect(server.requests.map(\.body) == [[1, 0, 2], []])
    #expect(server.requests.map(\.method) == ["POST", "POST"])
  }

  @Test(arguments: [201, 302, 401, 403, 404, 407, 429, 500, 503])
  func everyStatusIsAnAnswer(_ status: Int) throws {
    let server = try ScriptedServer { _ in
      [.answer(status, "body", headers: ["WWW-Authenticate: Basic", "Retry-After: 7"])]
    }
    let response = try send(server.url)
    #expect(response.status == status)
    #expect(response.body == Array("body".utf8))
    #expect(response.header("retry-after") == "7")
  }

  @Test func aThreadKeepsItsConnection() throws {
    let server = try ScriptedServer { _ in [.answer(200, "{}")] }
    for _ in 0..<5 { _ = try send(server.url) }
    #expect(server.requests.count == 5)
    #expect(server.connectionCount == 1)
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func aRedirectIsNotFollowed(_ status: Int) throws {
    let target = try ScriptedServer { _ in [.answer(200, "{}")] }
    let location = target.url + "/v2/corpora"
    let server = try ScriptedServer { _ in
      [.answer(status, "", headers: ["Location: \(location)"])]
    }
    #expect(try send(server.url).status == status)
    #expect(server.requests.count == 1)
    #expect(target.connectionCount == 0)
  }

  @Test func interimAnswersArePassedOver() throws {
    let server = try ScriptedServer { _ in
      [.text("HTTP/1.1 103 Early\r\nX-Interim: 1\r\n\r\n"), .answer(200, "{}")]
    }
    let response = try send(server.url)
    #expect(response.status == 200)
    #expect(response.header("x-interim") == nil)
  }

  @Test func nobodyAnswering() throws {
    let server = try ScriptedServer { _ in [] }
    server.stop()
    #expect(try failure(server.url) == .network(.notConnected))
  }

  @Test func anUnknownHost() throws {
    // No name under `.invalid` exists (RFC 6761); a resolver may take its time to say so.
    let error = try failure("https://zleaks.invalid")
    #expect(error == .network(.hostNotFound) || error == .timeout)
  }

  @Test func aCallerWhoGivesUp() throws {
    let server = try ScriptedServer { _ in [.hang] }
    let request = HTTPRequest(.get, try HTTPURL(parsing: server.url), timeLimit: .seconds(60))
    #expect(throws: HTTPError.interrupted) { try HTTPClient.send(request) { true } }
  }

  @Test func anAnswerShowsNeitherHeadersNorBody() throws {
    let server = try ScriptedServer { _ in [.answer(200, "CANARY", headers: ["A: CANARY"])] }
    let response = try send(server.url)
    var dumped = ""
    dump(response, to: &dumped)
    #expect("\(response) \(String(reflecting: response)) \(dumped)".contains("CANARY") == false)
    #expect("\(response)" == "<answer 200, 6 bytes>")
  }

  @Test func aRequestShowsNoSecret() throws {
    var request = HTTPRequest(.post, try HTTPURL(parsing: "https://h"), body: canary)
    request.headers = [.secret(name: "x-api-key", prefix: "", canary)]
    var dumped = ""
    dump(request, to: &dumped)
    #expect("\(request) \(String(reflecting: request)) \(dumped)".contains("CANARY") == false)
  }
}
