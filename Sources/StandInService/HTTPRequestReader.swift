internal import Posix

/// Reads the requests of one connection, one after the other (RFC 9112).
///
/// Stricter than the standard where it leaves room: lines end with CR LF, no field is folded, and
/// what could be understood in two ways is refused.
struct HTTPRequestReader {
  private let socket: ConnectedSocket

  /// How long a client may take for one request, and be silent between two, in seconds.
  private let secondsLimit: Double

  /// What was received and not yet used.
  private var pending: [UInt8] = []

  /// Starts with the first request of `socket`.
  init(_ socket: ConnectedSocket, secondsLimit: Double) {
    self.socket = socket
    self.secondsLimit = secondsLimit
  }

  /// Reads the next request; `nil` if the client has ended the connection, or is silent too long.
  mutating func next() throws(HTTPFault) -> HTTPRequest? {
    if pending.isEmpty {
      guard try receive(until: Process.monotonicSeconds + secondsLimit) == .bytes else {
        return nil
      }
    }
    let deadline = Process.monotonicSeconds + secondsLimit
    let lines = try readHead(deadline)
    guard let first = lines.first else { throw .badRequest(.requestLine) }
    let (method, target, version) = try Self.requestLine(first)
    var fields = HTTPFields()
    for line in lines.dropFirst() {
      let (name, value) = try Self.field(line)
      fields.append(name, value)
    }
    if version == "HTTP/1.1", fields.values("host").count != 1 { throw .badRequest(.host) }
    if fields.list("expect", contains: "100-continue") {
      // A client that has gone shows when its body is read.
      try? socket.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8).span)
    }
    let body = try readBody(fields, deadline)
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let keepsAlive =
      version == "HTTP/1.1"
      ? !fields.list("connection", contains: "close")
      : fields.list("connection", contains: "keep-alive")
    return HTTPRequest(
      method: method,
      rawPath: parts.first.map(String.init) ?? "/",
      rawQuery: parts.count > 1 ? parts.last.map(String.init) : nil,
      fields: fields,
      body: body,
      keepsAlive: keepsAlive
    )
  }

  // MARK: - The parts of a request

  private static func requestLine(
    _ line: ArraySlice<UInt8>
  ) throws(HTTPFault) -> (method: String, target: String, version: String) {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 3, let method = parts.first, let version = parts.last, !method.isEmpty,
      method.count <= 32, method.allSatisfy(isTokenByte)
    else { throw .badRequest(.requestLine) }
    let target = parts[1]
    guard target.count <= HTTPLimits.targetByteCount else { throw .targetTooLong }
    guard target.first == UInt8(ascii: "/"), target.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw .badRequest(.target) }
    let versionText = String(decoding: version, as: UTF8.self)
    guard versionText.hasPrefix("HTTP/") else { throw .badRequest(.requestLine) }
    guard versionText == "HTTP/1.1" || versionText == "HTTP/1.0" else { throw .unknownVersion }
    return (
      String(decoding: method, as: UTF8.self), String(decoding: target, as: UTF8.self), versionText
    )
  }

  private static func field(
    _ line: ArraySlice<UInt8>
  ) throws(HTTPFault) -> (name: String, value: String) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(isTokenByte)
    else { throw .badRequest(.field) }
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    var value = line[colon...].dropFirst().drop(while: isSpace)
    while let last = value.last, isSpace(last) { value.removeLast() }
    guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
      throw .badRequest(.field)
    }
    return (
      String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)
    )
  }

  /// Whether a byte may stand in a method or the name of a field (RFC 9110, section 5.6.2).
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  /// The lines up to the empty one.
  private mutating func readHead(_ deadline: Double) throws(HTTPFault) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var byteCount = 0
    while true {
      let line = try readLine(deadline, atMost: HTTPLimits.headByteCount - byteCount)
      byteCount += line.count + 2
      if !line.isEmpty {
        lines.append(line)
      } else if !lines.isEmpty {
        return lines
      }
      // An empty line before a request is passed over (RFC 9112, section 2.2).
    }
  }

  private mutating func readBody(
    _ fields: HTTPFields,
    _ deadline: Double
  ) throws(HTTPFault) -> [UInt8] {
    let lengths = fields.values("content-length")
    let codings = fields.values("transfer-encoding")
    if !codings.isEmpty {
      guard lengths.isEmpty else { throw .badRequest(.lengthAndCoding) }
      guard codings.map({ $0.lowercased() }) == ["chunked"] else { throw .unknownTransferCoding }
      return try readChunks(deadline)
    }
    guard let length = lengths.first else { return [] }
    guard lengths.count == 1, (1...12).contains(length.utf8.count),
      length.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(length)
    else { throw .badRequest(.length) }
    guard count <= HTTPLimits.bodyByteCount else { throw .bodyTooLarge }
    return try Array(take(count, deadline))
  }

  /// Reads a body in chunks (RFC 9112, section 7.1).
  private mutating func readChunks(_ deadline: Double) throws(HTTPFault) -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let line = try readLine(deadline, atMost: 1_024)
      let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
      guard (1...8).contains(digits.count), digits.first != UInt8(ascii: "+"),
        let count = Int(String(decoding: digits, as: UTF8.self), radix: 16), count >= 0
      else { throw .badRequest(.chunk) }
      if count == 0 { break }
      guard count <= HTTPLimits.bodyByteCount - body.count else { throw .bodyTooLarge }
      body += try take(count, deadline)
      guard try Array(take(2, deadline)) == [0x0D, 0x0A] else { throw .badRequest(.chunk) }
    }
    var trailerByteCount = 0
    while true {
      let line = try readLine(deadline, atMost: HTTPLimits.headByteCount - trailerByteCount)
      if line.isEmpty { return body }
      trailerByteCount += line.count + 2
    }
  }

  // MARK: - Bytes

  /// What came out of waiting for bytes.
  private enum Received { case bytes, end, nothing }

  /// Waits for more bytes.
  private mutating func receive(until deadline: Double) throws(HTTPFault) -> Received {
    let seconds = deadline - Process.monotonicSeconds
    guard seconds > 0 else { return .nothing }
    do throws(SystemError) {
      switch try socket.read(atMost: 65_536, waiting: Int(seconds * 1_000) + 1) {
      case .bytes(let bytes):
        pending += bytes
        return .bytes
      case .end: return .end
      case .nothing: return .nothing
      }
    } catch {
      // The client has thrown the connection away.
      return .end
    }
  }

  /// Waits for more bytes of a request that has begun.
  private mutating func receiveMore(until deadline: Double) throws(HTTPFault) {
    while true {
      switch try receive(until: deadline) {
      case .bytes: return
      case .end: throw .badRequest(.end)
      case .nothing where Process.monotonicSeconds >= deadline: throw .timeout
      case .nothing: continue
      }
    }
  }

  /// Reads a line and leaves its CR LF out.
  private mutating func readLine(
    _ deadline: Double,
    atMost maximumByteCount: Int
  ) throws(HTTPFault) -> ArraySlice<UInt8> {
    var searched = 0
    while true {
      if let end = pending[searched...].firstIndex(of: 0x0A) {
        guard end <= maximumByteCount else { throw .headTooLarge }
        guard end > 0, pending[end - 1] == 0x0D else { throw .badRequest(.field) }
        let line = pending[..<(end - 1)]
        pending = Array(pending[(end + 1)...])
        return line
      }
      guard pending.count <= maximumByteCount else { throw .headTooLarge }
      searched = pending.count
      try receiveMore(until: deadline)
    }
  }

  /// Takes `count` bytes.
  private mutating func take(_ count: Int, _ deadline: Double) throws(HTTPFault) -> ArraySlice<
    UInt8
  > {
    while pending.count < count { try receiveMore(until: deadline) }
    let taken = pending.prefix(count)
    pending = Array(pending.dropFirst(count))
    return taken
  }
}
