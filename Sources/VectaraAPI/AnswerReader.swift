internal import ScanModel
internal import TextForms

/// What in an answer is not as the service documents it.
///
/// It names places, never content: content may hold keys.
struct AnswerProblem: Error, Equatable {
  /// A clause such as `'api_keys[3].id' is missing`.
  let text: String
}

/// Reads the service's JSON: lenient about what is absent or unknown, strict about what is there.
struct AnswerReader {
  /// The value.
  let value: JSON5Value

  /// Where it stands in the answer, as in `api_keys[3].id`; empty for the answer itself.
  let path: String

  /// Reads a body that must be an object.
  init(body: [UInt8]) throws(AnswerProblem) {
    do throws(JSON5Error) { value = try JSON5Reader.read(body) } catch {
      throw AnswerProblem(text: "it is not JSON from byte \(error.offset) on")
    }
    path = ""
    guard value.form == .object else { throw AnswerProblem(text: "it is not a JSON object") }
  }

  private init(_ value: JSON5Value, _ path: String) {
    self.value = value
    self.path = path
  }

  /// The member `name`; `nil` if it is absent or null.
  func member(_ name: String) -> AnswerReader? {
    guard let member = value[name], member.content != .null else { return nil }
    return AnswerReader(member, path.isEmpty ? name : "\(path).\(name)")
  }

  /// The elements, if the member `name` is there; empty if not.
  func elements(_ name: String) throws(AnswerProblem) -> [AnswerReader] {
    guard let member = member(name) else { return [] }
    guard let elements = member.value.elements else { throw member.wrong("an array") }
    return elements.enumerated().map { index, element in
      AnswerReader(element, "\(member.path)[\(index)]")
    }
  }

  /// The string in the member `name`; `nil` if it is absent or null.
  func string(_ name: String) throws(AnswerProblem) -> String? {
    try member(name)?.string()
  }

  /// This value, which must be a string of at most 4 KiB.
  func string() throws(AnswerProblem) -> String {
    guard let text = value.string else { throw wrong("a string") }
    guard text.utf8.count <= 4_096 else {
      throw AnswerProblem(text: "'\(path)' is longer than 4096 bytes")
    }
    return text
  }

  /// The truth value in the member `name`; `nil` if it is absent or null.
  func boolean(_ name: String) throws(AnswerProblem) -> Bool? {
    guard let member = member(name) else { return nil }
    guard let value = member.value.boolean else { throw member.wrong("true or false") }
    return value
  }

  /// Checks that this is an object.
  func requireObject() throws(AnswerProblem) {
    guard value.form == .object else { throw wrong("an object") }
  }

  /// What to throw for a value of another kind than `expected`.
  func wrong(_ expected: String) -> AnswerProblem {
    AnswerProblem(text: "'\(path)' is \(value.form.rawValue), not \(expected)")
  }

  /// What to throw for a member that must be there.
  func missing(_ name: String) -> AnswerProblem {
    AnswerProblem(text: "'\(path.isEmpty ? name : "\(path).\(name)")' is missing")
  }
}

// MARK: - Keys

extension AnswerReader {
  /// Reads this object as a key.
  func key() throws(AnswerProblem) -> APIKey {
    try requireObject()
    guard let id = try string("id"), !id.isEmpty else { throw missing("id") }
    var roles = APIKey.Roles(role: try string("api_key_role"))
    for role in try elements("api_roles") { roles.account.append(try role.string()) }
    roles.corpus = try scopedRoles("corpus_roles", scope: "corpus_key")
    roles.agent = try scopedRoles("agent_roles", scope: "agent_key")
    return APIKey(
      id: id,
      name: try string("name"),
      fingerprint: try secretFingerprint(),
      isEnabled: try boolean("enabled"),
      roles: roles
    )
  }

  private func scopedRoles(
    _ name: String,
    scope: String
  ) throws(AnswerProblem) -> [APIKey.ScopedRole] {
    var roles: [APIKey.ScopedRole] = []
    for element in try elements(name) {
      try element.requireObject()
      guard let key = try element.string(scope) else { throw element.missing(scope) }
      guard let role = try element.string("role") else { throw element.missing("role") }
      roles.append(APIKey.ScopedRole(scope: key, role: role))
    }
    return roles
  }

  /// The identity of `secret_key`; `nil` if it is absent or masked.
  private func secretFingerprint() throws(AnswerProblem) -> Fingerprint? {
    guard let secret = member("secret_key") else { return nil }
    guard let bytes = secret.value.stringBytes else { throw secret.wrong("a string") }
    guard KeyShape.isUnmasked(bytes) else { return nil }
    return Fingerprint(of: Array(bytes).span)
  }
}
