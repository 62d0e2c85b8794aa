/// A request that cannot be understood or is refused; the connection ends with the answer.
enum HTTPFault: Error, Hashable, Sendable {
  case badRequest(BadRequest)
  case headTooLarge
  case targetTooLong
  case bodyTooLarge
  case timeout
  case unknownTransferCoding
  case unknownVersion

  /// What is wrong with the form of a request.
  enum BadRequest: String, Hashable, Sendable {
    case requestLine = "the request line is not a method, a target and a version"
    case target = "the target does not start with '/'"
    case field = "a header field is not a name, ':' and a value"
    case host = "there is not exactly one Host"
    case length = "the Content-Length is not one number"
    case lengthAndCoding = "there are both a Content-Length and a Transfer-Encoding"
    case chunk = "the chunked body is broken"
    case end = "the connection ended inside the request"
  }

  /// The status code of the answer.
  var status: Int {
    switch self {
    case .badRequest: 400
    case .headTooLarge: 431
    case .targetTooLong: 414
    case .bodyTooLarge: 413
    case .timeout: 408
    case .unknownTransferCoding: 501
    case .unknownVersion: 505
    }
  }
}

extension HTTPFault: CustomStringConvertible {
  var description: String {
    switch self {
    case .badRequest(let problem): problem.rawValue
    case .headTooLarge: "the header is over \(HTTPLimits.headByteCount) bytes"
    case .targetTooLong: "the target is over \(HTTPLimits.targetByteCount) bytes"
    case .bodyTooLarge: "the body is over \(HTTPLimits.bodyByteCount) bytes"
    case .timeout: "the request took too long to arrive"
    case .unknownTransferCoding: "the only transfer coding is 'chunked'"
    case .unknownVersion: "the version is neither HTTP/1.0 nor HTTP/1.1"
    }
  }
}

/// How much of a request is taken.
enum HTTPLimits {
  /// The request line and the header fields together, in bytes.
  static let headByteCount = 65_536

  /// The target of the request, in bytes.
  static let targetByteCount = 8_192

  /// The body, in bytes.
  static let bodyByteCount = 1 << 20
}
