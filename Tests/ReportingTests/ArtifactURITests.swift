import ScanModel
import Testing

@testable import Reporting

@Suite struct ArtifactURITests {
  @Test(
    arguments: [
      ("src/app.ts", "src/app.ts", true),
      ("a b/ä%#?:[x]\\~.txt", "a%20b/%C3%A4%25%23%3F%3A%5Bx%5D%5C~.txt", true),
      ("/home/user/app/src/a", "src/a", true),
      ("/home/user/app//src/a", "src/a", true),
      ("/home/user/app/", "file:///home/user/app/", false),
      ("/home/user/apple", "file:///home/user/apple", false),
      ("//etc/passwd", "file:///etc/passwd", false),
      ("a\u{1B}\n\u{202E}", "a%1B%0A%E2%80%AE", true),
      ("javascript:alert(1)", "javascript%3Aalert%281%29", true),
      ("", "standard-input", true),
    ]
  )
  func encodesPaths(_ path: String, _ uri: String, _ isRelative: Bool) {
    let made = ArtifactURI(ContentPath(path), relativeTo: ContentPath("/home/user/app"))
    #expect(made.text == uri)
    #expect(made.isRelative == isRelative)
  }

  @Test func keepsBytesThatAreNoText() {
    #expect(ArtifactURI(ContentPath([0x61, 0xFF]), relativeTo: nil).text == "a%FF")
    #expect(ArtifactURI(nil, relativeTo: nil).text == "standard-input")
    #expect(ArtifactURI(ContentPath("/a"), relativeTo: ContentPath("/")).text == "file:///a")
  }
}
