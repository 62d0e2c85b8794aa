import Testing

@testable import Reporting

@Suite struct ReportOutputTests {
  private struct Full: Error {
    let wantedByteCount: Int
  }

  @Test func letsGoOnlyOfLargeChunksAndOfTheRest() {
    var counts: [Int] = []
    var output = ReportOutput<Never> { counts.append($0.count) }
    for _ in 0..<3 {
      output.append([UInt8](repeating: 0, count: 30_000))
      output.endRecord()
    }
    #expect(counts == [90_000])
    output.append([1, 2])
    output.endRecord()
    #expect(counts == [90_000])
    output.flush()
    output.flush()
    #expect(counts == [90_000, 2])
  }

  @Test func passesOnTheSinksError() {
    var output = ReportOutput<Full> { bytes throws(Full) in
      throw Full(wantedByteCount: bytes.count)
    }
    output.append([1])
    do {
      try output.flush()
      Issue.record("the sink's error is lost")
    } catch {
      #expect(error.wantedByteCount == 1)
    }
  }
}
