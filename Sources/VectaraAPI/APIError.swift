internal import Curl
package import ScanModel

/// Why the service gave no answer that can be used.
package struct APIError: Error, Hashable, Sendable {
  /// What was tried.
  package let operation: Operation

  /// Why a key's state stays unknown because of it.
  package let reason: UnknownReason

  /// What happened, in a few words: escaped, without secrets, lower case, no full stop.
  package let detail: String

  /// The answer's status; `nil` if there was no answer.
  package var status: Int?

  /// The service's name for the request; escaped.
  package var requestID: String?

  /// How long the service asked to be left alone.
  package var retryAfter: Duration?

  /// Whether every further request would fail too: no library, no time left, interrupted.
  package var endsEverything = false

  /// Whether a signal or the caller ended it.
  package var isInterruption = false

  /// What can be tried.
  package enum Operation: String, CaseIterable, Hashable, Sendable {
    /// Get an access token for client credentials.
    case getToken
    /// List the account's keys.
    case listKeys
    /// Read one key of the account.
    case readKey
    /// Switch one key of the account on or off.
    case changeKey
    /// Use a found key for one reading request.
    case probe
  }

  init(_ operation: Operation, _ reason: UnknownReason, _ detail: String) {
    self.operation = operation
    self.reason = reason
    self.detail = detail
  }
}

extension APIError: CustomStringConvertible {
  /// One sentence: `cannot list the account's keys: the service failed (status 500)`.
  package var description: String {
    let facts = [status.map { "status \($0)" }, requestID.map { "request '\($0)'" }]
      .compactMap { $0 }
    return "cannot \(operation.description): \(detail)"
      + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
  }
}

extension APIError.Operation: CustomStringConvertible {
  /// What comes after `cannot`.
  package var description: String {
    switch self {
    case .getToken: "get an access token"
    case .listKeys: "list the account's keys"
    case .readKey: "read the key"
    case .changeKey: "change the key"
    case .probe: "try the key"
    }
  }
}

// MARK: - From failures and statuses

extension APIError {
  /// The error for a request without an answer.
  init(_ operation: Operation, _ error: HTTPError, origin: String) {
    let reason: UnknownReason
    switch error {
    case .timeout: reason = .timeout
    case .tls: reason = .tls
    case .interrupted: reason = .notChecked
    case .headTooLarge, .bodyTooLarge, .badResponse: reason = .unexpectedResponse
    default: reason = .network
    }
    switch error {
    case .libraryMissing, .libraryUnfit, .interrupted: self.init(operation, reason, "\(error)")
    default: self.init(operation, reason, "\(error) at '\(origin)'")
    }
    switch error {
    case .libraryMissing, .libraryUnfit, .interrupted: endsEverything = true
    default: break
    }
    isInterruption = error == .interrupted
  }

  /// The error for an answer whose status is not success.
  ///
  /// - Parameters:
  ///   - operation: What was tried.
  ///   - status: The answer's status.
  ///   - isDocumented: Whether the body is a JSON object, as the service's own errors are.
  ///   - message: What the body says, safe to show; `nil` if it says nothing.
  init(_ operation: Operation, status: Int, isDocumented: Bool, says message: String?) {
    let (reason, cause) = Self.meaning(of: status, operation, isDocumented: isDocumented)
    self.init(operation, reason, cause + (message.map { "; it says '\($0)'" } ?? ""))
    self.status = status
  }

  private static func meaning(
    of status: Int,
    _ operation: Operation,
    isDocumented: Bool
  ) -> (UnknownReason, String) {
    switch status {
    case 401: return (.rejected, rejection(operation))
    case 400 where operation == .getToken: return (.rejected, rejection(operation))
    case 403: return (.forbidden, denial(operation))
    case 404 where isDocumented && (operation == .readKey || operation == .changeKey):
      return (.notInAccount, "the account has no such key: deleted, or another account's")
    case 429: return (.rateLimited, "the service asks for fewer requests")
    case 500...599: return (.serverError, "the service failed")
    case 300...399:
      return (.unexpectedResponse, "the answer is a redirect, which is not followed")
    default: return (.unexpectedResponse, "the answer is not one that is documented")
    }
  }

  private static func rejection(_ operation: Operation) -> String {
    switch operation {
    case .probe: "the service does not accept the key: disabled, deleted or of another installation"
    case .getToken: "the service does not accept the client ID and secret"
    case .listKeys, .readKey, .changeKey: "the service does not accept your credential"
    }
  }

  private static func denial(_ operation: Operation) -> String {
    switch operation {
    case .probe: "the service denies the request, which proves nothing about the key"
    case .getToken: "the service denies the app client a token"
    case .listKeys, .readKey, .changeKey: "your credential may not do that"
    }
  }
}
