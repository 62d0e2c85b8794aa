import ScanModel
import TestSupport
import Testing

@testable import VectaraAPI

@Suite(.timeLimit(.minutes(10))) struct VectaraClientSendingTests {
  private static let empty = ScriptedServer.Step.answer(200, #"{"metadata":{}}"#)

  @Test func retriesWithGrowingWaits() throws {
    let server = try AnswerSequence(
      [.reset],
      [.answer(503, "")],
      [.answer(429, "")],
      [Self.empty]
    ).server()
    let clock = TestClock()
    _ = try client(server, clock: clock).listKeys(.unfiltered)
    #expect(clock.waits == [0.25, 0.5, 1])
    #expect(server.requests.count == 4)
  }

  @Test func retriesAreBounded() throws {
    let server = try ScriptedServer { _ in [.close] }
    let clock = TestClock()
    let error = try #require(try failure { try client(server, clock: clock).listKeys(.unfiltered) })
    #expect(error.reason == .network)
    #expect(error.detail == "the connection was dropped at '\(server.url)'")
    #expect(clock.waits.count == 3)
  }

  @Test(
    arguments: [
      (["Retry-After: 7"], 7.0), (["Retry-After: 0"], 0),
      (
        ["Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 08:50:07 GMT"], 30
      ),
      (["Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 08:49:00 GMT"], 0),
      (["Retry-After: Sun, 06 Nov 1994 08:50:07 GMT"], 0.25), (["Retry-After: soon"], 0.25),
      (["Retry-After: -5"], 0.25),
    ] as [([String], Double)]
  )
  func waitsAsTheServiceAsks(_ headers: [String], _ wait: Double) throws {
    let server = try AnswerSequence(
      [.answer(429, "", headers: headers)],
      [Self.empty]
    ).server()
    let clock = TestClock()
    _ = try client(server, clock: clock).listKeys(.unfiltered)
    #expect(clock.waits == [wait])
  }

  @Test(arguments: ["61", "3600", "99999999999999999999999999"])
  func doesNotWaitForTooLong(_ seconds: String) throws {
    let server = try ScriptedServer { _ in
      [.answer(429, "", headers: ["Retry-After: \(seconds)"])]
    }
    let clock = TestClock()
    let error = try #require(try failure { try client(server, clock: clock).listKeys(.unfiltered) })
    #expect(error.reason == .rateLimited)
    #expect((error.retryAfter ?? .zero) > .seconds(60))
    #expect(clock.waits.isEmpty)
    #expect(server.requests.count == 1)
  }

  @Test func theTimeForEverythingEnds() throws {
    let server = try ScriptedServer { _ in [.answer(503, "")] }
    let clock = TestClock()
    let client = try client(server, clock: clock).withTimeLimit(.seconds(1))
    #expect(try failure { try client.listKeys(.unfiltered) }?.reason == .serverError)
    #expect(clock.waits == [0.25, 0.5])
    clock.advance(by: 1)
    let late = try #require(try failure { try client.listKeys(.unfiltered) })
    #expect(late.reason == .timeout)
    #expect(late.endsEverything)
    #expect(late.detail == "the time for all requests together is over")
    #expect(server.requests.count == 3)
  }

  @Test func aHangingServerTimesOut() throws {
    let server = try ScriptedServer { _ in [.hang] }
    let client = try client(server) { $0.requestTimeLimit = .milliseconds(200) }
    let error = try #require(try failure { try client.listKeys(.unfiltered) })
    #expect(error.reason == .timeout)
    #expect(error.detail == "no answer in time at '\(server.url)'")
    #expect(server.requests.count == 1)
  }

  @Test func anInterruptedClientSendsNothing() throws {
    let server = try ScriptedServer { _ in [Self.empty] }
    let configuration = try Configuration(apiURL: server.url, version: "1")
    let key = Credential.apiKey(try fakeKey("owner", kind: "zut"))
    let client = VectaraClient(configuration, credential: key) { true }
    let error = try #require(try failure { try client.allKeys() })
    #expect(error.isInterruption)
    #expect(error.endsEverything)
    #expect(error.description == "cannot list the account's keys: interrupted")
    #expect(server.connectionCount == 0)
  }

  @Test func htmlIsNamed() throws {
    let server = try ScriptedServer { _ in
      [.answer(200, "<html>", headers: ["Content-Type: text/html; charset=utf-8"])]
    }
    let error = try #require(try failure { try client(server).allKeys() })
    #expect(error.reason == .unexpectedResponse)
    #expect(error.detail.hasSuffix("it is HTML, not JSON"))
  }

  @Test(
    arguments: [
      (401, UnknownReason.rejected, "the service does not accept your credential"),
      (403, .forbidden, "your credential may not do that"),
      (500, .serverError, "the service failed"),
    ])
  func statusesOfTheOwnersRequests(
    _ status: Int,
    _ reason: UnknownReason,
    _ detail: String
  ) throws {
    let server = try ScriptedServer { _ in
      [.answer(status, #"{"messages":["No \u001b[31mway"],"request_id":"r\n9"}"#)]
    }
    let error = try #require(try failure { try client(server).allKeys() })
    #expect(error.reason == reason)
    #expect(error.detail == detail + #"; it says 'No \x1b[31mway'"#)
    #expect(error.requestID == #"r\n9"#)
    #expect(server.requests.count == 1)
  }

  @Test func aServerThatSaysTheKeyBackIsNotQuoted() throws {
    let owner = try fakeKeyText("owner", kind: "zut")
    let other = try fakeKeyText("other")
    for echo in [owner, String(owner.suffix(12)), "your key \(other) is bad", "x" + owner + "y"] {
      for status in [200, 401, 403, 500] {
        let body = #"{"messages":["\#(echo)"],"request_id":"\#(echo)","api_keys":["\#(echo)"]}"#
        let server = try ScriptedServer { _ in
          [.answer(status, body, headers: ["X-Request-Id: \(echo)", "Content-Type: \(echo)"])]
        }
        let error = try #require(try failure { try client(server).allKeys() })
        var text = "\(error)"
        dump(error, to: &text)
        #expect(!text.contains(owner.suffix(12)))
        #expect(!text.contains(other))
        #expect(error.requestID == nil)
      }
    }
  }
}
