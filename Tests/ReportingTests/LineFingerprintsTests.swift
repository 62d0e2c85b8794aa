import ScanModel
import Testing

@testable import Reporting

@Suite struct LineFingerprintsTests {
  @Test func numbersTheSameKeyUnderTheSamePathWhereThereIsNoFile() {
    let other = ReportFixtures.finding(at: ReportFixtures.location(ContentPath("b")))
    let findings = [ReportFixtures.plain, other, ReportFixtures.plain]
    let values = LineFingerprints(findings, [0, 1, 2], [0, 1, 2], ReportContext())
    #expect(
      (0...2).map { values[$0] }
        == ["49ff1dbd433dc25f:1", "49ff1dbd433dc25f:1", "49ff1dbd433dc25f:2"]
    )
    // What is left out for want of room keeps its number.
    let last = LineFingerprints(findings, [0, 1, 2], [2], ReportContext())
    #expect(last[2] == "49ff1dbd433dc25f:2")
  }

  @Test func takesTheLinesHashWhereThereIs() {
    var context = ReportContext()
    context.source = SourceReader { _, take in
      let bytes = ReportFixtures.key
      _ = take(bytes.span)
    }
    let location = ReportFixtures.location(ContentPath("a"), line: 1, column: 1, offset: 0)
    let values = LineFingerprints([ReportFixtures.finding(at: location)], [0], [0], context)
    #expect(values[0].hasSuffix(":1"))
    #expect(values[0] != "49ff1dbd433dc25f:1")
  }
}
