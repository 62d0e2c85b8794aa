import ByteSearch
import Testing

@Suite struct ByteFrequencyTests {
  @Test func sharesAddUpAndOtherBytesDoNotCount() {
    let ascii = ByteClass(Array(0..<0x80))
    let all = ByteClass(Array(0...0xFF))
    #expect(ByteFrequency.share(of: ascii) > 0.8 && ByteFrequency.share(of: ascii) <= 1)
    #expect(ByteFrequency.share(of: all) == ByteFrequency.share(of: ascii))
    #expect(ByteFrequency.share(of: ByteClass()) == 0)
    #expect(ByteFrequency.share(of: ByteClass("e")) > ByteFrequency.share(of: ByteClass("Q")))
  }
}
