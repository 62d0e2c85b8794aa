/// Why a text is not a URL that a key may be sent to.
package enum HTTPURLError: Error, Hashable, Sendable {
  /// The text is not of the form `scheme://host`, or has characters that no URL has.
  case notAURL
  /// The scheme is neither https nor http.
  case scheme
  /// The scheme is http, and the host is another machine.
  case plainHTTP(host: String)
  /// There is a user name or a password.
  case userInformation
  /// There is a query.
  case query
  /// There is a fragment.
  case fragment
  /// The host is missing or malformed.
  case host
  /// The port is not a number from 1 to 65535.
  case port
  /// The path has empty parts, `.` or `..`, or characters other than letters, digits and `-._~`.
  case path
}

extension HTTPURLError: CustomStringConvertible {
  /// One clause that quotes at most the host.
  package var description: String {
    switch self {
    case .notAURL: "not a URL: write 'https://HOST' or 'https://HOST:PORT/PATH'"
    case .scheme: "the URL's scheme is not 'https'"
    case .plainHTTP(let host):
      "plain http to '\(host)' would send keys in the clear: use https (http is for this machine only)"
    case .userInformation: "the URL has a user name or a password: leave it out"
    case .query: "the URL has a query: leave out what follows '?'"
    case .fragment: "the URL has a fragment: leave out what follows '#'"
    case .host: "the URL's host is missing or malformed"
    case .port: "the URL's port is not a number from 1 to 65535"
    case .path:
      "the URL's path has empty parts, '.' or '..', or characters other than A-Z a-z 0-9 - . _ ~"
    }
  }
}
