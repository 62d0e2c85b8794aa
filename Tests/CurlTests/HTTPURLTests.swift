import Testing

@testable import Curl

@Suite struct HTTPURLTests {
  private func error(_ text: String) -> HTTPURLError? {
    do throws(HTTPURLError) {
      _ = try HTTPURL(parsing: text)
      return nil
    } catch { return error }
  }

  @Test func takesAServiceApart() throws {
    let url = try HTTPURL(parsing: "HTTPS://API.Example.com:8443/some/prefix/")
    #expect(url.scheme == .https)
    #expect(url.host == "api.example.com")
    #expect(url.port == 8_443)
    #expect(url.path == "/some/prefix")
    #expect(url.query == nil)
    #expect(url.origin == "https://api.example.com:8443")
    #expect(url.text == "https://api.example.com:8443/some/prefix")
    #expect(try HTTPURL(parsing: "https://api.example.com").text == "https://api.example.com/")
  }

  @Test func appendsEncodedPartsAndQuery() throws {
    let url = try HTTPURL(parsing: "https://h/base/").appending(
      ["v2", "a/../b?c#d"],
      query: [("page_key", "a&b=c d/é"), ("limit", "1")]
    )
    #expect(
      url.text == "https://h/base/v2/a%2f..%2fb%3fc%23d?page_key=a%26b%3dc%20d%2f%c3%a9&limit=1"
    )
    #expect(url.origin == "https://h")
  }

  @Test(
    arguments: [
      "http://127.0.0.1:80", "http://127.9.8.7", "http://[::1]:8080/x", "http://LocalHost:1",
    ])
  func plainHTTPIsForThisMachine(_ text: String) throws {
    let url = try HTTPURL(parsing: text)
    #expect(url.scheme == .http)
    #expect(url.isLoopback)
  }

  @Test(
    arguments: [
      ("http://example.com", "example.com"),
      ("http://127.0.0.1.example.com", "127.0.0.1.example.com"),
      ("http://127.1", "127.1"), ("http://0127.0.0.1", "0127.0.0.1"),
      ("http://127.0.0.01", "127.0.0.01"), ("http://0x7f.0.0.1", "0x7f.0.0.1"),
      ("http://2130706433", "2130706433"), ("http://127.0.0.256", "127.0.0.256"),
      ("http://localhost.", "localhost."),
      ("http://localhost.example.com", "localhost.example.com"),
      ("http://[::ffff:127.0.0.1]", "[::ffff:127.0.0.1]"), ("http://10.0.0.1", "10.0.0.1"),
      ("http://[::]", "[::]"), ("http://0.0.0.0", "0.0.0.0"),
    ])
  func plainHTTPGoesNowhereElse(_ text: String, _ host: String) {
    #expect(error(text) == .plainHTTP(host: host))
  }

  @Test(
    arguments: [
      ("", HTTPURLError.notAURL), ("api.example.com", .notAURL), ("https:/x", .notAURL),
      ("https://a b", .notAURL), ("https://a\r\nb", .notAURL), ("https://é.example", .notAURL),
      ("ftp://h", .scheme), ("file:///etc/passwd", .scheme),
      ("https://", .host), ("https:///path", .host), ("https://:80", .host),
      ("https://h:0", .port), ("https://h:65536", .port), ("https://h:", .port),
      ("https://h:1x", .port), ("https://[::1]x", .port), ("https://[::1", .host),
      ("https://[fe80::1%25eth0]", .host), ("https://a%2eb", .host), ("https://-h", .host),
      ("https://h\\@evil", .userInformation), ("https://user:word@h", .userInformation),
      ("https://h/a@b", .userInformation), ("https://h?x=1", .query), ("https://h/#x", .fragment),
      ("https://h/a//b", .path), ("https://h/../b", .path), ("https://h/./b", .path),
      ("https://h/%2e%2e", .path), ("https://h/a\\b", .path), ("https://h//", .path),
    ] as [(String, HTTPURLError)]
  )
  func refusesWhatAKeyMustNotBeSentTo(_ text: String, _ expected: HTTPURLError) {
    #expect(error(text) == expected)
  }

  @Test func partsOfAPathCannotClimb() async {
    await #expect(processExitsWith: .failure) {
      _ = try HTTPURL(parsing: "https://h").appending([".."])
    }
  }

  @Test func errorsQuoteNoMoreThanTheHost() {
    for text in [
      "https://user:CANARY@h", "https://h?CANARY", "https://h/#CANARY", "https://h/%CANARY",
    ] {
      #expect(error(text)?.description.contains("CANARY") == false)
    }
    #expect(
      HTTPURLError.plainHTTP(host: "h").description
        == "plain http to 'h' would send keys in the clear: use https (http is for this machine only)"
    )
  }
}
