package import ScanModel

/// What shows the service that the caller may manage an account's keys.
package enum Credential: Sendable {
  /// An API key, usually a personal one.
  case apiKey(Secret)
  /// An app client of OAuth 2, which gets itself an access token.
  case oauth(clientID: String, clientSecret: Secret)

  /// The key's identity, so that the credential in use can be told from a leaked key.
  ///
  /// `nil` for an app client.
  package var fingerprint: Fingerprint? {
    guard case .apiKey(let key) = self else { return nil }
    return key.withBytes { Fingerprint(of: $0) }
  }

  /// What kind of credential it is, for messages.
  package var kind: String {
    switch self {
    case .apiKey: "API key"
    case .oauth: "OAuth app client"
    }
  }
}
