import ScanModel
import Testing

@testable import ByteSearch

@Suite struct ByteClassTests {
  @Test func holdsExactlyTheBytesPutIn() {
    var expected: Set<UInt8> = []
    var set = ByteClass()
    for byte: UInt8 in [0, 63, 64, 127, 128, 255] {
      set.insert(byte)
      expected.insert(byte)
      #expect(Set(set.bytes) == expected)
    }
  }

  @Test func base64URLHasSixtyFourBytes() {
    #expect(ByteClass.base64URL.bytes.count == 64)
    #expect(ByteClass.base64URL.contains(UInt8(ascii: "_")))
    #expect(!ByteClass.base64URL.contains(UInt8(ascii: "+")))
  }

  @Test func quartersHaveTheBytesOfTheSet() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<100 {
      let bytes = (0..<Int(random.next() % 40)).map { _ in UInt8(random.next() % 128) }
      var found: Set<UInt8> = []
      var last = -4
      ByteClass(bytes).forEachASCIIQuarter { start, quarter in
        #expect(start % 4 == 0 && start > last && quarter > 0 && quarter < 16)
        last = start
        for bit in 0..<4 where quarter >> bit & 1 != 0 { found.insert(UInt8(start + bit)) }
      }
      #expect(found == Set(bytes))
    }
  }
}
