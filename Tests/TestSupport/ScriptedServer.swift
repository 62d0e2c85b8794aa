import Foundation
import Glibc
import Synchronization

/// An HTTP server on loopback that does what a test says, misbehaviour included.
///
/// It answers on real sockets, one thread for each connection, until `stop()` or the end of the
/// tests: Swift may let go of a reference that a test still counts on.
package final class ScriptedServer: Sendable {
  /// What a client sent.
  package struct Request: Sendable {
    /// The method, such as `GET`.
    package let method: String
    /// The path and the query, as they were sent.
    package let target: String
    /// The names, in lower case, and values of the headers.
    package let headers: [(name: String, value: String)]
    /// The body.
    package let body: [UInt8]
    /// The number of the connection, from 0.
    package let connection: Int
    /// The number of the request on its connection, from 0.
    package let number: Int

    /// The value of the first header of that name, in lower case; `nil` if there is none.
    package func header(_ name: String) -> String? {
      headers.first { $0.name == name }?.value
    }
  }

  /// What the server does for a request, one after the other.
  package enum Step: Sendable {
    /// Sends bytes.
    case send([UInt8])
    /// Sends bytes again and again, with a pause after each time, until nobody reads any more.
    case sendEndlessly([UInt8], pause: Double)
    /// Does nothing until the client goes.
    case hang
    /// Closes the connection.
    case close
    /// Closes the connection without an orderly end.
    case reset
  }

  private struct State {
    var requests: [Request] = []
    var connectionCount = 0
  }

  /// The port that the server listens on.
  package let port: Int

  private let listener: Int32
  private let state = Mutex(State())

  /// All requests so far.
  package var requests: [Request] { state.withLock { $0.requests } }

  /// How many connections were made so far.
  package var connectionCount: Int { state.withLock { $0.connectionCount } }

  /// The server's base URL.
  package var url: String { "http://127.0.0.1:\(port)" }

  /// Starts a server that does for each request what `script` says.
  package init(_ script: @escaping @Sendable (Request) -> [Step]) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(descriptor, pointer, length) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, pointer, &length) == 0
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    guard isListening else { throw CocoaError(.fileReadUnknown) }
    Thread.detachNewThread { [self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        if connection < 0, errno == EINTR { continue }
        guard connection >= 0 else {
          Glibc.close(descriptor)
          return
        }
        let number = state.withLock { state in
          defer { state.connectionCount += 1 }
          return state.connectionCount
        }
        Thread.detachNewThread { [self] in
          Connection(connection).serve(number, script) { request in
            state.withLock { $0.requests.append(request) }
          }
        }
      }
    }
  }

  /// Takes no more connections.
  package func stop() {
    // The thread that waits for connections sees it, now or when it starts, and closes the socket:
    // closed here, its number could be another server's by then.
    shutdown(listener, Int32(SHUT_RDWR))
  }
}

// MARK: - Answers

extension ScriptedServer.Step {
  /// Sends a whole answer, with its length.
  package static func answer(
    _ status: Int,
    _ body: String,
    headers: [String] = ["Content-Type: application/json"]
  ) -> ScriptedServer.Step {
    answer(status, bytes: Array(body.utf8), headers: headers)
  }

  /// Sends a whole answer of bytes, with its length.
  package static func answer(
    _ status: Int,
    bytes: [UInt8],
    headers: [String] = []
  ) -> ScriptedServer.Step {
    let head = ["HTTP/1.1 \(status) X", "Content-Length: \(bytes.count)"] + headers
    return .send(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + bytes)
  }

  /// Sends text.
  package static func text(_ text: String) -> ScriptedServer.Step { .send(Array(text.utf8)) }
}

// MARK: - Connections

/// One connection, served on one thread.
private struct Connection {
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Answers requests until the client or the script ends the connection.
  func serve(
    _ number: Int,
    _ script: (ScriptedServer.Request) -> [ScriptedServer.Step],
    note: (ScriptedServer.Request) -> Void
  ) {
    defer { Glibc.close(descriptor) }
    var pending: [UInt8] = []
    var count = 0
    while let request = readRequest(&pending, number, count) {
      count += 1
      note(request)
      for step in script(request) where !perform(step) { return }
    }
  }

  /// Does one step; `false` if the connection has ended.
  private func perform(_ step: ScriptedServer.Step) -> Bool {
    switch step {
    case .send(let bytes): return send(bytes)
    case .sendEndlessly(let bytes, let pause):
      while send(bytes) { if pause > 0 { Thread.sleep(forTimeInterval: pause) } }
      return false
    case .hang:
      var pending: [UInt8] = []
      while receive(&pending) {}
      return false
    case .close: return false
    case .reset:
      var linger = linger(l_onoff: 1, l_linger: 0)
      unsafe setsockopt(
        descriptor,
        SOL_SOCKET,
        SO_LINGER,
        &linger,
        socklen_t(MemoryLayout<linger>.size)
      )
      return false
    }
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Reads what has come; `false` at the end.
  private func receive(_ pending: inout [UInt8]) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var count: Int
    repeat {
      count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.recv(descriptor, $0.baseAddress, $0.count, 0)
      }
    } while count < 0 && errno == EINTR
    guard count > 0 else { return false }
    pending += buffer.prefix(count)
    return true
  }

  private func readRequest(
    _ pending: inout [UInt8],
    _ connection: Int,
    _ number: Int
  ) -> ScriptedServer.Request? {
    let blank = Array("\r\n\r\n".utf8)
    var end: Int?
    while end == nil {
      end = pending.indices.first { pending[$0...].starts(with: blank) }
      if end == nil, !receive(&pending) { return nil }
    }
    guard let end else { return nil }
    let lines = String(decoding: pending[..<end], as: UTF8.self).components(separatedBy: "\r\n")
    let first = (lines.first ?? "").split(separator: " ").map(String.init)
    guard first.count == 3 else { return nil }
    let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return (line[..<colon].lowercased(), value)
    }
    let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
    let bodyStart = end + blank.count
    while pending.count < bodyStart + length { guard receive(&pending) else { return nil } }
    let body = Array(pending[bodyStart..<bodyStart + length])
    pending.removeFirst(bodyStart + length)
    return ScriptedServer.Request(
      method: first[0],
      target: first[1],
      headers: headers,
      body: body,
      connection: connection,
      number: number
    )
  }
}
