import ScanModel
import Testing

@testable import Reporting

@Suite struct FindingIdentifiersTests {
  @Test func theSameFindingHasTheSameNameInEveryReport() {
    var first = FindingIdentifiers()
    var second = FindingIdentifiers()
    _ = second.identifier(of: ReportSamples.historic)
    #expect(
      first.identifier(of: ReportFixtures.plain) == second.identifier(of: ReportFixtures.plain)
    )
  }

  @Test func noTwoFindingsOfAReportHaveOneIdentifier() {
    var counter = FindingIdentifiers()
    let findings = ReportSamples.findings + ReportSamples.findings + ReportSamples.hostileFindings
    let names = findings.map { counter.identifier(of: $0) }
    #expect(Set(names).count == findings.count)
  }
}
