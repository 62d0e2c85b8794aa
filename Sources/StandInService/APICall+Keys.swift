internal import TextForms

extension APICall {
  /// `GET /v2/api_keys`.
  func listKeys(_ account: Account, _ principal: Principal) throws(APIError) -> HTTPResponse {
    let parameters = try parameters()
    let page = try pageRequest(parameters)
    var kind: StandInKey.Kind?
    if let text = parameters["api_key_role"] {
      kind = StandInKey.Kind(rawValue: text)
      if kind == nil {
        throw .badField("api_key_role", "must be serving, serving_and_indexing or personal")
      }
    }
    let corpusKey = parameters["corpus_key"]
    if let corpusKey, !Self.isCorpusKey(corpusKey) {
      throw .badField("corpus_key", "must be 1 to 50 letters, digits, '_', '=' and '-'")
    }
    let shown = account.keys.filter { stored in
      let key = stored.key
      if !principal.manages(key) { return false }
      if let corpusKey, !key.corpusRoles.contains(where: { $0.corpusKey == corpusKey }) {
        return false
      }
      if let kind { return key.kind == kind }
      return key.kind != .personal || account.listsPersonalKeys
    }
    return self.page("api_keys", of: shown.map { ($0.sequence, $0.key) }, page) { key, writer in
      writer.object { key.write(to: &$0, shape) }
    }
  }

  /// `GET`, `PATCH` and `DELETE /v2/api_keys/{api_key_id}`.
  func answerKey(
    _ id: String,
    _ account: inout Account,
    _ principal: Principal
  ) throws(APIError) -> HTTPResponse {
    guard !id.isEmpty, let key = account.key(id) else { throw .notFound(id: id) }
    guard principal.manages(key) else {
      throw .forbidden("Permissions do not allow managing this API key.")
    }
    switch request.method {
    case "DELETE":
      _ = account.change(id, .delete, now: now)
      return HTTPResponse(status: 204)
    case "PATCH":
      let wanted = try requestedState() ?? key.isEnabled
      switch shape.update {
      case .ignored: return answer(key)
      case .claimed:
        var claimed = key
        claimed.isEnabled = wanted
        return answer(claimed)
      case .done:
        let changed = account.change(id, wanted ? .enable : .disable, now: now)
        return answer(changed ?? key)
      }
    default: return answer(key)
    }
  }

  /// `POST /v2/api_keys`.
  func createKey(
    _ account: inout Account,
    _ principal: Principal
  ) throws(APIError) -> HTTPResponse {
    let wish = try keyWish()
    let user = principal.user ?? "owner"
    do throws(StandInError) {
      let key = try account.make(kind: wish.kind, name: wish.name) { key in
        key.user = user
        key.apiRoles = wish.apiRoles ?? (wish.kind == .personal ? principal.apiRoles : [])
        key.corpusRoles = wish.corpusRoles
      }
      return answer(key, status: 201)
    } catch { throw .badRequest("The key cannot be made.") }
  }

  private func answer(_ key: StandInKey, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status) { key.write(to: &$0, shape) }
  }

  // MARK: - Bodies

  /// What a request for a new key asks for.
  private struct KeyWish {
    var name: String
    var kind: StandInKey.Kind?
    var apiRoles: [String]?
    var corpusRoles: [StandInKey.CorpusRole]
  }

  /// The body, which must be an object.
  private func body() throws(APIError) -> FieldReader {
    do throws(StandInError) {
      return try FieldReader(parsing: request.body, subject: "the body")
    } catch { throw .badRequest("The body is not a JSON object.") }
  }

  /// The value of `enabled` in the body; `nil` if it is not there.
  private func requestedState() throws(APIError) -> Bool? {
    let body = try body()
    do throws(StandInError) { return try body.flag("enabled") } catch {
      throw .badField("enabled", "must be true or false")
    }
  }

  private func keyWish() throws(APIError) -> KeyWish {
    let body = try body()
    do throws(StandInError) {
      let role = try body.textIfPresent("api_key_role")
      let kind = role.flatMap(StandInKey.Kind.init(rawValue:))
      if role != nil, kind == nil {
        throw body.fault("api_key_role", "a documented role")
      }
      var corpusRoles = try body.corpusRoles() ?? []
      if let keys = try body.texts("corpus_keys", among: nil) {
        guard kind != .personal else { throw body.fault("corpus_keys", "allowed here") }
        let role = kind == .servingAndIndexing ? "editor" : "viewer"
        corpusRoles += keys.map { .init(corpusKey: $0, role: role) }
      }
      guard corpusRoles.allSatisfy({ Self.isCorpusKey($0.corpusKey) }) else {
        throw body.fault("corpus_roles", "a list of corpora")
      }
      return KeyWish(
        name: try body.text("name"),
        kind: kind,
        apiRoles: try body.texts("api_roles", among: Roles.api),
        corpusRoles: corpusRoles
      )
    } catch {
      guard case .field(_, let name, let expected) = error else {
        throw .badRequest("The body is not valid.")
      }
      throw .badField(name, "is not \(expected)")
    }
  }

  /// Whether a text can be a corpus's key.
  private static func isCorpusKey(_ text: String) -> Bool {
    (1...50).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "="),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
