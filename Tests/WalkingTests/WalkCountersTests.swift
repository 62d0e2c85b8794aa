import ScanModel
import Testing

@testable import Walking

@Suite struct WalkCountersTests {
  @Test func showWhatWasStoredLast() {
    let counters = WalkCounters()
    #expect(counters.fileCount == 0)
    #expect(counters.byteCount == 0)
    var coverage = Coverage()
    for count in 1...3 {
      coverage.fileCount = count
      coverage.byteCount = count * 10
      counters.store(coverage)
    }
    #expect(counters.fileCount == 3)
    #expect(counters.byteCount == 30)
  }
}
