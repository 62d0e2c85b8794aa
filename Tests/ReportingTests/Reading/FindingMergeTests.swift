import ScanModel
import Testing

@testable import Reporting

@Suite struct FindingMergeTests {
  private func merged(_ findings: [Finding], limit: Int = 1_000) -> String {
    var merge = FindingMerge(limit: limit)
    for finding in findings { merge.add(finding) }
    return ReportFixtures.report(.jsonl, merge.finish(), context: ReportContext(showsSecrets: true))
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func neitherOrderNorRepetitionMatters(_ seed: UInt64) {
    let random = RandomFindings(seed: seed)
    var findings: [Finding] = []
    for _ in 0..<6 {
      let finding = random.finding()
      // The same keys at the same places, with other facts.
      let other = random.finding()
      findings += [finding, finding.told(by: other), finding.told(by: random.finding())]
    }
    let expected = merged(findings)
    var numbers = SplitMix64(seed: seed)
    for _ in 0..<5 {
      #expect(merged(findings.shuffled(using: &numbers)) == expected)
    }
    #expect(merged(findings + findings) == expected)
    #expect(expected.split(separator: "\n").count == 7)
  }

  @Test func theBestStateWins() throws {
    let early = try #require(Timestamp(seconds: 1, zoneMinutes: 0))
    let late = try #require(Timestamp(seconds: 2, zoneMinutes: 0))
    let worst: [KeyStatus] = [
      .unknown(.notChecked), .unknown(.noCredential),
      .unknown(.rejected, KeyEvidence(method: .probe, checkedAt: late)),
      .active(KeyEvidence(method: .account, checkedAt: early)),
      .disabled(KeyEvidence(method: .account, checkedAt: late)),
    ]
    for (index, better) in worst.enumerated() {
      for status in worst[...index] { #expect(KeyStatus.better(status, better) == better) }
      for status in worst[...index] { #expect(KeyStatus.better(better, status) == better) }
    }
    let active = KeyStatus.active(KeyEvidence(method: .account, checkedAt: late))
    let disabled = KeyStatus.disabled(KeyEvidence(method: .account, checkedAt: late))
    #expect(KeyStatus.better(disabled, active) == active)
  }

  @Test func whoeverHasNotSuppressedAKeySeesIt() {
    var suppressed = ReportFixtures.plain
    suppressed.suppression = SuppressionRecord(kind: .baseline, reason: nil)
    var merge = FindingMerge()
    merge.add(suppressed)
    merge.add(ReportFixtures.plain)
    #expect(merge.finish().map(\.suppression) == [nil])
  }

  @Test func keepsWhatReportsListFirst() {
    let findings = (1...50).map { line in
      ReportFixtures.finding(at: ReportFixtures.location(ContentPath("a"), line: line))
    }
    var merge = FindingMerge(limit: 10)
    for finding in findings.reversed() { merge.add(finding) }
    #expect(merge.finish().map(\.location.start.line) == Array(1...10))
    #expect(merge.droppedCount == 40)
  }
}

extension Finding {
  /// This key at this place, with what `other` tells of another.
  fileprivate func told(by other: Finding) -> Finding {
    let facts = GitFacts(
      object: git?.object ?? "",
      kind: other.git?.kind ?? .blob,
      introduction: other.git?.introduction,
      exposure: other.git?.exposure,
      repository: git?.repository
    )
    return Finding(
      rule: rule,
      severity: other.severity,
      confidence: other.confidence,
      key: key,
      location: location,
      secret: secret,
      nearbyKeys: other.nearbyKeys,
      git: git == nil ? nil : facts,
      status: other.status,
      suppression: other.suppression
    )
  }
}
