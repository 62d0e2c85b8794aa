import ScanModel
import Testing

@Suite struct SeverityTests {
  @Test func ordersByHarm() {
    let expected: [Severity] = [.info, .low, .medium, .high, .critical]
    #expect(Severity.allCases.shuffled().sorted() == expected)
  }
}
