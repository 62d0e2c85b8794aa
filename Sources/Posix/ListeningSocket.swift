internal import Glibc

/// A TCP socket on which this machine alone can reach us: it listens on 127.0.0.1.
///
/// Invariant: `number` is an open descriptor that nothing else closes, for as long as the object
/// lives. It is a class so that one thread can end what another one waits for.
package final class ListeningSocket: Sendable {
  /// The port that it listens on.
  package let port: UInt16

  private let number: Int32

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - port: The port; 0 for one that is free.
  ///   - backlog: How many connections may wait to be accepted.
  /// - Throws: `bind` with `EADDRINUSE` if the port is taken.
  package init(loopbackPort port: UInt16, backlog: Int32 = 128) throws(SystemError) {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw SystemError("socket") }
    var isKept = false
    defer { if !isKept { close(number) } }
    // A port that was in use a moment ago is free at once.
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &yes, size) == 0 else {
      throw SystemError("setsockopt")
    }
    guard LoopbackAddress.bind(number, port: port) == 0 else { throw SystemError("bind") }
    guard listen(number, backlog) == 0 else { throw SystemError("listen") }
    guard let bound = LoopbackAddress.port(of: number) else { throw SystemError("getsockname") }
    self.port = bound
    self.number = number
    isKept = true
  }

  deinit { close(number) }

  /// Waits for somebody who connects.
  ///
  /// - Parameter milliseconds: How long to wait at most.
  /// - Returns: The connection; `nil` if nobody came, or whoever came has gone again.
  /// - Throws: `accept` with `EINVAL` once the socket is shut down, `EMFILE` if too much is open.
  package func accept(waiting milliseconds: Int32) throws(SystemError) -> ConnectedSocket? {
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    let ready = unsafe poll(&request, 1, milliseconds)
    if ready == 0 || ready < 0 && errno == EINTR { return nil }
    guard ready > 0 else { throw SystemError("poll") }
    let connection = Glibc.accept(number, nil, nil)
    if connection >= 0 { return ConnectedSocket(owning: connection) }
    switch errno {
    case EINTR, ECONNABORTED, EAGAIN, EPROTO: return nil
    default: throw SystemError("accept")
    }
  }

  /// Ends it: nobody can connect any more, and `accept` fails, in other threads too.
  package func shutdown() {
    _ = Glibc.shutdown(number, Int32(SHUT_RDWR))
  }
}

/// Addresses of this machine on itself: 127.0.0.1 and a port.
enum LoopbackAddress {
  /// `bind(2)`.
  static func bind(_ socket: Int32, port: UInt16) -> Int32 {
    unsafe with(port: port) { address, size in unsafe Glibc.bind(socket, address, size) }
  }

  /// `connect(2)`.
  static func connect(_ socket: Int32, port: UInt16) -> Int32 {
    unsafe with(port: port) { address, size in unsafe Glibc.connect(socket, address, size) }
  }

  /// Ends a connection at once: what is on its way is thrown away, and the other side is told so by
  /// a reset (connect(2), `AF_UNSPEC`).
  static func disconnect(_ socket: Int32) {
    var address = sockaddr()
    address.sa_family = sa_family_t(AF_UNSPEC)
    _ = unsafe Glibc.connect(socket, &address, socklen_t(MemoryLayout<sockaddr>.size))
  }

  /// The port that a socket is bound to.
  static func port(of socket: Int32) -> UInt16? {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    // SAFETY: a socket address of the Internet begins as every socket address does, and `size` is
    // its size.
    let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe getsockname(socket, address, &size)
      }
    }
    return result == 0 ? UInt16(bigEndian: address.sin_port) : nil
  }

  @unsafe private static func with(
    port: UInt16,
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    // SAFETY: as above.
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe body(address, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
