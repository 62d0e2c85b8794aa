package import VectaraAPI

/// What whoever holds a key can do with it, in plain words.
package enum RolePhrase {
  /// The words for an account's key, not escaped: `search the corpora that it was made for`.
  package static func phrase(of key: APIKey) -> String {
    var phrases = key.role.map { [phrase(ofRole: $0)] } ?? []
    if !key.accountRoles.isEmpty {
      phrases.append("act in the whole account as \(key.accountRoles.joined(separator: ", "))")
    }
    phrases += key.corpusRoles.map { "act as \($0.role) of corpus '\($0.scope)'" }
    phrases += key.agentRoles.map { "act as \($0.role) of agent '\($0.scope)'" }
    guard !phrases.isEmpty else { return "something unknown: the account tells no role" }
    return phrases.joined(separator: "; ")
  }

  /// The words for a role as the service names it.
  package static func phrase(ofRole role: String) -> String {
    switch role {
    case "personal":
      "do everything that its owner may do: read, change and delete data, and make more keys"
    case "serving": "search the corpora that it was made for, at the account's cost"
    case "serving_and_indexing":
      "read and write the corpora that it was made for: steal, forge or remove documents"
    default: "do what the role '\(role)' allows"
    }
  }
}
