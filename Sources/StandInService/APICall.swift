internal import ScanModel
internal import TextForms

/// One request to the API, answered from the account.
struct APICall: Sendable {
  let request: HTTPRequest

  /// What the request is called in errors.
  let requestID: String

  /// When it came, by the clock that never goes back, in seconds.
  let now: Double

  /// How the answer looks.
  let shape: AnswerShape

  /// Answers the request, and changes the account as it asks.
  func answer(_ account: inout Account) -> HTTPResponse {
    do throws(APIError) {
      return try route(&account)
    } catch { return error.response(requestID: requestID) }
  }

  /// The credential's identity: of a key or a token; `nil` if there is none.
  var credential: Fingerprint? {
    let fields = request.fields
    if let key = fields["x-api-key"] { return Self.fingerprint(key[...]) }
    guard let authorization = fields["authorization"],
      authorization.lowercased().hasPrefix("bearer ")
    else { return nil }
    return Self.fingerprint(authorization.dropFirst("bearer ".count).drop { $0 == " " })
  }

  private static func fingerprint(_ text: Substring) -> Fingerprint {
    Fingerprint(of: Array(text.utf8).span)
  }

  // MARK: - Routes

  private func route(_ account: inout Account) throws(APIError) -> HTTPResponse {
    guard let parts = request.pathParts else { throw .badRequest("The path has a broken escape.") }
    if parts == ["oauth2", "token"] {
      try allow("POST")
      return giveToken(&account)
    }
    guard parts.first == "v2", parts.count >= 2 else { throw .notFound(id: nil) }
    switch (parts[1], parts.count) {
    case ("api_keys", 2):
      try allow("GET", "POST")
      let principal = try manager(account)
      return request.method == "GET"
        ? try listKeys(account, principal) : try createKey(&account, principal)
    case ("api_keys", 3):
      try allow("GET", "PATCH", "DELETE")
      return try answerKey(parts[2], &account, try manager(account))
    case ("corpora", 2):
      try allow("GET")
      try reader(account)
      return try listCorpora(account)
    case ("rerankers", 2):
      try allow("GET")
      try reader(account)
      return try listRerankers()
    default: throw .notFound(id: nil)
    }
  }

  private func allow(_ methods: String...) throws(APIError) {
    guard methods.contains(request.method) else {
      throw .methodNotAllowed(allowed: methods.joined(separator: ", "))
    }
  }

  /// Who asks, if they may manage keys.
  private func manager(_ account: Account) throws(APIError) -> Principal {
    let principal = try principal(account)
    guard principal.managesKeys else {
      throw .forbidden("Permissions do not allow managing API keys.")
    }
    return principal
  }

  /// Checks that whoever asks may read lists.
  private func reader(_ account: Account) throws(APIError) {
    guard try principal(account).readsLists else {
      throw .forbidden("Permissions do not allow reading this list.")
    }
  }

  private func principal(_ account: Account) throws(APIError) -> Principal {
    guard let credential, let principal = account.principal(credential, now: now) else {
      throw .unauthorized
    }
    return principal
  }

  // MARK: - Paging

  /// What a listing asks for.
  struct PageRequest {
    /// How many items at most.
    var limit = 10

    /// The place of the last item of the page before; 0 for none.
    var after = 0

    /// The parameter as it came.
    var pageKey: String?
  }

  /// Reads the parameters of a listing.
  func pageRequest(_ parameters: FormParameters) throws(APIError) -> PageRequest {
    var page = PageRequest()
    if let text = parameters["limit"] {
      guard let limit = Int(text), (1...100).contains(limit) else {
        throw .badField("limit", "must be an integer from 1 to 100")
      }
      page.limit = limit
    }
    if let text = parameters["page_key"], !text.isEmpty {
      guard text.hasPrefix("+/"), text.hasSuffix("=="),
        let after = Int(text.dropFirst(2).dropLast(2)), after >= 0
      else { throw .badField("page_key", "is not one that a listing gave") }
      page.after = after
      page.pageKey = text
    }
    return page
  }

  /// The parameters of the query.
  func parameters() throws(APIError) -> FormParameters {
    guard let parameters = request.parameters else {
      throw .badRequest("The query has a broken escape.")
    }
    return parameters
  }

  /// Writes a page: the array unless it is empty, as the service does, and the key of the next page.
  ///
  /// The key of a page has characters that a client must escape in a query.
  func page<Item>(
    _ name: String,
    of items: [(sequence: Int, item: Item)],
    _ page: PageRequest,
    _ write: (Item, inout JSONWriter) -> Void
  ) -> HTTPResponse {
    let rest = items.filter { $0.sequence > page.after }
    let shown = rest.prefix(page.limit)
    var next = rest.count > shown.count ? shown.last.map { "+/\($0.sequence)==" } : nil
    if shape.repeatsPage { next = page.pageKey ?? "+/\(shown.last?.sequence ?? 0)==" }
    return HTTPResponse(status: 200) { writer in
      if shape.hasWrongTypes {
        writer.object(name) { _ in }
      } else if shape.hasArray, !shown.isEmpty {
        writer.array(name) { writer in
          for item in shown { write(item.item, &writer) }
        }
      }
      writer.object("metadata") { writer in
        if let next { writer.member("page_key", next) }
      }
    }
  }
}
