import ScanModel
import Testing

@testable import Reporting

@Suite struct PathRedactionTests {
  private let redaction = PathRedaction(hiding: [ReportFixtures.plain])

  @Test func replacesEveryKnownKey() {
    let key = ReportFixtures.key
    let path = ContentPath(key + Array("/zqt_zqt/x".utf8) + key + key + [0xFF])
    let redacted = Array(ReportFixtures.redacted.utf8)
    let expected = redacted + Array("/zqt_zqt/x".utf8) + redacted + redacted + [0xFF]
    #expect(redaction.applied(to: path).bytes == expected)
  }

  @Test func findsAKeyBehindItsOwnFirstBytes() {
    let path = ContentPath(Array("zqzqt_zqt".utf8) + ReportFixtures.key)
    #expect(redaction.applied(to: path).text == "zqzqt_zqt" + ReportFixtures.redacted)
  }

  @Test func leavesOtherPathsAlone() {
    for count in 0..<ReportFixtures.key.count {
      let path = ContentPath(Array(ReportFixtures.key.prefix(count)))
      #expect(redaction.applied(to: path) == path)
    }
    let path = ContentPath(ReportFixtures.key)
    #expect(PathRedaction().applied(to: path) == path)
  }

  @Test func hidesWhatOthersKnowToo() {
    let redaction = PathRedaction(hiding: [ReportFixtures.plain]) { path in
      ContentPath(path.text.replacing("other", with: "…"))
    }
    let path = ContentPath(Array("other/".utf8) + ReportFixtures.key)
    #expect(redaction.applied(to: path).text == "…/" + ReportFixtures.redacted)
    let hidden = PathRedaction(hiding: []) { _ in ContentPath("…") }
    #expect(hidden.applied(to: path).text == "…")
  }
}
