import ScanModel
import TestSupport

@testable import Curl

/// A secret that no text may show.
let canary = Secret(Array("CANARY-secret-value-0123456789".utf8))

/// Sends a request with the canary in a header, as the API's requests have their key.
func send(
  _ url: String,
  _ change: (inout HTTPRequest) -> Void = { _ in }
) throws -> HTTPResponse {
  var request = HTTPRequest(.get, try HTTPURL(parsing: url).appending(["v2", "corpora"]))
  request.headers = [.secret(name: "x-api-key", prefix: "", canary)]
  change(&request)
  return try HTTPClient.send(request)
}

/// The error that a request ends with; `nil` if it is answered.
func failure(
  _ url: String,
  _ change: (inout HTTPRequest) -> Void = { _ in }
) throws -> HTTPError? {
  do {
    _ = try send(url, change)
    return nil
  } catch let error as HTTPError { return error }
}

/// The error that a request to a server ends with.
func failure(
  of steps: ScriptedServer.Step...,
  limit: Duration = .seconds(30),
  _ change: (inout HTTPRequest) -> Void = { _ in }
) throws -> HTTPError? {
  let server = try ScriptedServer { _ in steps }
  return try failure(server.url) { request in
    request.timeLimit = limit
    change(&request)
  }
}
