package import ScanModel

/// A key as its owner's account describes it.
///
/// The secret itself is not kept, only its identity. Names come from the service and are not
/// escaped.
package struct APIKey: Hashable, Sendable {
  /// The key's ID as the service writes it.
  package let id: String

  /// The name that the owner gave the key; `nil` if the service tells none.
  package let name: String?

  /// The identity of the key's secret; `nil` if the service hides it.
  package let fingerprint: Fingerprint?

  /// Whether the key is switched on; `nil` if the service does not say.
  package let isEnabled: Bool?

  /// The key's role, in the service's word: `serving`, `serving_and_indexing`, `personal`.
  package let role: String?

  /// The roles in the account, in the service's words.
  package let accountRoles: [String]

  /// The roles in single corpora.
  package let corpusRoles: [ScopedRole]

  /// The roles in single agents.
  package let agentRoles: [ScopedRole]

  /// The service's name for the request that told all this.
  package var requestID: String?

  /// The ID in the form that requests need; `nil` if it has not that form.
  package var keyID: KeyID? { KeyID(parsing: id) }

  /// All the roles, in a few words, as in `serving` or `viewer of corpus 'news'`.
  ///
  /// `nil` if the service tells none. Not escaped.
  package var roleText: String? {
    let words =
      [role].compactMap { $0 } + accountRoles
      + corpusRoles.map { "\($0.role) of corpus '\($0.scope)'" }
      + agentRoles.map { "\($0.role) of agent '\($0.scope)'" }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  /// A role in one corpus or agent.
  package struct ScopedRole: Hashable, Sendable {
    /// The key of the corpus or agent.
    package let scope: String

    /// The role, in the service's word.
    package let role: String

    /// Describes a role.
    package init(scope: String, role: String) {
      self.scope = scope
      self.role = role
    }
  }

  /// Describes a key; what is left out is not known.
  package init(
    id: String,
    name: String? = nil,
    fingerprint: Fingerprint? = nil,
    isEnabled: Bool? = nil,
    role: String? = nil
  ) {
    self.init(
      id: id,
      name: name,
      fingerprint: fingerprint,
      isEnabled: isEnabled,
      roles: Roles(role: role)
    )
  }

  init(id: String, name: String?, fingerprint: Fingerprint?, isEnabled: Bool?, roles: Roles) {
    self.id = id
    self.name = name
    self.fingerprint = fingerprint
    self.isEnabled = isEnabled
    role = roles.role
    accountRoles = roles.account
    corpusRoles = roles.corpus
    agentRoles = roles.agent
  }

  /// All that a key may do, together.
  struct Roles {
    var role: String?
    var account: [String] = []
    var corpus: [ScopedRole] = []
    var agent: [ScopedRole] = []
  }
}
