import Inflate
import TestSupport
import Testing

@Suite struct CRC32Tests {
  @Test func isThatOfTheDefinition() {
    // The check value of every catalogue.
    var sum = CRC32()
    #expect(sum.value == 0)
    sum.add(Array("123456789".utf8).span)
    #expect(sum.value == 0xCBF4_3926)
  }

  @Test func doesNotDependOnThePieces() {
    let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* $0) }
    for cut in [0, 1, 15, 16, 17, 999, 1_000] {
      var sum = CRC32()
      sum.add(bytes.span.extracting(0..<cut))
      sum.add(bytes.span.extracting(cut..<bytes.count))
      #expect(sum.value == Checksum.crc32(bytes))
    }
  }
}
