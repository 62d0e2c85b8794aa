internal import Posix
internal import TextForms

/// One client's connection: its requests, one after the other, and their answers.
struct Connection {
  private let socket: ConnectedSocket
  private let number: Int
  private let service: Service
  private let secondsLimit: Double

  /// Takes over a connection.
  init(_ socket: ConnectedSocket, number: Int, _ service: Service, secondsLimit: Double) {
    self.socket = socket
    self.number = number
    self.service = service
    self.secondsLimit = secondsLimit
  }

  /// Answers until the client goes, or an answer ends the connection.
  func serve() {
    var reader = HTTPRequestReader(socket, secondsLimit: secondsLimit)
    do throws(HTTPFault) {
      while let request = try reader.next() {
        service.state.withLock { $0.inFlight += 1 }
        defer { service.state.withLock { $0.inFlight -= 1 } }
        let plan = service.plan(request, connection: number)
        do throws(SystemError) {
          guard try send(plan, to: request) else { break }
        } catch { break }
      }
    } catch { refuse(error) }
    end()
  }

  /// Answers a request that cannot be understood.
  private func refuse(_ fault: HTTPFault) {
    service.note(fault, connection: number)
    let response = HTTPResponse(status: fault.status) { writer in
      writer.array("messages") { $0.string("\(fault)") }
    }
    // The client may have gone already.
    try? socket.write((response.head(keepsAlive: false) + response.body).span)
  }

  /// Ends the connection so that the client gets what was sent: closing with bytes unread would
  /// reset it.
  private func end() {
    socket.shutdownWriting()
    let deadline = Process.monotonicSeconds + 1
    var left = 2 << 20
    while left > 0, Process.monotonicSeconds < deadline {
      // A connection that the client has thrown away is at its end, too.
      guard case .bytes(let bytes)? = try? socket.read(atMost: 65_536, waiting: 250) else { return }
      left -= bytes.count
    }
  }

  // MARK: - Answers

  /// Sends an answer; whether the connection goes on.
  private func send(_ plan: Plan, to request: HTTPRequest) throws(SystemError) -> Bool {
    switch plan.action {
    case .hang(let seconds):
      hang(seconds)
      return false
    case .close: return false
    case .reset(.head):
      socket.reset()
      return false
    case .delay(let seconds): pause(milliseconds: Int(seconds * 1_000))
    default: break
    }
    guard var response = plan.response else { return false }
    if request.method == "HEAD" { response.body = [] }
    let head = response.head(keepsAlive: request.keepsAlive)
    switch plan.action {
    case .trickle(let part, let milliseconds):
      try trickle(head, response.body, part, milliseconds)
    case .truncate(.head):
      let half = Array(head.prefix(head.count / 2))
      try socket.write(half.span)
      return false
    case .truncate(.body), .reset(.body):
      try sendHalf(response)
      if plan.action == .reset(.body) {
        // What was sent must arrive before the reset throws it away.
        pause(milliseconds: 50)
        socket.reset()
      }
      return false
    case .endless(let part):
      try sendEndlessly(part)
      return false
    default: try socket.write((head + response.body).span)
    }
    return request.keepsAlive
  }

  /// Sends the head of an answer and half of its body.
  private func sendHalf(_ response: HTTPResponse) throws(SystemError) {
    var response = response
    if response.body.isEmpty { response = HTTPResponse(status: 200) { $0.member("half", true) } }
    let head = response.head(keepsAlive: true)
    let start = head + response.body.prefix(response.body.count / 2)
    try socket.write(start.span)
  }

  /// Sends an answer one byte at a time, from `part` on.
  private func trickle(
    _ head: [UInt8],
    _ body: [UInt8],
    _ part: Misbehaviour.Part,
    _ milliseconds: Int
  ) throws(SystemError) {
    if part == .body { try socket.write(head.span) }
    for byte in part == .body ? body : head + body {
      try socket.write([byte].span)
      pause(milliseconds: milliseconds)
    }
  }

  /// Sends a head or a body without an end, until the client goes.
  private func sendEndlessly(_ part: Misbehaviour.Part) throws(SystemError) {
    var start = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
    var piece: [UInt8] = []
    switch part {
    case .head:
      for _ in 0..<256 { piece += "X-Filling: \(String(repeating: "0", count: 200))\r\n".utf8 }
    case .body:
      start += "\r\n{\"api_keys\":["
      piece = [UInt8](repeating: UInt8(ascii: " "), count: 65_536)
    }
    try socket.write(Array(start.utf8).span)
    while true { try socket.write(piece.span) }
  }

  /// Does nothing for so long, or until the client goes.
  private func hang(_ seconds: Double) {
    let deadline = Process.monotonicSeconds + seconds
    while Process.monotonicSeconds < deadline {
      do throws(SystemError) {
        if try socket.read(atMost: 4_096, waiting: 100) == .end { return }
      } catch { return }
    }
  }

  /// Waits, unless everything is about to end.
  private func pause(milliseconds: Int) {
    _ = service.state.wait(atMost: milliseconds) { $0.isStopping ? true : nil }
  }
}
