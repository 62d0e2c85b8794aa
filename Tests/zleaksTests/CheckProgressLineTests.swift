import Testing

@testable import zleaks

@Suite struct CheckProgressLineTests {
  @Test func countsKeys() {
    #expect(CheckProgressLine.text(decidedCount: 0, of: 1) == "checking 0 of 1 key")
    #expect(
      CheckProgressLine.text(decidedCount: 1_200, of: 34_000) == "checking 1,200 of 34,000 keys"
    )
  }

  @Test(arguments: [Occasion.never, .always])
  func givesWhatTheWorkGives(_ progress: Occasion) {
    let running = ScanArguments.Running(threadCount: nil, progress: progress, verbosity: .normal)
    let line = CheckProgressLine(ProgressLine(running, Console()), keyCount: 3)
    #expect(line.show { _ in 7 } == 7)
  }
}
