internal import TextForms

/// An answer to a request.
struct HTTPResponse: Sendable {
  /// The status code: 100 to 999.
  let status: Int

  /// The header fields, without those that say how the body ends.
  var fields: [(name: String, value: String)] = []

  /// The body.
  var body: [UInt8] = []

  /// An answer without a body.
  init(status: Int) { self.status = status }

  /// An answer of any kind of content.
  init(status: Int, contentType: String, body: [UInt8]) {
    self.status = status
    self.body = body
    fields = [("Content-Type", contentType)]
  }

  /// An answer in JSON: the object whose members `write` writes.
  init(status: Int, json write: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    writer.object(write)
    self.init(status: status, contentType: "application/json", body: writer.bytes)
  }

  /// The status line and the header fields, with the empty line behind them.
  func head(keepsAlive: Bool) -> [UInt8] {
    var text = "HTTP/1.1 \(status) \(Self.reason(status))\r\n"
    for field in fields { text += "\(field.name): \(field.value)\r\n" }
    // A 204 has no body, and says nothing of its length (RFC 9110, section 8.6).
    if status != 204 { text += "Content-Length: \(body.count)\r\n" }
    text += "Connection: \(keepsAlive ? "keep-alive" : "close")\r\n\r\n"
    return Array(text.utf8)
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 204: "No Content"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 303: "See Other"
    case 307: "Temporary Redirect"
    case 308: "Permanent Redirect"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    default: "Status"
    }
  }
}
