package import ScanModel

/// An API key of the stand-in's account.
package struct StandInKey: Sendable {
  /// What names the key: `aky_…`.
  package var id: String

  /// The name that its owner gave it.
  package var name: String

  /// The key itself.
  package var secret: Secret

  /// Whether it is switched on.
  package var isEnabled: Bool

  /// The kind of key; `nil` for one that only has roles.
  package var kind: Kind?

  /// What it may do in the account; for a personal key, what its user may do.
  package var apiRoles: [String]

  /// What it may do with which corpora.
  package var corpusRoles: [CorpusRole]

  /// Whose key it is; the service does not tell.
  package var user: String

  /// The kinds of key: the service's `api_key_role`.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case serving
    case servingAndIndexing = "serving_and_indexing"
    case personal

    /// What keys of this kind start with, without the `_`.
    var prefix: String {
      switch self {
      case .serving: "zqt"
      case .servingAndIndexing: "zwt"
      case .personal: "zut"
      }
    }
  }

  /// What a key may do with one corpus.
  package struct CorpusRole: Hashable, Sendable {
    /// The corpus's key.
    package var corpusKey: String

    /// The role: `owner`, `administrator`, `viewer` or `editor`.
    package var role: String

    /// Gives a role in a corpus.
    package init(corpusKey: String, role: String) {
      self.corpusKey = corpusKey
      self.role = role
    }
  }

  /// Makes a key that is switched on and has no roles beside its kind.
  package init(id: String, name: String, secret: Secret, kind: Kind?, user: String = "owner") {
    self.id = id
    self.name = name
    self.secret = secret
    self.kind = kind
    self.user = user
    isEnabled = true
    apiRoles = []
    corpusRoles = []
  }

  /// The key's identity.
  package var fingerprint: Fingerprint { secret.withBytes { Fingerprint(of: $0) } }

  /// The key as text, which a listing holds.
  var secretText: String {
    secret.withBytes { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
  }
}

/// A program that signs in with OAuth 2 client credentials.
package struct StandInClient: Sendable {
  /// The client's ID.
  package var id: String

  /// The client's secret.
  package var secret: Secret

  /// What it may do in the account.
  package var apiRoles: [String]

  /// Makes a client.
  package init(id: String, secret: Secret, apiRoles: [String] = ["owner"]) {
    self.id = id
    self.secret = secret
    self.apiRoles = apiRoles
  }
}
