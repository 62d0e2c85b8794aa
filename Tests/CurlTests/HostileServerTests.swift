import Foundation
import ScanModel
import TestSupport
import Testing

@testable import Curl

/// Every way in which a server can misbehave ends in its own error, in time.
@Suite(.timeLimit(.minutes(10))) struct HostileServerTests {
  private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

  @Test func noAnswer() throws {
    #expect(try failure(of: .hang, limit: .milliseconds(300)) == .timeout)
  }

  @Test func trickledHead() throws {
    let endless = Array("X: y\r\n".utf8)
    #expect(
      try failure(
        of: .text(Self.head),
        .sendEndlessly(endless, pause: 0.02),
        limit: .milliseconds(300)
      ) == .timeout
    )
  }

  @Test func trickledBody() throws {
    #expect(
      try failure(
        of: .text(Self.head + "Content-Length: 1000000\r\n\r\n"),
        .sendEndlessly([0x20], pause: 0.02),
        limit: .milliseconds(300)
      ) == .timeout
    )
  }

  @Test func resetConnection() throws {
    #expect(try failure(of: .reset) == .network(.dropped))
    #expect(try failure(of: .text(Self.head), .reset) == .network(.dropped))
    #expect(
      try failure(of: .text(Self.head + "Content-Length: 9\r\n\r\n{"), .reset)
        == .network(.dropped)
    )
  }

  @Test func closedConnection() throws {
    #expect(try failure(of: .close) == .network(.dropped))
  }

  @Test func truncatedHead() throws {
    // libcurl takes a head that ends too early for one without a body.
    let server = try ScriptedServer { _ in [.text("HTTP/1.1 200 OK\r\nContent-Le"), .close] }
    do {
      #expect(try send(server.url).body.isEmpty)
    } catch let error as HTTPError { #expect(error == .network(.dropped)) }
  }

  @Test func truncatedBody() throws {
    #expect(
      try failure(of: .text(Self.head + "Content-Length: 100\r\n\r\n{}"), .close)
        == .network(.dropped)
    )
    #expect(
      try failure(of: .text(Self.head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{}"), .close)
        == .network(.dropped)
    )
  }

  @Test func malformedChunks() throws {
    #expect(
      try failure(of: .text(Self.head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}"), .close)
        == .network(.dropped)
    )
  }

  @Test func endlessBody() throws {
    let megabyte = [UInt8](repeating: 0x20, count: 1 << 20)
    #expect(
      try failure(of: .text(Self.head + "\r\n"), .sendEndlessly(megabyte, pause: 0))
        == .bodyTooLarge(maximumByteCount: 8 << 20)
    )
  }

  @Test func theCapIsExact() throws {
    let steps = ScriptedServer.Step.answer(200, bytes: [UInt8](repeating: 0x20, count: 1_000))
    #expect(try failure(of: steps) { $0.maximumBodyByteCount = 1_000 } == nil)
    #expect(
      try failure(of: steps) { $0.maximumBodyByteCount = 999 }
        == .bodyTooLarge(maximumByteCount: 999)
    )
  }

  @Test func headerFlood() throws {
    let lines = Array(
      String(repeating: "X-Flood: \(String(repeating: "y", count: 90))\r\n", count: 99).utf8
    )
    #expect(
      try failure(of: .text(Self.head), .sendEndlessly(lines, pause: 0))
        == .headTooLarge(maximumByteCount: 64 << 10)
    )
  }

  @Test func interimAnswersWithoutEnd() throws {
    let interim = Array("HTTP/1.1 103 Early\r\nA: b\r\n\r\n".utf8)
    #expect(
      try failure(of: .sendEndlessly(interim, pause: 0))
        == .headTooLarge(maximumByteCount: 64 << 10)
    )
  }

  @Test func oneEndlessHeader() throws {
    let error = try failure(of: .text("HTTP/1.1 200 OK\r\nX: "), .sendEndlessly([0x79], pause: 0))
    // libcurl has a limit of its own for one line, and numbers its error by version.
    #expect(error != nil && error != .timeout)
  }

  @Test func notHTTP() throws {
    #expect(try failure(of: .text("220 mail.example ESMTP\r\n"), .close) == .badResponse)
  }

  @Test func compressedBomb() throws {
    let scratch = try Scratch()
    try scratch.write("zeros", [UInt8](repeating: 0x20, count: 64 << 20))
    let packed = try Command.run(["gzip", "-9", "-c", scratch.path("zeros")]).output
    try #require(packed.count < 1 << 20)
    #expect(
      try failure(of: .answer(200, bytes: packed, headers: ["Content-Encoding: gzip"]))
        == .bodyTooLarge(maximumByteCount: 8 << 20)
    )
  }

  @Test func compressedAnswer() throws {
    let packed = try Command.run(["gzip", "-c"], input: Array("{}".utf8)).output
    let server = try ScriptedServer { _ in
      [.answer(200, bytes: packed, headers: ["Content-Encoding: gzip"])]
    }
    #expect(try send(server.url).body == Array("{}".utf8))
  }

  @Test func badCompression() throws {
    let error = try failure(
      of: .answer(200, bytes: Array("not gzip".utf8), headers: ["Content-Encoding: gzip"])
    )
    #expect(error == .badResponse)
  }

  @Test func noErrorShowsASecretOrAQuery() throws {
    let steps: [[ScriptedServer.Step]] = [
      [.hang], [.close], [.reset], [.text("220 x\r\n"), .close],
      [.text(Self.head + "Content-Length: 9\r\n\r\n{"), .close],
    ]
    for steps in steps {
      let server = try ScriptedServer { _ in steps }
      let error = try failure(server.url) { request in
        request.url = request.url.appending(["x"], query: [("page_key", "QUERY-CANARY")])
        request.timeLimit = .milliseconds(200)
      }
      let text = String(reflecting: try #require(error)) + "\(error as Any)"
      #expect(!text.contains("CANARY"))
    }
  }
}
