import Testing

@testable import ByteSearch

@Suite struct ByteComparisonTests {
  @Test func findsTheFirstDifferenceAtEveryPlace() {
    for count in Array(0...40) + [127, 128, 129, 136, 255, 256, 300] {
      let left = (0..<count).map { UInt8($0 & 3) }
      for start in [0, count / 2, count] {
        #expect(left.span.firstDifference(from: left.span, at: start) == count)
      }
      for place in 0..<count {
        var right = left
        right[place] ^= 0x80
        #expect(left.span.firstDifference(from: right.span, at: 0) == place)
        #expect(left.span.firstDifference(from: right.span, at: place) == place)
        let shorter = Array(left.prefix(place))
        #expect(left.span.firstDifference(from: shorter.span, at: 0) == place)
      }
    }
  }

  @Test func aStartBehindTheShorterOneIsItsEnd() {
    let (long, short): ([UInt8], [UInt8]) = ([1, 2, 3], [1])
    #expect(long.span.firstDifference(from: short.span, at: 2) == 1)
    #expect(short.span.firstDifference(from: long.span, at: 3) == 1)
  }
}
