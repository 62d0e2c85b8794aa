import ScanModel
import Testing

@testable import KeyResponse

@Suite struct KeyQuestionTests {
  /// A finding of a key or of an ID, as scans and reports make them.
  private func finding(
    _ shown: String,
    of bytes: [UInt8],
    confidence: Confidence = .exact,
    secret: Secret?
  ) -> Finding {
    Finding(
      rule: RuleID("vectara-query-key"),
      severity: .medium,
      confidence: confidence,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: shown),
        fingerprint: Fingerprint(of: bytes.span),
        byteCount: max(bytes.count, 1),
        customerID: nil
      ),
      location: Location(
        path: nil,
        start: LineColumn(line: 1, column: 1),
        range: ByteRange(0, bytes.count)
      ),
      secret: secret
    )
  }

  @Test func eachKeyIsAskedForOnceInTheirOrder() throws {
    let keys = try (0..<3).map { try KeyResponseFixtures.strangeKey("\($0)") }
    let findings = [keys[1], keys[0], keys[1], keys[2], keys[0]].map { key in
      finding("zqt_…", of: key.withBytes { bytes in bytes.indices.map { bytes[$0] } }, secret: key)
    }
    let questions = KeyQuestion.questions(about: findings)
    #expect(
      questions.map(\.fingerprint)
        == [1, 0, 2].map { keys[$0].withBytes { Fingerprint(of: $0) } }
    )
    #expect(questions.allSatisfy { $0.secret != nil && $0.keyID == nil })
  }

  @Test func onlyExactKeysMayBeTried() {
    let bytes = Array("some key".utf8)
    let inexact = finding("z…", of: bytes, confidence: .likely, secret: Secret(bytes))
    #expect(KeyQuestion.questions(about: [inexact]).map { $0.secret == nil } == [true])
    let exact = finding("z…", of: bytes, secret: Secret(bytes))
    let redacted = finding("z…", of: bytes, secret: nil)
    for findings in [[inexact, exact], [exact, inexact], [redacted, exact], [exact, redacted]] {
      #expect(KeyQuestion.questions(about: findings).map { $0.secret != nil } == [true])
    }
  }

  @Test func identifierIsItsOwnText() {
    let id = "aky_0123"
    let question = KeyQuestion.questions(about: [
      finding(id, of: Array(id.utf8), confidence: .likely, secret: Secret(Array(id.utf8)))
    ])
    #expect(question.map(\.keyID) == [id])
    #expect(question.allSatisfy { $0.secret == nil })
  }

  @Test(arguments: ["aky_a/../b", "aky_", "aky_a b", "zqt_…abcd", ""])
  func whatIsNoIdentifierIsAKey(_ shown: String) {
    let questions = KeyQuestion.questions(about: [
      finding(shown, of: Array(shown.utf8), secret: nil)
    ])
    #expect(questions.map(\.keyID) == [nil])
  }

  @Test func identifierOfAnotherFingerprintIsNone() {
    let questions = KeyQuestion.questions(about: [
      finding("aky_0123", of: Array("another key".utf8), secret: nil)
    ])
    #expect(questions.map(\.keyID) == [nil])
  }
}
