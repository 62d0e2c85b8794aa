import Posix
import Testing

@testable import StandInService

@Suite(.timeLimit(.minutes(10))) struct HTTPRequestReaderTests {
  private static let host = "Host: 127.0.0.1\r\n"

  @Test(arguments: [
    ("\u{1}\u{2}garbage\r\n\r\n", 400), ("GET\r\n\r\n", 400), ("GET / HTTP/1.1 x\r\n\r\n", 400),
    ("GET  / HTTP/1.1\r\n\r\n", 400), ("G=T / HTTP/1.1\r\n\r\n", 400),
    ("GET x HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    ("GET / FTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400), ("GET / HTTP/1.1\r\n: a\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
    ("GET / HTTP/1.1\nHost: a\n\n", 400), ("GET / HTTP/1.1\r\nHost: a\u{0}\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999999999999\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", 413),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400
    ),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", 413),
  ])
  func badRequestIsRefused(request: String, status: Int) throws {
    let running = try Running()
    let answer = try Client(running.standIn).raw(request)
    #expect(answer.status == status, "\(request)")
    #expect(answer.field("Connection") == "close")
    #expect((answer.json["messages"] as? [String])?.count == 1)
    #expect(running.standIn.requests.map(\.method) == ["-"])
    #expect(try running.ask("GET", "/v2/corpora").status == 200)
  }

  @Test func tooMuchIsRefused() throws {
    let running = try Running()
    let target = String(repeating: "a", count: HTTPLimits.targetByteCount)
    #expect(try Client(running.standIn).raw("GET /\(target) HTTP/1.1\r\n\r\n").status == 414)
    let field = "X: \(String(repeating: "a", count: HTTPLimits.headByteCount))\r\n"
    let request = "GET / HTTP/1.1\r\n\(Self.host)\(field)\r\n"
    #expect(try Client(running.standIn).raw(request).status == 431)
    let many = String(repeating: "X: y\r\n", count: 20_000)
    #expect(try Client(running.standIn).raw("GET / HTTP/1.1\r\n\(many)\r\n").status == 431)
    #expect(try running.ask("GET", "/v2/corpora").status == 200)
  }

  @Test func slowHeadIsRefused() throws {
    let running = try Running { $0.requestSeconds = 0.3 }
    let client = try Client(running.standIn)
    try client.socket.write(Array("GET / HTTP/1.1\r\nHo".utf8).span)
    let start = Process.monotonicSeconds
    #expect(client.read().status == 408)
    #expect(Process.monotonicSeconds - start < 15)
  }

  @Test func tricklingClientIsRefusedToo() throws {
    let running = try Running { $0.requestSeconds = 0.4 }
    let client = try Client(running.standIn)
    let start = Process.monotonicSeconds
    var answer = Answer()
    while answer.bytes.isEmpty, Process.monotonicSeconds - start < 15 {
      try? client.socket.write([UInt8(ascii: "G")].span)
      answer = client.read(seconds: 0.05)
    }
    #expect(answer.status == 408)
  }

  @Test func silentClientIsLeft() throws {
    let running = try Running { $0.requestSeconds = 0.2 }
    let answer = try Client(running.standIn).read()
    #expect(answer.ending == .end)
    #expect(answer.bytes.isEmpty)
    #expect(running.standIn.requests.isEmpty)
  }

  @Test func requestCutOffAnywhereDoesNoHarm() throws {
    let running = try Running()
    let request = Array(
      "PATCH /v2/api_keys/aky_x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\ntrue".utf8
    )
    for count in 0..<request.count {
      let client = try Client(running.standIn)
      try client.socket.write(Array(request.prefix(count)).span)
      client.socket.shutdownWriting()
      let answer = client.read()
      #expect(answer.status == (count == 0 ? 0 : 400))
    }
    #expect(try running.ask("GET", "/v2/corpora").status == 200)
  }

  @Test func chunkedBodyIsRead() throws {
    let running = try Running()
    let path = "/v2/api_keys/\(running.keys[1].id)"
    let answer = try Client(running.standIn).raw(
      """
      PATCH \(path) HTTP/1.1\r
      Host: a\r
      x-api-key: \(running.owner)\r
      Transfer-Encoding: chunked\r
      \r
      5;note=x\r
      {"ena\r
      C\r
      bled":false}\r
      0\r
      Trailer: x\r
      \r

      """
    )
    #expect(answer.status == 200)
    #expect(answer.json["enabled"] as? Bool == false)
  }

  @Test func bodyThatIsAnnouncedIsAskedFor() throws {
    let running = try Running()
    let client = try Client(running.standIn)
    let head = "PATCH /v2/api_keys/\(running.keys[1].id) HTTP/1.1\r\nHost: a\r\n"
    let fields = "x-api-key: \(running.owner)\r\nExpect: 100-continue\r\nContent-Length: 17\r\n\r\n"
    try client.socket.write(Array((head + fields).utf8).span)
    #expect(client.read(byteLimit: 20).status == 100)
    #expect(try client.raw(#"{"enabled":false}"#).status == 200)
  }

  @Test func connectionIsKept() throws {
    let running = try Running()
    let client = try Client(running.standIn)
    for _ in 0..<3 {
      let answer = try client.send("GET", "/v2/corpora", key: running.owner)
      #expect(answer.status == 200)
      #expect(answer.field("Connection") == "keep-alive")
    }
    #expect(running.standIn.requests.map(\.connection) == [1, 1, 1])
    let last = try client.send("GET", "/", fields: ["Connection: close"])
    #expect(last.field("Connection") == "close")
    #expect(client.read().ending == .end)
  }

  @Test func requestsInOneGoAreAnsweredInOrder() throws {
    let running = try Running()
    let client = try Client(running.standIn)
    let one = "GET /v2/nothing HTTP/1.1\r\n\(Self.host)\r\n"
    let two = "GET /v2/corpora HTTP/1.0\r\n\r\n"
    try client.socket.write(Array((one + two).utf8).span)
    let answer = client.read(byteLimit: 1 << 20)
    #expect(answer.status == 404)
    while case .bytes = try client.socket.read(atMost: 4_096, waiting: 10_000) {}
    #expect(running.standIn.requests.map(\.status) == [404, 401])
  }

  @Test func headHasNoBody() throws {
    let running = try Running()
    let answer = try running.send("HEAD", "/v2/corpora", key: running.owner)
    #expect(answer.status == 405)
    #expect(answer.body.isEmpty)
  }
}
