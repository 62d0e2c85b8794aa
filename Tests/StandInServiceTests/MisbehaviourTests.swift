import Foundation
import Posix
import Testing

@testable import StandInService

@Suite(.timeLimit(.minutes(10))) struct MisbehaviourTests {
  private func failing(_ misbehaviours: Misbehaviour...) throws -> Running {
    try Running { $0.misbehaviours = misbehaviours }
  }

  @Test(arguments: [200, 400, 401, 403, 404, 409, 429, 500, 502, 503, 504])
  func statusIsAnswered(status: Int) throws {
    let running = try failing(Misbehaviour(.status(status)))
    let answer = try running.ask("GET", "/v2/corpora")
    #expect(answer.status == status)
    #expect(answer.json["messages"] as? [String] == ["The stand-in was told to fail."])
    #expect(answer.field("Retry-After") == nil)
    #expect(running.standIn.requests.map(\.status) == [status])
    #expect(running.standIn.requests.map(\.misbehaviour) == ["status \(status)"])
  }

  @Test func retryAfterIsTextOrDate() throws {
    let running = try failing(
      Misbehaviour(.status(429, retryAfter: .text("soon")), times: 1),
      Misbehaviour(.status(429, retryAfter: .date(seconds: 60)), times: 1)
    )
    #expect(try running.ask("GET", "/v2/corpora").field("Retry-After") == "soon")
    let text = try #require(try running.ask("GET", "/v2/corpora").field("Retry-After"))
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    let date = try #require(formatter.date(from: text))
    #expect((50...62).contains(date.timeIntervalSinceNow))
    #expect(try running.ask("GET", "/v2/corpora").status == 200)
  }

  @Test func skipAndTimesAreCounted() throws {
    let running = try failing(
      Misbehaviour(.status(500), method: "GET", path: "/v2/c*", skip: 1, times: 2)
    )
    var statuses: [Int] = []
    for _ in 0..<5 { statuses.append(try running.ask("GET", "/v2/corpora").status) }
    #expect(statuses == [200, 500, 500, 200, 200])
    #expect(try running.ask("GET", "/v2/rerankers").status == 200)
  }

  @Test(arguments: [
    ("/v2/api_keys/*", "/v2/api_keys/aky_1", true), ("/v2/api_keys/*", "/v2/api_keys", false),
    ("*", "/", true), ("", "/", false), ("/a*b*c", "/a-b-b-c", true), ("/a*b*c", "/a-c-b", false),
    ("/v2/api_keys", "/v2/api_keys", true), ("/**", "/x", true),
  ])
  func pathsAreMatched(pattern: String, path: String, wanted: Bool) {
    #expect(Misbehaviour(.close, path: pattern).isFor(method: "GET", path: path) == wanted)
  }

  @Test func hostilePatternTakesNoTime() {
    let path = String(repeating: "a", count: 8_000)
    let pattern = String(repeating: "a*", count: 200) + "b"
    #expect(!Misbehaviour(.close, path: pattern).isFor(method: "GET", path: path))
  }

  // MARK: - On the way

  @Test func hangSaysNothing() throws {
    let running = try failing(Misbehaviour(.hang()))
    let client = try Client(running.standIn)
    try client.socket.write(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8).span)
    let answer = client.read(seconds: 0.4)
    #expect(answer.ending == .timeout)
    #expect(answer.bytes.isEmpty)
    #expect(running.standIn.requests.map(\.status) == [nil])
    running.standIn.stop()
    #expect(client.read().ending == .end)
  }

  @Test func hangEndsWithItsTime() throws {
    let running = try failing(Misbehaviour(.hang(seconds: 0.2)))
    let answer = try running.ask("GET", "/v2/corpora")
    #expect(answer.ending == .end)
    #expect(answer.bytes.isEmpty)
  }

  @Test func delayIsOnlyLate() throws {
    let running = try failing(Misbehaviour(.delay(seconds: 0.3)))
    let start = Process.monotonicSeconds
    #expect(try running.ask("GET", "/v2/corpora").status == 200)
    #expect(Process.monotonicSeconds - start >= 0.3)
  }

  @Test(arguments: [Misbehaviour.Part.head, .body])
  func trickleArrivesWholeInTheEnd(part: Misbehaviour.Part) throws {
    let running = try failing(Misbehaviour(.trickle(part, milliseconds: 1)))
    let client = try Client(running.standIn)
    let start = Process.monotonicSeconds
    let answer = try client.send("GET", "/v2/rerankers", key: running.owner)
    #expect(answer.ending == .complete)
    #expect(answer.items("rerankers").count == 2)
    let byteCount = part == .head ? answer.bytes.count : answer.body.count
    #expect(Process.monotonicSeconds - start >= Double(byteCount) * 0.001)
  }

  @Test func trickleStopsWithTheStandIn() throws {
    let running = try failing(Misbehaviour(.trickle(.head, milliseconds: 60_000)))
    let client = try Client(running.standIn)
    try client.socket.write(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8).span)
    #expect(client.read(byteLimit: 1).bytes == [UInt8(ascii: "H")])
    let start = Process.monotonicSeconds
    running.standIn.stop()
    #expect(Process.monotonicSeconds - start < 20)
  }

  @Test func resetComesBeforeOrInTheAnswer() throws {
    let running = try failing(
      Misbehaviour(.reset(.head), times: 1),
      Misbehaviour(.reset(.body), times: 1)
    )
    let first = try running.ask("GET", "/v2/rerankers")
    #expect(first.ending == .reset)
    #expect(first.bytes.isEmpty)
    let second = try running.ask("GET", "/v2/rerankers")
    #expect(second.ending == .reset)
    #expect(second.status == 200)
    #expect(second.json.isEmpty)
  }

  @Test func truncationEndsTooEarly() throws {
    let running = try failing(
      Misbehaviour(.truncate(.head), times: 1),
      Misbehaviour(.truncate(.body), times: 1),
      Misbehaviour(.close, times: 1)
    )
    let head = try running.ask("GET", "/v2/rerankers")
    #expect(head.ending == .end)
    #expect(String(decoding: head.bytes, as: UTF8.self).hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(head.field("Connection") == nil)
    let body = try running.ask("GET", "/v2/rerankers")
    #expect(body.ending == .end)
    #expect(body.field("Content-Length").flatMap(Int.init).map { $0 / 2 } == body.body.count)
    let nothing = try running.ask("GET", "/v2/rerankers")
    #expect(nothing.ending == .end)
    #expect(nothing.bytes.isEmpty)
  }

  @Test(arguments: [Misbehaviour.Part.head, .body])
  func endlessNeverEnds(part: Misbehaviour.Part) throws {
    let running = try failing(Misbehaviour(.endless(part)))
    let client = try Client(running.standIn)
    try client.socket.write(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8).span)
    let answer = client.read(byteLimit: part == .head ? 300_000 : 12 << 20)
    #expect(answer.ending == .limit)
    #expect((answer.status == 200) == (part == .body))
  }

  // MARK: - Other answers

  @Test func answersThatAreNotTheAPIs() throws {
    let running = try failing(
      Misbehaviour(.html(), times: 1),
      Misbehaviour(.html(status: 403), times: 1),
      Misbehaviour(.notJSON, times: 1),
      Misbehaviour(.emptyBody, times: 1),
      Misbehaviour(.redirect(to: "http://127.0.0.1:1/x"), times: 1),
      Misbehaviour(.redirect(to: "/y", status: 302), times: 1)
    )
    let html = try running.ask("GET", "/v2/corpora")
    #expect(html.status == 200)
    #expect(html.field("Content-Type") == "text/html; charset=utf-8")
    #expect(html.text.hasPrefix("<!DOCTYPE html>"))
    #expect(try running.ask("GET", "/v2/corpora").status == 403)
    let broken = try running.ask("GET", "/v2/corpora")
    #expect(broken.status == 200)
    #expect(broken.json.isEmpty)
    let empty = try running.ask("GET", "/v2/corpora")
    #expect(empty.status == 200)
    #expect(empty.body.isEmpty)
    let redirect = try running.ask("GET", "/v2/corpora")
    #expect(redirect.status == 307)
    #expect(redirect.field("Location") == "http://127.0.0.1:1/x")
    #expect(try running.ask("GET", "/v2/corpora").status == 302)
  }

  @Test func keysLookOtherwise() throws {
    let running = try failing(
      Misbehaviour(.noSecret, times: 1),
      Misbehaviour(.nullSecret, times: 1),
      Misbehaviour(.maskedSecret, times: 1),
      Misbehaviour(.noEnabled, times: 1),
      Misbehaviour(.wrongTypes, times: 1)
    )
    func key() throws -> [String: Any] {
      try running.ask("GET", "/v2/api_keys/\(running.keys[1].id)").json
    }
    #expect(try key()["secret_key"] == nil)
    #expect(try key()["secret_key"] is NSNull)
    let secret = running.secret(1)
    #expect(try key()["secret_key"] as? String == "\(secret.prefix(4))****\(secret.suffix(4))")
    #expect(try key()["enabled"] == nil)
    #expect(try key()["enabled"] as? String == "yes")
    #expect(try key()["enabled"] as? Bool == true)
  }

  @Test func listingsLookOtherwise() throws {
    let running = try failing(
      Misbehaviour(.noArray, times: 1),
      Misbehaviour(.wrongTypes, times: 1)
    )
    #expect(try running.ask("GET", "/v2/api_keys").text == #"{"metadata":{}}"#)
    #expect(try running.ask("GET", "/v2/api_keys").json["api_keys"] is [String: Any])
  }

  @Test func pageKeyRepeats() throws {
    let running = try failing(Misbehaviour(.repeatPage))
    let first = try running.ask("GET", "/v2/api_keys?limit=1")
    let pageKey = try #require(first.pageKey)
    let path = "/v2/api_keys?limit=1&page_key=\(pageKey.replacing("+", with: "%2B"))"
    for _ in 0..<3 {
      let next = try running.ask("GET", path)
      #expect(next.pageKey == pageKey)
      #expect(next.items("api_keys").first?["id"] as? String == running.keys[2].id)
    }
  }

  @Test func listingGrowsWhilePaging() throws {
    let running = try failing(Misbehaviour(.grow(keyCount: 2)))
    var path = "/v2/api_keys?limit=1"
    for _ in 0..<20 {
      let pageKey = try #require(try running.ask("GET", path).pageKey)
      path = "/v2/api_keys?limit=1&page_key=\(pageKey.replacing("+", with: "%2B"))"
    }
    #expect(running.standIn.keys.count == 7 + 40)
  }

  // MARK: - State

  @Test func stuckClaimsAndUnchangedDoesNot() throws {
    let running = try failing(
      Misbehaviour(.stuck, times: 1),
      Misbehaviour(.unchanged, times: 1)
    )
    let path = "/v2/api_keys/\(running.keys[1].id)"
    for claimed in [false, true] {
      let answer = try running.ask("PATCH", path, body: #"{"enabled":false}"#)
      #expect(answer.status == 200)
      #expect(answer.json["enabled"] as? Bool == claimed)
      #expect(try running.ask("GET", path).json["enabled"] as? Bool == true)
    }
    _ = try running.ask("PATCH", path, body: #"{"enabled":false}"#)
    #expect(try running.ask("GET", path).json["enabled"] as? Bool == false)
  }

  @Test func keyChangesUnderUs() throws {
    let running = try Running()
    let id = running.keys[1].id
    running.standIn.fail(
      Misbehaviour(.change(keyID: id, .disable), skip: 1, times: 1),
      Misbehaviour(.change(keyID: id, .enable), skip: 2, times: 1),
      Misbehaviour(.change(keyID: id, .delete), skip: 3, times: 1)
    )
    let path = "/v2/api_keys/\(id)"
    #expect(try running.ask("GET", path).json["enabled"] as? Bool == true)
    #expect(try running.ask("GET", path).json["enabled"] as? Bool == false)
    #expect(try running.ask("GET", path).json["enabled"] as? Bool == true)
    #expect(try running.ask("GET", path).status == 404)
  }

  @Test func lostAnswerTakesEffectOnlyWhenToldTo() throws {
    let running = try Running()
    let path = "/v2/api_keys/\(running.keys[1].id)"
    let body = #"{"enabled":false}"#
    let actions: [Misbehaviour.Action] = [.status(500), .reset(.head), .close, .hang(seconds: 0.1)]
    for action in actions {
      running.standIn.fail(Misbehaviour(action, method: "PATCH", times: 1))
      _ = try running.ask("PATCH", path, body: body)
      #expect(try running.ask("GET", path).json["enabled"] as? Bool == true)
      running.standIn.fail(Misbehaviour(action, method: "PATCH", times: 1).applied())
      _ = try running.ask("PATCH", path, body: body)
      #expect(try running.ask("GET", path).json["enabled"] as? Bool == false)
      running.standIn.change(running.keys[1].id, .enable)
    }
  }

  @Test func behavesAgain() throws {
    let running = try failing(Misbehaviour(.status(500)))
    #expect(try running.ask("GET", "/v2/corpora").status == 500)
    running.standIn.behave()
    #expect(try running.ask("GET", "/v2/corpora").status == 200)
  }
}
