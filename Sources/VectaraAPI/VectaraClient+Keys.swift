internal import Curl
internal import ScanModel
internal import TextForms

/// Which keys of an account to list.
package enum KeyFilter: Hashable, Sendable {
  /// Those that the service lists by itself; whether personal keys are among them is not
  /// documented.
  case unfiltered
  /// Personal keys.
  case personal
}

extension VectaraClient {
  /// Lists all keys of the account that the credential may see.
  ///
  /// Asks twice, without a filter and for personal keys, and joins both by ID. What is not in the
  /// list may exist all the same.
  package func allKeys() throws(APIError) -> [APIKey] {
    var keys = KeyList()
    for key in try listKeys(.unfiltered) { keys.add(key) }
    for key in try listKeys(.personal) { keys.add(key) }
    return keys.keys
  }

  /// Lists keys of the account, all pages, each key once.
  ///
  /// - Throws: Any failure of any page: a listing with a hole in it is none.
  package func listKeys(_ filter: KeyFilter) throws(APIError) -> [APIKey] {
    var keys = KeyList()
    var pageKeys: Set<String> = []
    var pageKey: String?
    for _ in 0..<configuration.maximumPageCount {
      let answer = try sendAuthorized(.listKeys, pageRequest(filter, pageKey))
      let page = try answer.read { reader throws(AnswerProblem) in
        try Self.page(reader, answer.requestID)
      }
      for key in page.keys { keys.add(key) }
      guard let next = page.next else { return keys.keys }
      guard pageKeys.insert(next).inserted else {
        throw answer.unexpected("'metadata.page_key' is one that was given before")
      }
      pageKey = next
    }
    let count = NumberText.grouped(configuration.maximumPageCount)
    throw APIError(.listKeys, .unexpectedResponse, "the listing has more than \(count) pages")
  }

  /// Reads one key of the account.
  ///
  /// - Throws: `notInAccount` if there is no such key, or the credential may not see it.
  package func key(_ id: KeyID) throws(APIError) -> APIKey {
    try readKey(id, sendAuthorized(.readKey, request(.get, ["v2", "api_keys", id.text])))
  }

  /// Switches a key on or off; returns the key as the answer describes it.
  ///
  /// The answer is no proof: that is reading the key back.
  package func setEnabled(_ id: KeyID, _ isEnabled: Bool) throws(APIError) -> APIKey {
    var request = request(.patch, ["v2", "api_keys", id.text])
    request.headers.append(.plain(name: "Content-Type", value: "application/json"))
    var body = JSONWriter()
    body.object { $0.member("enabled", isEnabled) }
    request.body = Secret(body.bytes)
    return try readKey(id, sendAuthorized(.changeKey, request))
  }

  /// Reads the key in an answer, which must be the one that was asked for.
  private func readKey(_ id: KeyID, _ answer: Answer) throws(APIError) -> APIKey {
    var key = try answer.read { reader throws(AnswerProblem) in try reader.key() }
    guard key.id == id.text else { throw answer.unexpected("'id' is another key's") }
    key.requestID = answer.requestID
    return key
  }

  private func pageRequest(_ filter: KeyFilter, _ pageKey: String?) -> HTTPRequest {
    var query = [(name: "limit", value: "100")]
    if filter == .personal { query.append((name: "api_key_role", value: "personal")) }
    if let pageKey { query.append((name: "page_key", value: pageKey)) }
    return request(.get, ["v2", "api_keys"], query: query)
  }

  /// Reads a page: its keys, and the key of the next page if there is one.
  ///
  /// An empty page may lack the array.
  private static func page(
    _ reader: AnswerReader,
    _ requestID: String?
  ) throws(AnswerProblem) -> (keys: [APIKey], next: String?) {
    guard reader.member("api_keys") != nil || reader.member("metadata") != nil else {
      throw AnswerProblem(text: "it has neither 'api_keys' nor 'metadata'")
    }
    var keys: [APIKey] = []
    for element in try reader.elements("api_keys") {
      var key = try element.key()
      key.requestID = requestID
      keys.append(key)
    }
    guard let metadata = reader.member("metadata") else { return (keys, nil) }
    try metadata.requireObject()
    let next = try metadata.string("page_key")
    return (keys, next?.isEmpty == true ? nil : next)
  }
}

/// Keys in the order in which they came, each ID once; the last description counts.
private struct KeyList {
  private(set) var keys: [APIKey] = []
  private var positions: [String: Int] = [:]

  mutating func add(_ key: APIKey) {
    if let position = positions[key.id] {
      keys[position] = key
    } else {
      positions[key.id] = keys.count
      keys.append(key)
    }
  }
}
