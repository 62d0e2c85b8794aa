/// Why there is no answer to a request.
///
/// Nothing in it comes from the request's headers, its body or the URL's path and query.
package enum HTTPError: Error, Hashable, Sendable {
  /// No libcurl is installed.
  case libraryMissing
  /// The libcurl that is installed does not know the option of that number.
  case libraryUnfit(option: Int)
  /// The header of that name cannot be sent: its name or value is empty or has forbidden
  /// characters.
  case headerRefused(name: String)
  /// Plain http was about to leave this machine; nothing was sent.
  case plainHTTPRefused
  /// No whole answer came in time.
  case timeout
  /// The caller wanted no answer any more.
  case interrupted
  /// The service could not be reached, or not to the end.
  case network(NetworkFailure)
  /// The connection could not be made private, in libcurl's words.
  case tls(TLSFailure, said: String)
  /// The answer's head is larger than so many bytes.
  case headTooLarge(maximumByteCount: Int)
  /// The answer's body is larger than so many bytes.
  case bodyTooLarge(maximumByteCount: Int)
  /// What came is not an answer of HTTP.
  case badResponse
  /// The system has no memory to give.
  case outOfMemory
  /// libcurl failed with an error number that has no meaning here.
  case other(code: Int)

  /// The ways in which a service cannot be reached.
  package enum NetworkFailure: String, CaseIterable, Hashable, Sendable {
    /// The host's name is not known.
    case hostNotFound
    /// The proxy's name is not known.
    case proxyNotFound
    /// Nobody answers there.
    case notConnected
    /// The proxy refuses, or does not speak as one.
    case proxyRefused
    /// The connection ended before the answer did.
    case dropped
  }

  /// The ways in which a connection cannot be made private.
  package enum TLSFailure: String, CaseIterable, Hashable, Sendable {
    /// The certificate is not of a known authority, not of this host, or out of date.
    case certificate
    /// The file of certificate authorities cannot be read.
    case authorityFile
    /// Both sides could not agree.
    case handshake
  }

  /// Whether the same request may be answered the next time: the connection ended too early.
  package var isDroppedConnection: Bool { self == .network(.dropped) }
}

extension HTTPError {
  /// The error that a number of libcurl's stands for (libcurl-errors(3)).
  init(code: Int, message: String, wasConnected: Bool) {
    switch code {
    case 5: self = .network(.proxyNotFound)
    case 6: self = .network(.hostNotFound)
    case 7: self = .network(.notConnected)
    case 97: self = .network(.proxyRefused)
    case 16, 18, 52, 55, 56, 92: self = .network(.dropped)
    // With a connection made it is an answer without a status line, taken for HTTP/0.9.
    case 1 where wasConnected: self = .badResponse
    case 8, 61, 88: self = .badResponse
    case 27: self = .outOfMemory
    case 28: self = .timeout
    case 51, 60, 83, 90, 91: self = .tls(.certificate, said: message)
    case 77, 82: self = .tls(.authorityFile, said: message)
    case 4, 35, 53, 54, 58, 59, 64, 66, 80, 98: self = .tls(.handshake, said: message)
    default: self = .other(code: code)
    }
  }
}

extension HTTPError: CustomStringConvertible {
  /// The cause, in a few words.
  package var description: String {
    switch self {
    case .libraryMissing:
      "libcurl is not installed: install 'libcurl.so.4' (package 'libcurl4' or 'libcurl')"
    case .libraryUnfit(let option):
      "libcurl is too old or built without what is needed: it refuses option \(option)"
    case .headerRefused(let name): "header '\(name)' cannot be sent: it has forbidden characters"
    case .plainHTTPRefused: "plain http to another machine is refused"
    case .timeout: "no answer in time"
    case .interrupted: "interrupted"
    case .network(let failure): failure.description
    case .tls(let failure, let said): said.isEmpty ? "\(failure)" : "\(failure): \(said)"
    case .headTooLarge(let count): "the answer's head is larger than \(count >> 10) KiB"
    case .bodyTooLarge(let count): "the answer's body is larger than \(count >> 20) MiB"
    case .badResponse: "the answer is not HTTP"
    case .outOfMemory: "out of memory"
    case .other(let code): "libcurl failed with error \(code)"
    }
  }
}

extension HTTPError.NetworkFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .hostNotFound: "the host's name is not known"
    case .proxyNotFound: "the proxy's name is not known"
    case .notConnected: "nobody answers there"
    case .proxyRefused: "the proxy refuses"
    case .dropped: "the connection was dropped"
    }
  }
}

extension HTTPError.TLSFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .certificate: "the certificate is not trusted"
    case .authorityFile: "the certificate authorities cannot be read"
    case .handshake: "no private connection could be made"
    }
  }
}
