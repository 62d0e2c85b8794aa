import ScanModel
import Testing

@testable import zleaks

@Suite struct LiveCheckTests {
  private let evidence: KeyEvidence

  init() throws {
    let time = try #require(Timestamp(seconds: 0, zoneMinutes: 0))
    evidence = KeyEvidence(method: .account, checkedAt: time)
  }

  private func summary(_ states: [KeyStatus]) -> String {
    var answers: [Fingerprint: KeyStatus] = [:]
    for (index, state) in states.enumerated() {
      answers[Fingerprint(of: Array("\(index)".utf8).span)] = state
    }
    return LiveCheck.summary(answers)
  }

  @Test func statesAndReasonsAreCounted() {
    #expect(summary([.active(evidence)]) == "checked 1 key: 1 active")
    #expect(
      summary([
        .unknown(.rejected, evidence), .active(evidence), .unknown(.notInAccount, evidence),
        .disabled(evidence), .unknown(.rejected, evidence),
      ]) == "checked 5 keys: 1 active, 1 disabled, 3 unknown (1 not-in-account, 2 rejected)"
    )
  }

  @Test func keyAndItsIDAreOne() {
    var named = evidence
    named.keyID = "aky_1"
    #expect(summary([.active(named), .active(named)]) == "checked 1 key: 1 active")
  }

  @Test func onlyProofMakesAKeyHarmless() {
    var finding = Finding(
      rule: RuleID("rule"),
      severity: .high,
      confidence: .exact,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: "z"),
        fingerprint: Fingerprint(of: [UInt8]().span),
        byteCount: 1,
        customerID: nil
      ),
      location: Location(
        path: nil,
        start: LineColumn(line: 1, column: 1),
        range: ByteRange(0, 1)
      ),
      secret: nil
    )
    #expect(finding.mayBeActive(allowsUnknown: false))
    #expect(!finding.mayBeActive(allowsUnknown: true))
    for reason in UnknownReason.allCases {
      finding.status = .unknown(reason, evidence)
      #expect(finding.mayBeActive(allowsUnknown: false))
      #expect(!finding.mayBeActive(allowsUnknown: true))
    }
    finding.status = .active(evidence)
    #expect(finding.mayBeActive(allowsUnknown: true))
    finding.suppression = SuppressionRecord(kind: .inline, reason: nil)
    #expect(!finding.isLeftOut)
    finding.status = .disabled(evidence)
    #expect(finding.isLeftOut)
    #expect(!finding.mayBeActive(allowsUnknown: false))
    finding.suppression = nil
    #expect(!finding.isLeftOut)
  }
}
