import CurlShims
import Glibc
import ScanModel
import TestSupport
import Testing

@testable import Curl

/// Where a request may go: proxies are of the environment, so each test has a process of its own.
@Suite(.timeLimit(.minutes(10))) struct ProxyTests {
  @Test func aProxyIsAskedForATunnelAndSeesNoKey() async {
    await #expect(processExitsWith: .success) {
      let proxy = try ScriptedServer { _ in [.answer(403, "no")] }
      unsafe setenv("https_proxy", "http://127.0.0.1:\(proxy.port)", 1)
      #expect(try failure("https://api.example.invalid") == .network(.proxyRefused))
      let request = try #require(proxy.requests.first)
      #expect(request.method == "CONNECT")
      #expect(request.target == "api.example.invalid:443")
      #expect(request.header("x-api-key") == nil)
      #expect(proxy.requests.count == 1)
    }
  }

  @Test func noProxyStandsBetweenHereAndThisMachine() async {
    await #expect(processExitsWith: .success) {
      let proxy = try ScriptedServer { _ in [.answer(200, "proxy")] }
      for name in ["http_proxy", "https_proxy", "all_proxy", "ALL_PROXY", "HTTPS_PROXY"] {
        unsafe setenv(name, "http://127.0.0.1:\(proxy.port)", 1)
      }
      unsafe setenv("no_proxy", "nowhere.example", 1)
      let server = try ScriptedServer { _ in [.answer(200, "server")] }
      #expect(try send(server.url).body == Array("server".utf8))
      #expect(try send("http://localhost:\(server.port)").body == Array("server".utf8))
      _ = try failure("https://127.0.0.1:\(server.port)")
      #expect(proxy.connectionCount == 0)
    }
  }

  @Test(arguments: ["http://192.0.2.1/", "http://[2001:db8::1]/", "http://0.0.0.0/"])
  func plainHTTPConnectsToThisMachineAlone(_ url: String) {
    // No `HTTPURL` is like that: this is what a name that means another machine comes to.
    var exchange = unsafe curl_shims_exchange()
    unsafe exchange.milliseconds = 5_000
    unsafe exchange.connect_milliseconds = 5_000
    unsafe exchange.is_plain = true
    unsafe exchange.maximum_head = 1_000
    unsafe exchange.maximum_body = 1_000
    unsafe exchange.should_stop = { _ in false }
    let result = unsafe url.withCString { url in
      unsafe "GET".withCString { method in
        unsafe exchange.url = url
        unsafe exchange.method = method
        return unsafe curl_shims_perform(&exchange)
      }
    }
    #expect(result == CURL_SHIMS_NOT_LOOPBACK)
    unsafe curl_shims_release(&exchange)
  }
}
