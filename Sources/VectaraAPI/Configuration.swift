package import Curl

/// Where the service is, and the bounds that every conversation with it is held to.
package struct Configuration: Sendable {
  /// The API's base URL; the only place that a key is ever sent to.
  package var apiURL: HTTPURL

  /// Where client credentials become an access token.
  package var tokenURL: HTTPURL

  /// The file of certificate authorities to trust instead of the system's; `nil` for those.
  package var authorityFile: [UInt8]?

  /// The program's version, for `User-Agent: zleaks/VERSION`.
  package var version: String

  /// The most time for one request.
  package var requestTimeLimit = Duration.seconds(10)

  /// The most time for everything that a client does, waits between requests included.
  package var totalTimeLimit = Duration.seconds(300)

  /// How often a request is sent again.
  package var maximumRetryCount = 3

  /// The longest wait that the service may ask for; one that asks for more gets no more requests.
  package var maximumRetryWait = Duration.seconds(60)

  /// The most pages of a listing that are read, 100 keys each.
  package var maximumPageCount = 1_000

  /// The most of an answer's body that is read, in bytes.
  package var maximumBodyByteCount = 8 << 20

  /// The base URL of the public service.
  package static let defaultAPIURL = "https://api.vectara.io"

  /// The token endpoint of the public service.
  package static let defaultTokenURL = "https://auth.vectara.io/oauth2/token"

  /// Names a service; the texts are URLs as somebody typed them.
  ///
  /// - Throws: What makes one of them unfit for a key to be sent there.
  package init(
    apiURL: String = Self.defaultAPIURL,
    tokenURL: String = Self.defaultTokenURL,
    authorityFile: [UInt8]? = nil,
    version: String
  ) throws(ConfigurationError) {
    do throws(HTTPURLError) { self.apiURL = try HTTPURL(parsing: apiURL) } catch {
      throw .apiURL(error)
    }
    do throws(HTTPURLError) { self.tokenURL = try HTTPURL(parsing: tokenURL) } catch {
      throw .tokenURL(error)
    }
    self.authorityFile = authorityFile
    self.version = version
  }
}

/// Why a configuration names no service.
package enum ConfigurationError: Error, Hashable, Sendable {
  /// The base URL is unfit.
  case apiURL(HTTPURLError)
  /// The URL of the token endpoint is unfit.
  case tokenURL(HTTPURLError)
}

extension ConfigurationError: CustomStringConvertible {
  /// One sentence that quotes at most a host.
  package var description: String {
    switch self {
    case .apiURL(let error): "cannot use the API URL: \(error)"
    case .tokenURL(let error): "cannot use the token URL: \(error)"
    }
  }
}
