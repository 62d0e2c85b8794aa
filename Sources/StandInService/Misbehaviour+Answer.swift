internal import Posix

extension Misbehaviour {
  /// Whether a request that meets it changes what it asks to change.
  func lets(takeEffect isShape: Bool) -> Bool {
    if isShape || isApplied { return true }
    return switch action {
    case .delay, .trickle, .truncate, .reset(.body), .endless(.body): true
    default: false
    }
  }
}

extension Misbehaviour.Action {
  /// Whether nothing of an answer is sent.
  var isSilent: Bool {
    switch self {
    case .hang, .reset(.head), .close: true
    default: false
    }
  }

  /// Whether it can happen to such a request at all.
  func concerns(_ request: HTTPRequest) -> Bool {
    switch self {
    case .stuck, .unchanged: request.method == "PATCH"
    case .grow, .repeatPage: request.method == "GET" && request.rawPath == "/v2/api_keys"
    default: true
    }
  }

  /// The answer that takes the place of the usual one; `nil` if none does.
  func answer(_ requestID: String) -> HTTPResponse? {
    switch self {
    case .status(let status, let retryAfter):
      if status == 204 || status == 304 { return HTTPResponse(status: status) }
      var response = APIError.response(status, "The stand-in was told to fail.", requestID)
      if let retryAfter { response.fields.append(("Retry-After", retryAfter.text)) }
      return response
    case .html(let status):
      let page = "<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>\n"
      return HTTPResponse(
        status: status,
        contentType: "text/html; charset=utf-8",
        body: Array(page.utf8)
      )
    case .notJSON:
      return HTTPResponse(
        status: 200,
        contentType: "application/json",
        body: Array("{\"api_keys\":[{\"id\":".utf8)
      )
    case .emptyBody: return HTTPResponse(status: 200, contentType: "application/json", body: [])
    case .redirect(let target, let status):
      var response = HTTPResponse(status: status)
      response.fields.append(("Location", target))
      return response
    case .endless(.head): return HTTPResponse(status: 200)
    default: return nil
    }
  }
}

extension Misbehaviour.RetryAfter {
  /// The value of the header field.
  var text: String {
    switch self {
    case .text(let text): text
    // A second is the smallest step of a date: rounded up, so that it is never too early.
    case .date(let seconds):
      HTTPDate.text(secondsSince1970: Int(WallClock.secondsSince1970) + seconds + 1)
    }
  }
}
