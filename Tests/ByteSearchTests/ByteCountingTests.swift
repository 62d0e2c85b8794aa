import ByteSearch
import Testing

@Suite struct ByteCountingTests {
  @Test func countsWithinEveryRangeAroundTheLaneWidth() {
    let bytes = (0..<140).map { UInt8($0 % 3 == 0 ? 10 : 65) }
    for lower in 0...40 {
      for upper in lower...bytes.count {
        let expected = bytes[lower..<upper].count { $0 == 10 }
        #expect(bytes.span.count(of: 10, in: lower..<upper) == expected)
      }
    }
  }

  @Test func countsMoreThanAByteHolds() {
    let bytes = [UInt8](repeating: 10, count: 100_003)
    #expect(bytes.span.count(of: 10, in: 0..<bytes.count) == 100_003)
  }

  @Test func findsTheNearestOnEitherSide() {
    let bytes: [UInt8] = [1, 10, 2, 3, 10, 4]
    #expect(bytes.span.lastIndex(of: 10, in: 0..<4) == 1)
    #expect(bytes.span.firstIndex(of: 10, in: 2..<6) == 4)
    #expect(bytes.span.firstIndex(of: 10, in: 2..<4) == nil)
    #expect(bytes.span.lastIndex(of: 10, in: 5..<6) == nil)
  }
}
