internal import Curl
internal import ScanModel

/// A request with what its errors need to know.
struct Call {
  /// What it is for.
  let operation: APIError.Operation

  /// The request itself.
  let request: HTTPRequest

  /// What the request carries that no message may repeat.
  let secrets: [Secret]
}

extension VectaraClient {
  /// Makes a request below the API's base URL, without a credential.
  func request(
    _ method: HTTPRequest.Method,
    _ parts: [String],
    query: [(name: String, value: String)] = []
  ) -> HTTPRequest {
    request(method, configuration.apiURL.appending(parts, query: query))
  }

  /// Makes a request with the headers and bounds that all have.
  func request(_ method: HTTPRequest.Method, _ url: HTTPURL) -> HTTPRequest {
    var request = HTTPRequest(method, url, timeLimit: configuration.requestTimeLimit)
    request.headers = [
      .plain(name: "User-Agent", value: "zleaks/\(configuration.version)"),
      .plain(name: "Accept", value: "application/json"),
    ]
    request.authorityFile = configuration.authorityFile
    request.maximumBodyByteCount = configuration.maximumBodyByteCount
    return request
  }

  /// Sends a request with the caller's credential, and reads a successful answer.
  func sendAuthorized(
    _ operation: APIError.Operation,
    _ request: HTTPRequest
  ) throws(APIError) -> Answer {
    switch credential {
    case nil: throw APIError(operation, .noCredential, "there is no credential to ask with")
    case .apiKey(let key):
      let header = HTTPHeader.secret(name: "x-api-key", prefix: "", key)
      return try send(operation, request, header, carrying: key)
    case .oauth(let clientID, let clientSecret):
      let token = try tokens.token(of: clientID, clientSecret, for: self)
      do throws(APIError) { return try send(operation, request, bearing: token) } catch {
        // A token may be refused before its time; a fresh one is tried, once.
        guard error.status == 401 else { throw error }
        tokens.discard(token)
        let fresh = try tokens.token(of: clientID, clientSecret, for: self)
        return try send(operation, request, bearing: fresh)
      }
    }
  }

  private func send(
    _ operation: APIError.Operation,
    _ request: HTTPRequest,
    bearing token: AccessToken
  ) throws(APIError) -> Answer {
    let header = HTTPHeader.secret(name: "Authorization", prefix: "Bearer ", token.secret)
    return try send(operation, request, header, carrying: token.secret)
  }

  /// Sends a request with one more header, and reads a successful answer.
  func send(
    _ operation: APIError.Operation,
    _ request: HTTPRequest,
    _ header: HTTPHeader,
    carrying secret: Secret
  ) throws(APIError) -> Answer {
    var request = request
    request.headers.append(header)
    return try send(Call(operation: operation, request: request, secrets: [secret]))
  }
}

// MARK: - Retries

extension VectaraClient {
  /// What came of sending a request once.
  private enum Attempt {
    case answered(HTTPResponse)
    case failed(APIError, mayPass: Bool)
  }

  /// Sends a call, again if that may help, and reads a successful answer.
  ///
  /// Every request that the client makes may be repeated without harm.
  func send(_ call: Call) throws(APIError) -> Answer {
    var retry = 0
    while true {
      switch attempt(call) {
      case .answered(let response): return try Answer(response, call)
      case .failed(let error, let mayPass):
        guard mayPass, retry < configuration.maximumRetryCount, waits(after: error, retry) else {
          throw error
        }
        retry += 1
      }
    }
  }

  /// Sends a request once, within the time that is left.
  private func attempt(_ call: Call) -> Attempt {
    if shouldStop() { return .failed(failure(.interrupted, call), mayPass: false) }
    let rest = deadline - clock.now()
    guard rest > 0 else { return .failed(outOfTime(call), mayPass: false) }
    var request = call.request
    request.timeLimit = min(request.timeLimit, .milliseconds(Int(min(rest, 1e6) * 1_000) + 1))
    do throws(HTTPError) {
      let response = try HTTPClient.send(request, shouldStop: shouldStop)
      if (200...299).contains(response.status) { return .answered(response) }
      let mayPass = [429, 502, 503, 504].contains(response.status)
      return .failed(Answer.error(for: response, call), mayPass: mayPass)
    } catch {
      if error == .timeout, deadline - clock.now() <= 0 {
        return .failed(outOfTime(call), mayPass: false)
      }
      return .failed(failure(error, call), mayPass: error.isDroppedConnection)
    }
  }

  /// Waits as the service asks, or for a time that grows; `false` if that would be too long.
  private func waits(after error: APIError, _ retry: Int) -> Bool {
    let chance = clock.chance()
    guard let asked = error.retryAfter?.inSeconds else {
      return pause(for: .seconds(RetryWait.backoff(retry, chance: chance)))
    }
    guard asked <= configuration.maximumRetryWait.inSeconds else { return false }
    // Spread, so that the threads that were all sent away do not all come back at once.
    return pause(for: .seconds(asked + chance / 2))
  }

  private func failure(_ error: HTTPError, _ call: Call) -> APIError {
    APIError(call.operation, error, origin: call.request.url.origin)
  }

  private func outOfTime(_ call: Call) -> APIError {
    var error = APIError(call.operation, .timeout, "the time for all requests together is over")
    error.endsEverything = true
    return error
  }
}
