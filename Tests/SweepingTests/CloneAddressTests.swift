import Testing

@testable import Sweeping

@Suite struct CloneAddressTests {
  @Test(arguments: [
    "https://example.com/a.git", "ssh://git@example.com:22/a", "file:///srv/a", "HTTPS://h/a",
    "git@example.com:team/a.git", "host:a",
  ])
  func acceptsWhatIsClonedFrom(_ text: String) throws {
    let bytes = Array(text.utf8)
    #expect(CloneAddress.isAddress(bytes))
    #expect(try CloneAddress(parsing: bytes).bytes == bytes)
  }

  @Test(arguments: ["a", "./a:b", "/srv/a:b", "", ":a", "a/b:c"])
  func aPathIsNoAddress(_ text: String) {
    #expect(!CloneAddress.isAddress(Array(text.utf8)))
  }

  @Test(arguments: [
    ("http://example.com/a", CloneAddress.Problem.unsupportedProtocol),
    ("git://example.com/a", .unsupportedProtocol),
    ("ext::sh -c id", .unsupportedProtocol), ("host:", .unsupportedProtocol),
    ("https://token@example.com/a", .credentials), ("https://a:b@example.com/a", .credentials),
    ("ssh://a:b@example.com/a", .credentials),
    ("https://example.com/../../a", .malformed), ("file:///a/..", .malformed),
    ("host:a/../b", .malformed), ("-u:x", .malformed), ("https://h/a\nb", .malformed),
  ])
  func refusesTheRest(_ text: String, _ problem: CloneAddress.Problem) {
    #expect(throws: problem) { try CloneAddress(parsing: Array(text.utf8)) }
  }
}
