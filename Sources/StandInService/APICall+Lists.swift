internal import TextForms

extension APICall {
  /// `GET /v2/corpora`: those that keys have roles in.
  func listCorpora(_ account: Account) throws(APIError) -> HTTPResponse {
    let page = try pageRequest(try parameters())
    let keys = Set(account.keys.flatMap { $0.key.corpusRoles.map(\.corpusKey) }).sorted()
    let items = keys.enumerated().map { (sequence: $0.offset + 1, item: $0.element) }
    return self.page("corpora", of: items, page) { key, writer in
      writer.object { writer in
        writer.member("id", "crp_\(key)")
        writer.member("key", key)
        writer.member("name", "Corpus \(key)")
        writer.member("enabled", true)
      }
    }
  }

  /// `GET /v2/rerankers`.
  func listRerankers() throws(APIError) -> HTTPResponse {
    let page = try pageRequest(try parameters())
    let names = ["Rerank_Multilingual_v1", "Maximum Marginal Relevance Reranker"]
    let items = names.enumerated().map { (sequence: $0.offset + 1, item: $0.element) }
    return self.page("rerankers", of: items, page) { name, writer in
      writer.object { writer in
        writer.member("id", "rnk_\(name.utf8.count)")
        writer.member("name", name)
        writer.member("description", "Puts results in another order.")
        writer.member("enabled", true)
      }
    }
  }
}
