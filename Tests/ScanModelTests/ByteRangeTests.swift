import ScanModel
import Testing

@Suite struct ByteRangeTests {
  @Test func countsItsBytes() {
    #expect(ByteRange(3, 3).byteCount == 0)
    #expect(ByteRange(3, 45).byteCount == 42)
  }

  @Test func overlapsWhatSharesAByte() {
    var mismatches: [String] = []
    let ranges = (0...5).flatMap { lower in (lower...5).map { ByteRange(lower, $0) } }
    for left in ranges where left.byteCount > 0 {
      for right in ranges where right.byteCount > 0 {
        let shared = Set(left.lowerBound..<left.upperBound)
          .intersection(right.lowerBound..<right.upperBound)
        if left.overlaps(right) == shared.isEmpty { mismatches.append("\(left) \(right)") }
      }
    }
    #expect(mismatches == [])
  }

  @Test func refusesToRunBackwards() async {
    await #expect(processExitsWith: .failure) {
      _ = ByteRange(1, 0)
    }
  }
}
