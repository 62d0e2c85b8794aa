import ScanModel
import Testing
import TextForms

@testable import Reporting

@Suite struct ReportReadErrorTests {
  private static let summary = ReportFixtures.report(
    .jsonl,
    [],
    ReportFixtures.summary(findings: 1, keys: 1)
  )

  private static let line = String(
    ReportFixtures.report(.jsonl, [ReportFixtures.plain]).prefix { $0 != "\n" }
  )

  /// What reading the fixture's line with `old` replaced by `new` says.
  private func complaint(_ old: String, _ new: String) -> String? {
    #expect(Self.line.contains(old))
    return complaint("\n" + Self.line.replacing(old, with: new) + "\n" + Self.summary)
  }

  private func complaint(_ text: String) -> String? { complaint(Array(text.utf8)) }

  private func complaint(_ bytes: [UInt8]) -> String? {
    do throws(ReportReadError) {
      _ = try SavedReport.read(bytes) { text in
        text == ReportFixtures.key ? [Self.recognized] : []
      }
      return nil
    } catch {
      return error.description
    }
  }

  private static let recognized = RecognizedKey(
    rule: ReportFixtures.rule,
    severity: .medium,
    confidence: .exact,
    key: ReportFixtures.plain.key,
    secret: Secret(ReportFixtures.key),
    offset: 0
  )

  @Test(arguments: [
    (#""severity":"medium","#, "", "line 2: 'severity' is missing"),
    (
      #""severity":"medium""#, #""severity":"grave""#,
      "line 2: 'severity' is none of info, low, medium, high, critical"
    ),
    (#""severity":"medium""#, #""severity":7"#, "line 2: 'severity' is not a string"),
    (
      #""rule":"vectara-query-key""#, #""rule":"\u001b[2J""#,
      "line 2: 'rule' is not 1 to 64 lower-case letters, digits and hyphens"
    ),
    (#""key":{"#, #""key":[],"k":{"#, "line 2: 'key' is not an object"),
    (
      #""line":6"#, #""line":1e99"#,
      "line 2: 'location.line' is not a whole number from 1 to 9007199254740992"
    ),
    (
      #""line":6"#, #""line":-6"#,
      "line 2: 'location.line' is not a whole number from 1 to 9007199254740992"
    ),
    (
      #""line":6"#, #""line":99999999999999999999999"#,
      "line 2: 'location.line' is not a whole number from 1 to 9007199254740992"
    ),
    (
      #""endColumn":59"#, #""endColumn":3"#,
      "line 2: 'location.endColumn' is not a whole number from 17 to 9007199254740992"
    ),
    (
      #""customerID":1234567890"#, #""customerID":4294967296"#,
      "line 2: 'key.customerID' is not a whole number from 0 to 4294967295"
    ),
    (
      #""fingerprint":"sha256:49ff"#, #""fingerprint":"sha256:49FF"#,
      "line 2: 'key.fingerprint' is not 'sha256:' and 64 lower-case hexadecimal digits"
    ),
    (
      #""encodings":[]"#, #""encodings":[1]"#,
      "line 2: 'location.encodings' is not an array of strings"
    ),
    (
      #""path":"src/app.ts""#, #""path":"a","pathBytes":"Yg==""#,
      "line 2: 'location.pathBytes' is not base64 of the bytes that 'location.path' shows"
    ),
    (
      #""path":"src/app.ts""#, #""path":"a!b","entry":"a!b""#,
      "line 2: 'location.entry' is not what 'path' has after a '!'"
    ),
    (
      #""path":"src/app.ts""#, #""path":"a!b","entry":"!b""#,
      "line 2: 'location.entry' is not what 'path' has after a '!'"
    ),
    (#""state":"unknown""#, #""state":"active""#, "line 2: 'status.checkedAt' is missing"),
    (
      #""state":"unknown""#, #""state":"active","checkedAt":"yesterday""#,
      "line 2: 'status.checkedAt' is not a time of RFC 3339"
    ),
    (
      #""state":"unknown""#, #""state":"fine""#,
      "line 2: 'status.state' is none of active, disabled, unknown"
    ),
    (#""type":"finding""#, #""type":3"#, "line 2: 'type' is not a string"),
    (
      #""type":"finding""#, #""kind":"finding""#,
      "line 2: this object is no finding of zleaks, gitleaks, TruffleHog or Kingfisher"
    ),
    (
      #""suppressed":null"#, #""suppressed":null,"rule":"a""#,
      "line 2: expected each name once in an object"
    ),
    (#""suppressed":null"#, #""suppressed":nil"#, "line 2: expected a value"),
  ])
  func namesTheLineAndWhatIsWrong(_ old: String, _ new: String, _ message: String) {
    #expect(complaint(old, new) == message)
  }

  @Test func aKeyInFullIsRefusedAndNotShown() {
    let key = String(decoding: ReportFixtures.key, as: UTF8.self)
    #expect(
      complaint(ReportFixtures.redacted, key) == "line 2: 'key.redacted' holds a key in full"
    )
    let message = complaint(#""length":42"#, #""length":42,"value":"zqt_Axxxx""#)
    #expect(
      message
        == "line 2: 'key.value' is not the key that 'key.fingerprint' and 'key.length' describe"
    )
  }

  @Test func noTextOfTheReportIsInAMessage() throws {
    let key = String(decoding: ReportFixtures.key, as: UTF8.self)
    let texts = [
      "{\"type\":\(key)}", "{\(key):1}", "{\"\(key)\":1,\"\(key)\":2}", "{\"type\":\"\(key)\u{1}",
      "[\"\(key)\"]", key, "{\"schema\":\"\(key)\",\"findings\":[]}",
      Self.line.replacing("\"exact\"", with: "\"\(key)\""),
      Self.line.replacing("\"exact\"", with: key),
    ]
    for text in texts {
      let message = complaint(text + "\n") ?? ""
      #expect(!message.contains(key.dropFirst(4).prefix(8)), "\(message)")
    }
  }

  @Test func whatIsNoReportIsRefused() {
    let notARecord = "line 1: expected a JSON object, found something else; this is no report"
    #expect(complaint("hello") == notARecord)
    #expect(complaint("[1]") == notARecord)
    #expect(complaint("]") == notARecord)
    #expect(complaint("[[{}]]") == notARecord)
    #expect(complaint([0xFF, 0xFE, 0x7B, 0x00]) == notARecord)
    #expect(complaint([0xEF, 0xBB, 0x7B]) == notARecord)
    #expect(
      complaint(#"{"schema":"zleaks.report/2","findings":[]}"#)
        == "line 1: the report has another schema than 'zleaks.report/1'"
    )
    #expect(
      complaint("{\"type\":\"finding\n{}") == "line 1: a record ends in the middle of a string"
    )
    #expect(
      complaint("{}\n]")
        == "line 1: this object is no finding of zleaks, gitleaks, TruffleHog or Kingfisher"
    )
    #expect(
      complaint([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D])
        == "line 1: expected UTF-8, found other bytes"
    )
  }

  @Test func depthHasALimit() {
    let deep =
      #"{"type":"x","y":"# + String(repeating: "[", count: 100_000)
      + String(repeating: "]", count: 100_000) + "}"
    #expect(
      complaint(deep)
        == "line 1: expected at most 64 levels of arrays and objects, found more"
    )
  }

  @Test func theLineIsThatOfTheFault() {
    let text = "{\n\"type\":\n\"finding\",\n\"key\":{}, \"severity\":\n3}"
    #expect(complaint(text) == "line 4: 'key.redacted' is missing")
  }

  @Test func flippedBytesAreReadOrRefused() {
    let bytes = Array((Self.line + "\n" + Self.summary).utf8)
    for index in bytes.indices {
      for bit in [0x01, 0x20, 0x80] as [UInt8] {
        var changed = bytes
        changed[index] ^= bit
        // Any answer will do; it must be one.
        _ = complaint(changed)
      }
    }
  }
}
