import Posix
import ScanModel
import TestSupport
import Testing

@testable import VectaraAPI

@Suite(.timeLimit(.minutes(10))) struct VectaraClientProbeTests {
  @Test(arguments: [#"{"metadata":{}}"#, #"{"corpora":[]}"#, #"{"corpora":[{"x":1}],"y":2}"#])
  func anAnswerAsDocumentedIsProof(_ body: String) throws {
    let server = try ScriptedServer { _ in [.answer(200, body, headers: ["x-request-id: r"])] }
    let answer = try client(server).probe(fakeKey("leak"))
    #expect(answer == ProbeAnswer(endpoint: .corpora, requestID: "r"))
    let request = try #require(server.requests.first)
    #expect(request.method == "GET")
    #expect(request.target == "/v2/corpora?limit=1")
    #expect(try request.header("x-api-key") == fakeKeyText("leak"))
    #expect(request.header("authorization") == nil)
    #expect(server.requests.count == 1)
  }

  @Test func fourConnectionsCarryManyProbes() throws {
    let server = try ScriptedServer { _ in [.answer(200, #"{"corpora":[]}"#)] }
    let client = try client(server)
    let keys = try (0..<40).map { try fakeKey("k\($0)") }
    let results = WorkerGroup.map(40, threadCount: VectaraClient.maximumRequestCount) { number in
      succeeds { try client.probe(keys[number]) }
    }
    #expect(results == [Bool](repeating: true, count: 40))
    #expect(server.requests.count == 40)
    #expect((1...4).contains(server.connectionCount))
  }

  @Test func aDeniedKeyIsTriedOnceMore() throws {
    let server = try AnswerSequence(
      [.answer(403, "{}")],
      [.answer(200, #"{"rerankers":[]}"#)]
    ).server()
    #expect(try client(server).probe(fakeKey("leak")).endpoint == .rerankers)
    #expect(server.requests.map(\.target) == ["/v2/corpora?limit=1", "/v2/rerankers?limit=1"])
  }

  @Test(
    arguments: [
      (401, UnknownReason.rejected, 1), (403, .forbidden, 2), (404, .unexpectedResponse, 1),
      (400, .unexpectedResponse, 1), (302, .unexpectedResponse, 1), (500, .serverError, 1),
      (429, .rateLimited, 4), (503, .serverError, 4), (502, .serverError, 4),
      (504, .serverError, 4),
    ])
  func everyOtherStatusProvesNothing(
    _ status: Int,
    _ reason: UnknownReason,
    _ requestCount: Int
  ) throws {
    let server = try ScriptedServer { _ in [.answer(status, #"{"messages":["m"]}"#)] }
    let error = try #require(try failure { try client(server).probe(fakeKey("leak")) })
    #expect(error.reason == reason)
    #expect(error.status == status)
    #expect(error.operation == .probe)
    #expect(server.requests.count == requestCount)
  }

  @Test(
    arguments: [
      "{}", "[]", "<html></html>", #"{"corpora":{}}"#, #"{"metadata":7}"#, "", #"{"rerankers":[]}"#,
      #"{"metadata":{},"corpora":"x"}"#,
    ])
  func successWithoutTheDocumentedBodyProvesNothing(_ body: String) throws {
    let server = try ScriptedServer { _ in [.answer(200, body)] }
    let error = try #require(try failure { try client(server).probe(fakeKey("leak")) })
    #expect(error.reason == .unexpectedResponse)
  }

  @Test func whatIsNoExactKeyIsNotSent() throws {
    let server = try ScriptedServer { _ in [.answer(200, #"{"corpora":[]}"#)] }
    let exact = try fakeKeyText("leak")
    let ill = [
      "", "zqt_", String(exact.dropLast()), exact + "A", "zat_" + exact.dropFirst(4),
      exact.dropLast() + "B", exact.dropLast(2) + "\nA", exact.uppercased(),
    ]
    for text in ill {
      let error = try failure { try client(server).probe(Secret(Array(text.utf8))) }
      #expect(error?.reason == .notChecked)
    }
    #expect(server.connectionCount == 0)
  }

  @Test func aRedirectsTargetNeverSeesTheKey() throws {
    let target = try ScriptedServer { _ in [.answer(200, #"{"corpora":[]}"#)] }
    let location = "Location: \(target.url)/v2/corpora"
    let server = try ScriptedServer { _ in [.answer(307, "", headers: [location])] }
    let error = try #require(try failure { try client(server).probe(fakeKey("leak")) })
    #expect(error.reason == .unexpectedResponse)
    #expect(
      error.description
        == "cannot try the key: the answer is a redirect, which is not followed (status 307)"
    )
    #expect(target.connectionCount == 0)
  }
}
