import ScanModel
import Testing

@Suite struct ConfidenceTests {
  @Test func ordersByCertainty() {
    let expected: [Confidence] = [.possible, .likely, .exact]
    #expect(Confidence.allCases.shuffled().sorted() == expected)
  }
}
