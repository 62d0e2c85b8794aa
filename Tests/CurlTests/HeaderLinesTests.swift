import ScanModel
import Testing

@testable import Curl

@Suite struct HeaderLinesTests {
  private func error(_ header: HTTPHeader) -> HTTPError? {
    do throws(HTTPError) {
      _ = try HeaderLines([header])
      return nil
    } catch { return error }
  }

  @Test(
    arguments: [
      "a\r\nb: c", "a\nb", "a\rb", "a\0b", "\u{1}", "é", "", " a", "a ", "a\u{7F}", "a\tb",
    ])
  func refusesValuesThatAreNoOneLine(_ value: String) {
    #expect(error(.plain(name: "x", value: value)) == .headerRefused(name: "x"))
    let secret = Secret(Array(value.utf8))
    #expect(error(.secret(name: "x", prefix: "", secret)) == .headerRefused(name: "x"))
  }

  @Test(arguments: ["", "a b", "a:b", "a\nb", "é"])
  func refusesNamesThatAreNoTokens(_ name: String) {
    #expect(error(.plain(name: name, value: "v")) == .headerRefused(name: "?"))
  }

  @Test func anEmptySecretIsRefusedBehindAPrefixToo() {
    #expect(
      error(.secret(name: "Authorization", prefix: "Bearer ", Secret([])))
        == .headerRefused(name: "Authorization")
    )
  }

  @Test func writesLinesAndWipesThem() throws {
    var lines = try HeaderLines([
      .plain(name: "Accept", value: "*/*"),
      .secret(name: "Authorization", prefix: "Bearer ", canary),
    ])
    #expect(lines.count == 2)
    let expected = "Accept: */*\0Authorization: Bearer CANARY-secret-value-0123456789\0"
    let written = unsafe lines.withUnsafeMutableBytes { start in
      unsafe Array(UnsafeBufferPointer(start: start, count: expected.utf8.count))
    }
    #expect(written == Array(expected.utf8))
    lines.wipe()
    let left = unsafe lines.withUnsafeMutableBytes { start in
      unsafe Array(UnsafeBufferPointer(start: start, count: expected.utf8.count))
    }
    #expect(left == [UInt8](repeating: 0, count: expected.utf8.count))
  }

  @Test func readsTheHeadOfAnAnswer() {
    let head = "HTTP/1.1 200 OK: x\r\nA: 1\r\nb : 2\r\nNo colon\r\nC:\t 3 : 4 \r\nEmpty:\r\n\r\n"
    let headers = HeaderLines.parse(Array(head.utf8))
    #expect(headers.map(\.name) == ["a", "c", "empty"])
    #expect(headers.map(\.value) == ["1", "3 : 4", ""])
    #expect(HeaderLines.parse([]).isEmpty)
    #expect(HeaderLines.parse([0xFF, 0x0A, 0xFF, 0x3A]).isEmpty)
  }
}
