/// The roles that the API documents, and what they allow.
enum Roles {
  /// The roles in an account: `api_roles`.
  static let api = [
    "owner", "administrator", "billing_administrator", "viewer", "corpus_administrator",
    "corpus_developer", "corpus_viewer", "agent_administrator", "agent_viewer", "agent_developer",
    "pipeline_administrator", "pipeline_viewer",
  ]

  /// The roles in a corpus.
  static let corpus = ["owner", "administrator", "viewer", "editor"]

  /// The roles for which keys can be managed and lists read (`x-required-roles`).
  private static let reading: Set<String> = [
    "corpus_viewer", "corpus_developer", "corpus_administrator", "viewer", "administrator",
    "owner",
  ]

  /// Whether roles in an account allow to read its lists, and to manage keys.
  static func allowReading(_ roles: [String]) -> Bool { roles.contains(where: reading.contains) }

  /// Whether roles in an account show everybody's keys; others show one's own only.
  static func showAllKeys(_ roles: [String]) -> Bool {
    roles.contains("owner") || roles.contains("administrator")
  }
}

/// Who sends a request.
struct Principal: Sendable {
  /// The ID of the key in use; `nil` for a client.
  var keyID: String?

  /// The kind of the key in use.
  var kind: StandInKey.Kind?

  /// What it may do in the account.
  var apiRoles: [String]

  /// Whose it is; `nil` for a client, which is nobody's.
  var user: String?

  /// Whether it may manage keys: query and index keys may not.
  var managesKeys: Bool {
    kind != .serving && kind != .servingAndIndexing && Roles.allowReading(apiRoles)
  }

  /// Whether it may read the lists of corpora and rerankers: every key of the older kinds may, and
  /// a personal key as far as its user may.
  var readsLists: Bool {
    kind == .serving || kind == .servingAndIndexing || Roles.allowReading(apiRoles)
  }

  /// Whether it may see and change a key.
  func manages(_ key: StandInKey) -> Bool {
    Roles.showAllKeys(apiRoles) || user == key.user
  }
}
