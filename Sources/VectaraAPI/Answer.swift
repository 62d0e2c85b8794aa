internal import Curl
internal import ScanModel
internal import TextForms

/// A successful answer: a JSON object.
struct Answer {
  /// The object.
  let reader: AnswerReader

  /// The service's name for the request; escaped.
  let requestID: String?

  private let call: Call
  private let status: Int

  /// Reads the body of a successful answer.
  init(_ response: HTTPResponse, _ call: Call) throws(APIError) {
    self.call = call
    status = response.status
    do throws(AnswerProblem) {
      reader = try AnswerReader(body: response.body)
      requestID = Self.requestID(response, reader, Quotation(hiding: call.secrets))
    } catch {
      let requestID = Self.requestID(response, nil, Quotation(hiding: call.secrets))
      let problem = Self.isHTML(response) ? "it is HTML, not JSON" : error.text
      throw Self.unexpected(problem, call, response.status, requestID)
    }
  }

  /// Takes something out of the answer.
  func read<Value>(
    _ body: (AnswerReader) throws(AnswerProblem) -> Value
  ) throws(APIError) -> Value {
    do throws(AnswerProblem) { return try body(reader) } catch {
      throw Self.unexpected(error.text, call, status, requestID)
    }
  }

  /// The error for an answer that is not as documented.
  func unexpected(_ problem: String) -> APIError {
    Self.unexpected(problem, call, status, requestID)
  }

  private static func unexpected(
    _ problem: String,
    _ call: Call,
    _ status: Int,
    _ requestID: String?
  ) -> APIError {
    var error = APIError(
      call.operation,
      .unexpectedResponse,
      "the answer is not one that is documented: \(problem)"
    )
    error.status = status
    error.requestID = requestID
    return error
  }
}

// MARK: - Errors

extension Answer {
  /// The error that an answer without success stands for.
  static func error(for response: HTTPResponse, _ call: Call) -> APIError {
    let quotation = Quotation(hiding: call.secrets)
    let reader = try? AnswerReader(body: response.body)
    var error = APIError(
      call.operation,
      status: response.status,
      isDocumented: reader != nil,
      says: reader.flatMap(message).flatMap(quotation.quote)
    )
    error.requestID = requestID(response, reader, quotation)
    error.retryAfter = RetryWait.asked(by: response).map { .seconds(min($0, 1e9)) }
    return error
  }

  /// The first thing that an error's body says.
  private static func message(_ reader: AnswerReader) -> String? {
    reader.value["messages"]?.elements?.first?.string ?? reader.value["message"]?.string
  }

  private static func requestID(
    _ response: HTTPResponse,
    _ reader: AnswerReader?,
    _ quotation: Quotation
  ) -> String? {
    let texts = [
      reader?.value["request_id"]?.string, response.header("x-request-id"),
      response.header("request-id"),
    ]
    return texts.compactMap { $0.flatMap(quotation.quote) }.first
  }

  private static func isHTML(_ response: HTTPResponse) -> Bool {
    response.header("content-type")?.lowercased().hasPrefix("text/html") ?? false
  }
}
