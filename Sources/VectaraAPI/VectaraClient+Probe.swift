internal import Curl
package import ScanModel

/// What the service answered to a request with a found key: the key is accepted.
package struct ProbeAnswer: Hashable, Sendable {
  /// Which request was answered.
  package let endpoint: Endpoint

  /// The service's name for the request; escaped.
  package let requestID: String?

  /// The reading requests that a key may be tried with: neither is billed, nor returns secrets.
  package enum Endpoint: String, CaseIterable, Hashable, Sendable {
    case corpora
    case rerankers
  }
}

extension VectaraClient {
  /// Tries a found key for one reading request, or two if the first is denied.
  ///
  /// The key goes to the configured host alone, and only if it is of the exact form of a key.
  ///
  /// - Returns: That the key is accepted.
  /// - Throws: Why that is not known: `rejected` if the service refuses the key, `forbidden` if it
  ///   denies both requests, anything else if there was no clear answer.
  package func probe(_ key: Secret) throws(APIError) -> ProbeAnswer {
    guard key.withBytes({ KeyShape.isExact($0) }) else {
      throw APIError(.probe, .notChecked, "it has not the exact form of a key, and is not sent")
    }
    do throws(APIError) { return try probe(key, .corpora) } catch {
      guard error.status == 403 else { throw error }
      return try probe(key, .rerankers)
    }
  }

  private func probe(
    _ key: Secret,
    _ endpoint: ProbeAnswer.Endpoint
  ) throws(APIError) -> ProbeAnswer {
    let request = request(
      .get,
      ["v2", endpoint.rawValue],
      query: [(name: "limit", value: "1")]
    )
    let header = HTTPHeader.secret(name: "x-api-key", prefix: "", key)
    let answer = try send(.probe, request, header, carrying: key)
    try answer.read { reader throws(AnswerProblem) in
      let metadata = reader.member("metadata")
      try metadata?.requireObject()
      _ = try reader.elements(endpoint.rawValue)
      guard metadata != nil || reader.member(endpoint.rawValue) != nil else {
        throw AnswerProblem(text: "it has neither '\(endpoint.rawValue)' nor 'metadata'")
      }
    }
    return ProbeAnswer(endpoint: endpoint, requestID: answer.requestID)
  }
}
