import Rules
import ScanModel
import Testing

@testable import zleaks

@Suite struct KeyWordsTests {
  private let words: KeyWords
  private let key: [UInt8]

  init() throws {
    words = KeyWords(try RuleSet.builtin())
    key = try FakeKeys.expand("{key:zqt:words}")
  }

  private let place = LineColumn(line: 7, column: 1)

  @Test func keyIsTakenWithSpaceAround() {
    for (line, column) in [
      (key, 1), ([0x20, 0x09] + key + [0x0D], 3), ([0xEF, 0xBB, 0xBF] + key, 4),
    ] {
      let findings = words.findings(in: line, at: place)
      #expect(findings.map(\.rule.name) == ["vectara-query-key"])
      #expect(findings.map(\.confidence) == [.exact])
      #expect(findings.map(\.key.fingerprint) == [Fingerprint(of: key.span)])
      #expect(findings.map(\.location.start) == [LineColumn(line: 7, column: column)])
      #expect(findings.map { $0.location.path == nil } == [true])
    }
  }

  @Test func keysAreTakenOutOfAssignments() {
    let findings = words.findings(in: Array("KEY='".utf8) + key + Array("'".utf8), at: place)
    #expect(findings.map(\.location.start.column) == [6])
    let two = words.findings(in: key + [0x2C] + key, at: nil)
    #expect(two.count == 2)
  }

  @Test func identifierIsTaken() {
    let findings = words.findings(in: Array(" aky_0a_B-9 ".utf8), at: place)
    #expect(findings.map(\.rule.name) == ["vectara-key-id"])
    #expect(findings.map(\.key.redacted.text) == ["aky_0a_B-9"])
    #expect(findings.map(\.severity) == [.info])
    #expect(findings.map(\.location.start.column) == [2])
    #expect(findings.map(\.key.fingerprint) == [Fingerprint(of: Array("aky_0a_B-9".utf8).span)])
  }

  @Test func keyOfAnotherLengthIsComparedAndNeverSent() {
    let longer = key + [0x41]
    let findings = words.findings(in: longer, at: place)
    #expect(findings.map(\.confidence) == [.likely])
    #expect(findings.map(\.key.fingerprint) == [Fingerprint(of: longer.span)])
    #expect(
      findings.map(\.key.redacted.text) == [
        "zqt_…" + String(decoding: longer.suffix(4), as: UTF8.self)
      ]
    )
  }

  @Test(arguments: ["", "  ", "hello", "zqt_short", "aky_", "aky_a/b", "aky_a b", "ZQT_", "\u{0}"])
  func anythingElseIsNothing(_ line: String) {
    #expect(words.findings(in: Array(line.utf8), at: nil).isEmpty)
  }

  @Test func keysAmongWordsAreSeen() {
    #expect(words.holdsKey(key))
    #expect(words.holdsKey(key + [0x41]))
    #expect(words.holdsKey(Array("./reports/".utf8) + key + Array(".jsonl".utf8)))
    for word in ["report.jsonl", "aky_0123", "-", "zqt_notes.txt", ""] {
      #expect(!words.holdsKey(Array(word.utf8)), "\(word)")
    }
  }

  @Test func commentsAndEmptyLinesAreNothingToRead() {
    for line in ["", "  \r", "# zqt_", "\u{FEFF}# x"] {
      #expect(KeyWords.isComment(Array(line.utf8)), "\(line)")
    }
    #expect(!KeyWords.isComment(Array("x # y".utf8)))
  }
}
