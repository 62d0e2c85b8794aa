import Reporting
import ScanModel
import Testing

@testable import zleaks

@Suite struct KeyStatesTests {
  private let time: Timestamp

  init() throws { time = try #require(Timestamp(seconds: 0, zoneMinutes: 0)) }

  private func finding(
    _ shown: String,
    _ path: String?,
    line: Int = 1,
    severity: Severity = .medium,
    _ status: KeyStatus
  ) -> Finding {
    Finding(
      rule: RuleID("rule"),
      severity: severity,
      confidence: .exact,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: shown),
        fingerprint: Fingerprint(of: Array(shown.utf8).span),
        byteCount: 42,
        customerID: nil
      ),
      location: Location(
        path: path.map { ContentPath($0) },
        start: LineColumn(line: line, column: 5),
        range: ByteRange(0, 42)
      ),
      secret: nil,
      status: status
    )
  }

  private func evidence(id: String? = nil, name: String? = nil, role: String? = nil) -> KeyEvidence
  {
    KeyEvidence(method: .account, checkedAt: time, keyID: id, keyName: name, role: role)
  }

  private func text(_ findings: [Finding], usesColor: Bool = false) -> String {
    KeyStates(redaction: PathRedaction()).text(findings, usesColor: usesColor)
  }

  @Test func eachKeyHasALineAndTheActiveOnesComeFirst() {
    let active = KeyStatus.active(evidence(id: "aky_1", name: "web", role: "serving"))
    let findings = [
      finding("zqt_…off", "a", .disabled(evidence(id: "aky_2"))),
      finding("zqt_…who", nil, .unknown(.rejected, evidence())),
      finding("zqt_…on", "a", active), finding("zqt_…on", "b", line: 2, active),
    ]
    #expect(
      text(findings) == """
        active    zqt_…on  aky_1 'web' serving  a:1:5, b:2:5
        unknown   zqt_…who  rejected
        disabled  zqt_…off  aky_2  a:1:5

        """
    )
    #expect(text(findings, usesColor: true).hasPrefix("\u{1B}[1;31mactive  \u{1B}[0m  zqt_…on"))
    #expect(text([]) == "")
  }

  @Test func morePlacesAreCounted() {
    let findings = (1...5).map { finding("zqt_…x", "a", line: $0, .unknown(.notInAccount)) }
    #expect(
      text(findings)
        == "unknown   zqt_…x  not-in-account  a:1:5, a:2:5, a:3:5 and 2 more places\n"
    )
    #expect(text(Array(findings.prefix(4))).hasSuffix("a:3:5 and 1 more place\n"))
  }

  @Test func identifierIsOnTheLineOfItsKey() {
    let status = KeyStatus.active(evidence(id: "aky_1"))
    let key = finding("zqt_…x", "a", status)
    let id = finding("aky_1", "a", severity: .info, status)
    #expect(text([id, key]) == "active    zqt_…x  aky_1  a:1:5\n")
    #expect(text([id]) == "active    aky_1  a:1:5\n")
  }

  @Test func hostileTextIsEscaped() {
    let status = KeyStatus.active(evidence(id: "aky_1", name: "\u{1B}[2J\n", role: "\u{202E}x"))
    let line = text([finding("zqt_…x", "\u{1B}]0;a\u{7}", status)])
    #expect(line.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x202E })
    #expect(line.split(separator: "\n").count == 1)
  }
}
