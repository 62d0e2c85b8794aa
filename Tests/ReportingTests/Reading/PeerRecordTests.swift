import ScanModel
import Testing

@testable import Reporting

@Suite struct PeerRecordTests {
  private static let key = String(decoding: ReportFixtures.key, as: UTF8.self)

  private func read(_ text: String) throws(ReportReadError) -> SavedReport {
    try SavedReport.read(Array(text.utf8)) { text in
      guard let offset = Self.offset(in: text) else { return [] }
      return [
        RecognizedKey(
          rule: ReportFixtures.rule,
          severity: .medium,
          confidence: .exact,
          key: ReportFixtures.plain.key,
          secret: Secret(ReportFixtures.key),
          offset: offset
        )
      ]
    }
  }

  private static func offset(in text: [UInt8]) -> Int? {
    let key = ReportFixtures.key
    guard text.count >= key.count else { return nil }
    return (0...text.count - key.count).first { text[$0...].starts(with: key) }
  }

  @Test func readsGitleaks() throws {
    let report = try read(
      """
      [
       {"RuleID": "generic-api-key", "Description": "d", "StartLine": 3, "EndLine": 3,
        "StartColumn": 5, "EndColumn": 60, "Match": "key = '\(Self.key)'", "Secret": "\(Self.key)",
        "File": "src/a.py", "SymlinkFile": "", "Commit": "0123456789abcdef0123456789abcdef01234567",
        "Entropy": 4.5, "Author": "A", "Email": "a@b", "Date": "2023-11-15T03:43:20Z",
        "Message": "m", "Tags": [], "Fingerprint": "x", "Link": null},
       {"RuleID": "aws", "StartLine": 0, "Match": "AKIA", "Secret": "AKIA", "File": "b"},
       {"RuleID": "aws", "StartLine": 1, "Match": "x REDACTED", "Secret": "REDACTED", "File": "b"}
      ]
      """
    )
    #expect(report.ending.isComplete)
    #expect(report.ending.tools == [.gitleaks])
    #expect(report.ending.otherSecretCount == 1)
    #expect(report.ending.redactedCount == 1)
    let finding = try #require(report.findings.first)
    #expect(report.findings.count == 1)
    #expect(finding.key == ReportFixtures.plain.key)
    #expect(finding.secret != nil)
    #expect(finding.location.path == ContentPath("src/a.py"))
    #expect(finding.location.start == LineColumn(line: 3, column: 12))
    #expect(finding.location.endColumn == 54)
    #expect(finding.git?.object == "")
    let introduction = try #require(finding.git?.introduction)
    #expect(introduction.commit == "0123456789abcdef0123456789abcdef01234567")
    #expect(introduction.author == "A <a@b>")
    #expect(introduction.date == "2023-11-15T03:43:20Z")
  }

  @Test func readsTruffleHogWithItsLogBetween() throws {
    let report = try read(
      """
      {"level":"info-0","ts":"2023","logger":"trufflehog","msg":"running source"}
      {"SourceMetadata":{"Data":{"Git":{"commit":"0123456789abcdef0123456789abcdef01234567",\
      "file":"a/b.txt","email":"A <a@b>","repository":"https://example.com/r.git",\
      "timestamp":"2023-11-15 03:43:20 +0530","line":7}}},"SourceID":1,"SourceType":16,\
      "SourceName":"trufflehog - git","DetectorType":1,"DetectorName":"CustomRegex",\
      "DecoderName":"PLAIN","Verified":true,"Raw":"\(Self.key)","RawV2":"","Redacted":"",\
      "ExtraData":null,"StructuredData":null}
      {"SourceMetadata":{"Data":{"Filesystem":{"file":"c","line":1}}},"DetectorName":"AWS","Raw":"x"}

      """
    )
    #expect(report.ending.isComplete)
    #expect(report.ending.tools == [.truffleHog])
    #expect(report.ending.otherSecretCount == 1)
    let finding = try #require(report.findings.first)
    #expect(finding.location.path == ContentPath("a/b.txt"))
    #expect(finding.location.start == LineColumn(line: 7, column: 1))
    #expect(finding.git?.repository == ContentPath("https://example.com/r.git"))
    #expect(finding.git?.introduction?.date == "2023-11-15T03:43:20+05:30")
    // Another tool's proof is none.
    #expect(finding.status == .unknown(.notChecked))
  }

  @Test func readsKingfisherInAllItsForms() throws {
    let record = """
      {"rule":{"name":"n","id":"kingfisher.x.1"},"finding":{"snippet":"\(Self.key)",\
      "fingerprint":"1","confidence":"medium","entropy":"4.5","validation":{"status":\
      "Not Attempted","response":""},"language":"Unknown","line":4,"column_start":9,\
      "column_end":51,"path":"/tmp/x","git_metadata":{"repository_url":"https://example.com/r",\
      "commit":{"id":"0123456789abcdef0123456789abcdef01234567","url":"u","date":"2023-11-15",\
      "committer":{"name":"A","email":"a@b"}},"file":{"path":"a/b","url":"u"}}}}
      """
    let forms = [
      "\(record)\n{\"access_map\":[]}\n",
      "{\"findings\":[\(record)],\"access_map\":[],\"metadata\":{\"summary\":{\"findings\":1}}}",
      "[{\"id\":\"kingfisher.x.1\",\"matches\":[\(record)]}]",
      "[\(record)]",
    ]
    for form in forms {
      let report = try read(form)
      #expect(report.ending.isComplete)
      #expect(report.ending.tools == [.kingfisher])
      let finding = try #require(report.findings.first)
      #expect(report.findings.count == 1)
      #expect(finding.location.path == ContentPath("a/b"))
      #expect(finding.location.start == LineColumn(line: 4, column: 9))
      #expect(finding.git?.introduction?.date == "2023-11-15T00:00:00Z")
    }
  }

  @Test func toolsThatFoundNothingAreComplete() throws {
    #expect(try read("[]\n").ending.isComplete)
    #expect(try read(#"{"findings":[],"metadata":{}}"#).ending.isComplete)
  }

  @Test func memberOfAnotherFormIsRefused() {
    let wrong = ReportReadError.Problem.unexpectedForm(member: "Secret", expected: "a string")
    #expect(throws: ReportReadError(line: 1, problem: wrong)) {
      _ = try read(#"[{"RuleID":"a","Secret":1}]"#)
    }
  }

  @Test func hugeAndHostileNumbersDoNoHarm() throws {
    let report = try read(
      """
      [{"RuleID":"a","Secret":"\(Self.key)","Match":"","StartLine":9007199254740992,\
      "StartColumn":9007199254740992,"File":"\\u001b[2J","Commit":"\\u001b[2J"}]
      """
    )
    let finding = try #require(report.findings.first)
    #expect(finding.git == nil)
    #expect(finding.location.start.line == 9_007_199_254_740_992)
    #expect(finding.location.endColumn == (1 << 40) + 42)
  }
}
