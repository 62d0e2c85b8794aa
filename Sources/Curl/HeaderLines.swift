internal import CurlShims
internal import ScanModel

/// The headers of a request as libcurl takes them: `Name: value` lines, each with a zero behind it.
///
/// The one buffer is never copied while it grows, so `wipe` leaves nothing of a secret.
struct HeaderLines {
  private var bytes: [UInt8] = []

  /// How many lines there are.
  let count: Int

  /// Writes the lines.
  ///
  /// - Throws: `headerRefused` for a header that would be another one, or two, on the wire.
  init(_ headers: [HTTPHeader]) throws(HTTPError) {
    count = headers.count
    bytes.reserveCapacity(headers.reduce(1) { $0 + Self.byteCount(of: $1) })
    for header in headers {
      guard append(header) else {
        wipe()
        throw .headerRefused(name: Self.isToken(header.name) ? header.name : "?")
      }
    }
    // So that even no headers have an address.
    bytes.append(0)
  }

  /// Overwrites the buffer.
  mutating func wipe() {
    // SAFETY: the bytes are this value's own.
    unsafe bytes.withUnsafeMutableBytes { unsafe curl_shims_wipe($0.baseAddress, $0.count) }
  }

  /// Lends the address of the first line.
  mutating func withUnsafeMutableBytes<Result>(
    _ body: (UnsafeMutablePointer<UInt8>?) -> Result
  ) -> Result {
    unsafe bytes.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress) }
  }

  private static func byteCount(of header: HTTPHeader) -> Int {
    // The colon, the space and the zero.
    switch header {
    case .plain(let name, let value): name.utf8.count + value.utf8.count + 3
    case .secret(let name, let prefix, let secret):
      name.utf8.count + prefix.utf8.count + secret.withBytes { $0.count } + 3
    }
  }

  /// Appends a line; `false` if the header must not be sent.
  private mutating func append(_ header: HTTPHeader) -> Bool {
    guard Self.isToken(header.name) else { return false }
    bytes += header.name.utf8
    bytes += ": ".utf8
    let start = bytes.count
    switch header {
    case .plain(_, let value): bytes += value.utf8
    case .secret(_, let prefix, let secret):
      bytes += prefix.utf8
      let isEmpty = secret.withBytes { secret in
        for index in secret.indices { bytes.append(secret[index]) }
        return secret.isEmpty
      }
      if isEmpty { return false }
    }
    // Printable ASCII, without a space at either end that the other side would take away.
    let value = bytes[start...]
    guard value.allSatisfy({ (0x20...0x7E).contains($0) }), let first = value.first,
      let last = value.last, first != 0x20, last != 0x20
    else { return false }
    bytes.append(0)
    return true
  }

  /// Whether a text is a token (RFC 9110, section 5.6.2), as names of headers are.
  private static func isToken(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains($0)
        }
      }
  }
}

// MARK: - Answers

extension HeaderLines {
  /// The headers in the head of an answer: names in lower case, values without spaces around them.
  ///
  /// Lines that are none are passed over.
  static func parse(_ head: [UInt8]) -> [(name: String, value: String)] {
    let lines = head.split { $0 == 0x0A || $0 == 0x0D }
    return lines.dropFirst().compactMap { line in
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      let name = String(decoding: line[..<colon], as: UTF8.self)
      guard isToken(name) else { return nil }
      let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
      let value = line[colon...].dropFirst().drop(while: isSpace)
      let end = value.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? value.startIndex
      return (name.lowercased(), String(decoding: value[..<end], as: UTF8.self))
    }
  }
}
