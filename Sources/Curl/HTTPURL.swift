/// The URL of a web service, in the narrow form that a key may be sent to.
///
/// `https://host[:port][/path]`, or `http` if the host is this machine itself.
package struct HTTPURL: Hashable, Sendable {
  /// How the service is spoken to.
  package let scheme: Scheme

  /// The host: a name, an IPv4 address or an IPv6 address in brackets; in lower case.
  package let host: String

  /// The port; `nil` for the scheme's own.
  package let port: Int?

  /// The path, percent-encoded: empty, or parts that each have a `/` before them.
  package let path: String

  /// What follows the `?`, percent-encoded; `nil` if there is none.
  package let query: String?

  /// The ways to speak to a service.
  package enum Scheme: String, Hashable, Sendable {
    case https
    case http
  }

  /// Reads a URL that somebody typed.
  ///
  /// - Throws: What makes it unfit for a key to be sent there.
  package init(parsing text: String) throws(HTTPURLError) {
    guard (1...2_048).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw .notAURL }
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
      text[colon...].hasPrefix("://")
    else { throw .notAURL }
    guard let scheme = Scheme(rawValue: text[..<colon].lowercased()) else { throw .scheme }
    let rest = text[colon...].dropFirst(3)
    if rest.contains("#") { throw .fragment }
    if rest.contains("?") { throw .query }
    let authority = rest.prefix { $0 != "/" }
    // Looked for in all of it: what some reader takes for the host must not be another's.
    if rest.contains("@") { throw .userInformation }
    let (host, port) = try Self.split(authority)
    guard scheme == .https || Self.isLoopback(host) else { throw .plainHTTP(host: host) }
    self.scheme = scheme
    self.host = host
    self.port = port
    path = try Self.checkedPath(rest.dropFirst(authority.count))
    query = nil
  }

  private init(_ base: HTTPURL, path: String, query: String?) {
    scheme = base.scheme
    host = base.host
    port = base.port
    self.path = path
    self.query = query
  }

  /// The URL below this one, without its query.
  ///
  /// - Parameters:
  ///   - parts: The parts of the path to add, not encoded; none is empty, `.` or `..`.
  ///   - query: The query's names and values, not encoded.
  /// - Returns: The URL, everything in it encoded.
  package func appending(
    _ parts: [String],
    query: [(name: String, value: String)] = []
  ) -> HTTPURL {
    var path = path
    for part in parts {
      precondition(!["", ".", ".."].contains(part), "'\(part)' is no part of a path")
      path += "/" + PercentEncoding.encoded(part.utf8)
    }
    let pairs = query.map {
      PercentEncoding.encoded($0.name.utf8) + "=" + PercentEncoding.encoded($0.value.utf8)
    }
    return HTTPURL(self, path: path, query: pairs.isEmpty ? nil : pairs.joined(separator: "&"))
  }
}

// MARK: - Facts

extension HTTPURL {
  /// The scheme, host and port, as messages name a service: never a path or query.
  package var origin: String {
    "\(scheme.rawValue)://\(host)" + (port.map { ":\($0)" } ?? "")
  }

  /// Whether the host is this machine itself by its name alone.
  package var isLoopback: Bool { Self.isLoopback(host) }

  /// The whole URL.
  var text: String { origin + (path.isEmpty ? "/" : path) + (query.map { "?" + $0 } ?? "") }

  /// Whether a host is `localhost`, in 127.0.0.0/8 as four decimal numbers, or `[::1]`.
  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers.first == "127" && numbers.allSatisfy(isByte)
  }

  /// Whether a text is a number from 0 to 255 without leading zeros, which some take for octal.
  private static func isByte(_ text: Substring) -> Bool {
    UInt8(text).map { String($0) == text } ?? false
  }
}

// MARK: - Parsing

extension HTTPURL {
  /// Takes a host and a port apart.
  private static func split(
    _ authority: Substring
  ) throws(HTTPURLError) -> (host: String, port: Int?) {
    let host: Substring
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { throw .host }
      host = authority[...end]
      let isAddress = host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || ":.".contains($0) }
      guard host.count > 2, isAddress else { throw .host }
    } else {
      host = authority.prefix { $0 != ":" }
      let isName = host.allSatisfy { $0.isLetter || $0.isNumber || "-._".contains($0) }
      guard !host.isEmpty, host.count <= 253, isName, !host.hasPrefix("-") else { throw .host }
    }
    let rest = authority.dropFirst(host.count)
    guard let colon = rest.first else { return (host.lowercased(), nil) }
    let digits = rest.dropFirst()
    guard colon == ":", (1...5).contains(digits.count), digits.allSatisfy(\.isWholeNumber),
      let port = Int(digits), (1...65_535).contains(port)
    else { throw .port }
    return (host.lowercased(), port)
  }

  /// Checks a path's characters and parts, and takes the `/` at its end away.
  private static func checkedPath(_ text: Substring) throws(HTTPURLError) -> String {
    var path = text
    if path.hasSuffix("/") { path.removeLast() }
    if path.isEmpty { return "" }
    for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      let isPlain = part.utf8.allSatisfy { PercentEncoding.isUnreserved($0) }
      guard isPlain, !["", ".", ".."].contains(part) else { throw .path }
    }
    return String(path)
  }
}
