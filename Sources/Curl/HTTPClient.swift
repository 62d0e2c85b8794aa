internal import CurlShims
internal import ScanModel

/// Sends requests through the system's libcurl, which the first one loads.
package enum HTTPClient {
  /// Sends a request and waits for the answer, on the calling thread.
  ///
  /// Redirects are answers like any other. Proxies are those that the environment names
  /// (`https_proxy`, `no_proxy`), and never stand between here and this machine itself. Each thread
  /// keeps its connections for its next request.
  ///
  /// - Parameters:
  ///   - request: What to send.
  ///   - shouldStop: Asked about once a second, on the calling thread, whether to give up.
  /// - Returns: The answer, whatever its status.
  /// - Throws: Why there is none.
  package static func send(
    _ request: HTTPRequest,
    shouldStop: () -> Bool = { false }
  ) throws(HTTPError) -> HTTPResponse {
    // Allocated once and wiped at the end, so that no copy of a secret is left behind.
    var headers = try HeaderLines(request.headers)
    defer { headers.wipe() }
    let result = withoutActuallyEscaping(shouldStop) { shouldStop in
      perform(request, &headers, StopQuestion(ask: shouldStop))
    }
    return try result.get()
  }

  /// What libcurl's callback finds behind its pointer.
  private final class StopQuestion {
    let ask: () -> Bool
    init(ask: @escaping () -> Bool) { self.ask = ask }
  }

  private static func perform(
    _ request: HTTPRequest,
    _ headers: inout HeaderLines,
    _ question: StopQuestion
  ) -> Result<HTTPResponse, HTTPError> {
    var exchange = unsafe makeExchange(request)
    defer { unsafe curl_shims_release(&exchange) }
    // SAFETY: every pointer is to memory that is lent until the call has returned, and the shim
    // keeps
    // none of them.
    let result = withExtendedLifetime(question) { () -> curl_shims_result in
      unsafe exchange.context = Unmanaged.passUnretained(question).toOpaque()
      unsafe exchange.should_stop = { context in
        guard let context = unsafe context else { return false }
        return unsafe Unmanaged<StopQuestion>.fromOpaque(context).takeUnretainedValue().ask()
      }
      return unsafe lend(request, &headers, to: &exchange)
    }
    return unsafe outcome(of: result, exchange, request)
  }

  /// What needs no memory of ours.
  private static func makeExchange(_ request: HTTPRequest) -> curl_shims_exchange {
    var exchange = unsafe curl_shims_exchange()
    unsafe exchange.milliseconds = milliseconds(request.timeLimit)
    unsafe exchange.connect_milliseconds = milliseconds(request.connectTimeLimit)
    unsafe exchange.maximum_head = request.maximumHeadByteCount
    unsafe exchange.maximum_body = request.maximumBodyByteCount
    unsafe exchange.is_plain = request.url.scheme == .http
    unsafe exchange.is_direct = request.url.isLoopback
    return unsafe exchange
  }

  /// Lends the request's texts to the exchange, and performs it.
  private static func lend(
    _ request: HTTPRequest,
    _ headers: inout HeaderLines,
    to exchange: inout curl_shims_exchange
  ) -> curl_shims_result {
    unsafe exchange.header_count = headers.count
    let url = request.url.text
    let authorities = request.authorityFile.map { $0.map { CChar(bitPattern: $0) } + [0] } ?? [0]
    let hasAuthorities = request.authorityFile != nil
    return unsafe headers.withUnsafeMutableBytes { lines in
      unsafe url.withCString { url in
        unsafe request.method.rawValue.withCString { method in
          unsafe authorities.withUnsafeBufferPointer { authorities in
            unsafe exchange.headers = lines
            unsafe exchange.url = url
            unsafe exchange.method = method
            unsafe exchange.authorities = hasAuthorities ? authorities.baseAddress : nil
            return unsafe perform(&exchange, body: request.body)
          }
        }
      }
    }
  }

  private static func perform(
    _ exchange: inout curl_shims_exchange,
    body: Secret?
  ) -> curl_shims_result {
    guard let body else { return unsafe curl_shims_perform(&exchange) }
    return body.withBytes { bytes in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe exchange.body = bytes.baseAddress
        unsafe exchange.body_count = bytes.count
        unsafe exchange.has_body = true
        return unsafe curl_shims_perform(&exchange)
      }
    }
  }

  /// A time in milliseconds as libcurl takes it: at least 1, as 0 would mean for ever.
  private static func milliseconds(_ time: Duration) -> Int {
    let (seconds, attoseconds) = time.components
    guard seconds < 1_000_000 else { return 1_000_000_000 }
    return max(Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000), 1)
  }
}

// MARK: - The answer

extension HTTPClient {
  private static func outcome(
    of result: curl_shims_result,
    _ exchange: curl_shims_exchange,
    _ request: HTTPRequest
  ) -> Result<HTTPResponse, HTTPError> {
    let code = unsafe Int(exchange.code)
    switch result {
    case CURL_SHIMS_DONE:
      return .success(
        HTTPResponse(
          status: unsafe exchange.status,
          headers: unsafe HeaderLines.parse(bytes(exchange.received_head)),
          body: unsafe bytes(exchange.received_body)
        )
      )
    case CURL_SHIMS_NO_LIBRARY: return .failure(.libraryMissing)
    case CURL_SHIMS_REFUSED_OPTION: return .failure(.libraryUnfit(option: code))
    case CURL_SHIMS_STOPPED: return .failure(.interrupted)
    case CURL_SHIMS_LARGE_HEAD:
      return .failure(.headTooLarge(maximumByteCount: request.maximumHeadByteCount))
    case CURL_SHIMS_LARGE_BODY:
      return .failure(.bodyTooLarge(maximumByteCount: request.maximumBodyByteCount))
    case CURL_SHIMS_NOT_LOOPBACK: return .failure(.plainHTTPRefused)
    case CURL_SHIMS_NO_MEMORY: return .failure(.outOfMemory)
    default:
      let proxyStatus = unsafe exchange.proxy_status
      if proxyStatus != 0, !(200...299).contains(proxyStatus) {
        return .failure(.network(.proxyRefused))
      }
      let message = unsafe message(of: exchange)
      return .failure(
        HTTPError(code: code, message: message, wasConnected: unsafe exchange.was_connected)
      )
    }
  }

  /// A copy of bytes received.
  private static func bytes(_ received: curl_shims_bytes) -> [UInt8] {
    // SAFETY: the shim has filled `count` bytes from `start` on, and frees them later.
    unsafe Array(UnsafeBufferPointer(start: received.start, count: received.count))
  }

  /// libcurl's words; whatever is not printable ASCII becomes `?`.
  private static func message(of exchange: curl_shims_exchange) -> String {
    // SAFETY: the bytes of the tuple are read within it, up to the first zero.
    unsafe withUnsafeBytes(of: exchange.message) { bytes in
      let text = unsafe bytes.prefix { $0 != 0 }
        .map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
      return String(decoding: text, as: UTF8.self)
    }
  }
}
