internal import Glibc

/// A TCP connection with another program on this machine.
///
/// Invariant: `number` is an open descriptor that nothing else closes, for as long as the object
/// lives. It is a class so that one thread can end what another one waits for.
package final class ConnectedSocket: Sendable {
  private let number: Int32

  /// What came out of waiting for bytes.
  package enum Arrival: Hashable, Sendable {
    /// These bytes came; at least one.
    case bytes([UInt8])
    /// The other side sends nothing more.
    case end
    /// The time is over.
    case nothing
  }

  /// Owns the descriptor of that number.
  init(owning number: Int32) {
    self.number = number
    // `accept(2)` sets no flags. A program that is started before this line is reached inherits the
    // descriptor, which does no harm: `deinit` ends the connection, whoever else has it.
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    // An answer in several pieces must not wait for the other side to acknowledge the first one.
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    _ = unsafe setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
  }

  deinit {
    shutdown()
    close(number)
  }

  /// Connects to a port of this machine, at 127.0.0.1.
  package static func connect(toLoopbackPort port: UInt16) throws(SystemError) -> ConnectedSocket {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw SystemError("socket") }
    guard LoopbackAddress.connect(number, port: port) == 0 else {
      let error = SystemError("connect")
      close(number)
      throw error
    }
    return ConnectedSocket(owning: number)
  }

  /// Waits for bytes.
  ///
  /// - Parameters:
  ///   - maximumByteCount: How many bytes to take at most; at least 1.
  ///   - milliseconds: How long to wait at most.
  /// - Returns: What came.
  /// - Throws: `recv` with `ECONNRESET` if the other side has thrown the connection away.
  package func read(
    atMost maximumByteCount: Int,
    waiting milliseconds: Int
  ) throws(SystemError) -> Arrival {
    precondition(maximumByteCount > 0, "\(maximumByteCount) bytes to read")
    guard try wait(for: Int32(POLLIN), milliseconds) else { return .nothing }
    var count = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: maximumByteCount) { buffer, filled in
      // SAFETY: the buffer has room for `maximumByteCount` bytes.
      count = unsafe recv(
        number,
        buffer.baseAddress,
        maximumByteCount,
        Int32(MSG_DONTWAIT)
      )
      filled = max(count, 0)
    }
    if count > 0 { return .bytes(bytes) }
    if count == 0 { return .end }
    if errno == EAGAIN || errno == EINTR { return .nothing }
    throw SystemError("recv")
  }

  /// Writes all of `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: What to write.
  ///   - milliseconds: How long the other side may take none of it.
  /// - Throws: `send` with `EPIPE` or `ECONNRESET` if the other side has gone, `ETIMEDOUT` if it takes
  ///   nothing.
  package func write(
    _ bytes: Span<UInt8>,
    waiting milliseconds: Int = 30_000
  ) throws(SystemError) {
    let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
    var offset = 0
    while offset < bytes.count {
      let sent = unsafe bytes.withUnsafeBytes { raw -> Int in
        // SAFETY: `offset` is below the count.
        unsafe send(number, raw.baseAddress?.advanced(by: offset), raw.count - offset, flags)
      }
      if sent > 0 {
        offset += sent
      } else if errno == EAGAIN {
        guard try wait(for: Int32(POLLOUT), milliseconds) else {
          throw SystemError(call: "send", code: ETIMEDOUT)
        }
      } else if errno != EINTR {
        throw SystemError("send")
      }
    }
  }

  /// Tells the other side that nothing more comes; reading goes on.
  package func shutdownWriting() {
    _ = Glibc.shutdown(number, Int32(SHUT_WR))
  }

  /// Ends the connection; who waits for it, in other threads too, is told that it has ended.
  package func shutdown() {
    _ = Glibc.shutdown(number, Int32(SHUT_RDWR))
  }

  /// Throws the connection away; the other side sees it reset.
  package func reset() {
    LoopbackAddress.disconnect(number)
  }

  /// Waits until one of `events` is there; `false` if the time is over before.
  private func wait(for events: Int32, _ milliseconds: Int) throws(SystemError) -> Bool {
    var request = pollfd(fd: number, events: Int16(events), revents: 0)
    let ready = unsafe poll(&request, 1, Int32(clamping: milliseconds))
    if ready > 0 { return true }
    if ready == 0 || errno == EINTR { return false }
    throw SystemError("poll")
  }
}
