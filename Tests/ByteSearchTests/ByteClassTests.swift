import ByteSearch
import Testing

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
}
