import Testing

@testable import Curl

@Suite struct HTTPErrorTests {
  @Test(
    arguments: [
      (5, HTTPError.network(.proxyNotFound)), (6, .network(.hostNotFound)),
      (7, .network(.notConnected)), (97, .network(.proxyRefused)), (18, .network(.dropped)),
      (52, .network(.dropped)), (56, .network(.dropped)), (28, .timeout), (61, .badResponse),
      (27, .outOfMemory), (60, .tls(.certificate, said: "words")),
      (77, .tls(.authorityFile, said: "words")), (35, .tls(.handshake, said: "words")),
      (1, .other(code: 1)), (999, .other(code: 999)),
    ] as [(Int, HTTPError)]
  )
  func numbersOfLibcurlHaveMeanings(_ code: Int, _ expected: HTTPError) {
    #expect(HTTPError(code: code, message: "words", wasConnected: false) == expected)
  }

  @Test func onlyADroppedConnectionIsOne() {
    #expect(HTTPError.network(.dropped).isDroppedConnection)
    #expect(!HTTPError.network(.notConnected).isDroppedConnection)
    #expect(!HTTPError.timeout.isDroppedConnection)
  }

  @Test(
    arguments: [
      (
        HTTPError.libraryMissing,
        "libcurl is not installed: install 'libcurl.so.4' (package 'libcurl4' or 'libcurl')"
      ),
      (
        .libraryUnfit(option: 7),
        "libcurl is too old or built without what is needed: it refuses option 7"
      ),
      (.headerRefused(name: "x"), "header 'x' cannot be sent: it has forbidden characters"),
      (.plainHTTPRefused, "plain http to another machine is refused"),
      (.timeout, "no answer in time"), (.interrupted, "interrupted"),
      (.network(.hostNotFound), "the host's name is not known"),
      (.network(.proxyNotFound), "the proxy's name is not known"),
      (.network(.notConnected), "nobody answers there"),
      (.network(.proxyRefused), "the proxy refuses"),
      (.network(.dropped), "the connection was dropped"),
      (.tls(.certificate, said: ""), "the certificate is not trusted"),
      (.tls(.handshake, said: "x"), "no private connection could be made: x"),
      (.tls(.authorityFile, said: "x"), "the certificate authorities cannot be read: x"),
      (.headTooLarge(maximumByteCount: 65_536), "the answer's head is larger than 64 KiB"),
      (.bodyTooLarge(maximumByteCount: 8 << 20), "the answer's body is larger than 8 MiB"),
      (.badResponse, "the answer is not HTTP"), (.outOfMemory, "out of memory"),
      (.other(code: 3), "libcurl failed with error 3"),
    ] as [(HTTPError, String)]
  )
  func errorsSayWhatHappened(_ error: HTTPError, _ text: String) {
    #expect(error.description == text)
  }
}
