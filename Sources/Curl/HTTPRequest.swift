package import ScanModel

/// One request to a web service.
package struct HTTPRequest: Sendable {
  /// What is asked for.
  package var method: Method

  /// Where.
  package var url: HTTPURL

  /// The headers, in the order in which they are sent.
  package var headers: [HTTPHeader]

  /// The body, kept as a secret because some are; `nil` for none.
  package var body: Secret?

  /// The most time for all of it, from looking the host up to the last byte.
  package var timeLimit: Duration

  /// The most time until there is a connection.
  package var connectTimeLimit: Duration

  /// The file of certificate authorities to trust instead of the system's.
  package var authorityFile: [UInt8]?

  /// The most bytes of the answer's (decoded) body that are taken.
  package var maximumBodyByteCount = 8 << 20

  /// The most bytes of the answer's head that are taken.
  package var maximumHeadByteCount = 64 << 10

  /// What can be asked for.
  package enum Method: String, Hashable, Sendable {
    case get = "GET"
    case post = "POST"
    case patch = "PATCH"
  }

  /// Describes a request that may take 10 s, 5 s of them until there is a connection.
  package init(
    _ method: Method,
    _ url: HTTPURL,
    headers: [HTTPHeader] = [],
    body: Secret? = nil,
    timeLimit: Duration = .seconds(10)
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeLimit = timeLimit
    connectTimeLimit = .seconds(5)
  }
}

/// A header of a request.
package enum HTTPHeader: Sendable {
  /// A name and a value that may be shown.
  case plain(name: String, value: String)
  /// A name and a value that must not be shown, with what stands before it, such as `Bearer `.
  case secret(name: String, prefix: String, Secret)

  /// The header's name.
  package var name: String {
    switch self {
    case .plain(let name, _): name
    case .secret(let name, _, _): name
    }
  }
}

/// The answer to a request, whatever its status.
///
/// Bodies hold keys, so no textual form of an answer shows it or the headers.
package struct HTTPResponse: Sendable {
  /// The status: 100 to 599, for a service that keeps to the rules.
  package let status: Int

  /// The names, in lower case, and the values of the headers, in the order of the answer.
  package let headers: [(name: String, value: String)]

  /// The body, decoded.
  package let body: [UInt8]

  /// The value of the first header of that name, which is in lower case; `nil` if there is none.
  package func header(_ name: String) -> String? {
    headers.first { $0.name == name }?.value
  }
}

extension HTTPResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<answer \(status), \(body.count) bytes>" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
