internal import TextForms

/// An error that the API answers with.
enum APIError: Error, Sendable {
  /// There is no credential, or none that works.
  case unauthorized
  /// The credential may not do this.
  case forbidden(String)
  /// There is nothing of that name.
  case notFound(id: String?)
  /// The path exists, but not for this method.
  case methodNotAllowed(allowed: String)
  /// A field or a parameter is wrong.
  case badField(String, String)
  /// The request as a whole is wrong.
  case badRequest(String)

  /// The answer, in the documented form.
  func response(requestID: String) -> HTTPResponse {
    switch self {
    case .unauthorized:
      return Self.response(401, "Missing or invalid API key or token.", requestID)
    case .forbidden(let message): return Self.response(403, message, requestID)
    case .notFound(let id):
      return HTTPResponse(status: 404) { writer in
        if let id { writer.member("id", id) }
        Self.write("There is no such resource.", requestID, to: &writer)
      }
    case .methodNotAllowed(let allowed):
      var response = Self.response(405, "The method is not allowed here.", requestID)
      response.fields.append(("Allow", allowed))
      return response
    case .badField(let field, let message):
      return HTTPResponse(status: 400) { writer in
        writer.object("field_errors") { $0.member(field, message) }
        Self.write("The request is not valid.", requestID, to: &writer)
      }
    case .badRequest(let message): return Self.response(400, message, requestID)
    }
  }

  /// An answer with the documented error body: messages and the request's ID.
  static func response(_ status: Int, _ message: String, _ requestID: String) -> HTTPResponse {
    HTTPResponse(status: status) { write(message, requestID, to: &$0) }
  }

  private static func write(
    _ message: String,
    _ requestID: String,
    to writer: inout JSONWriter
  ) {
    writer.array("messages") { $0.string(message) }
    writer.member("request_id", requestID)
  }
}
