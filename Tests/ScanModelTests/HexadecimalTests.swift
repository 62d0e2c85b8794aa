import ScanModel
import Testing

@Suite struct HexadecimalTests {
  @Test func writesAndReadsEveryByte() {
    let mismatches = (UInt8.min...UInt8.max).filter { byte in
      var digits: [UInt8] = []
      Hexadecimal.append(byte, to: &digits)
      let text = String(decoding: digits, as: UTF8.self)
      return text.count != 2 || UInt8(text, radix: 16) != byte || text != text.lowercased()
    }
    #expect(mismatches == [])
  }

  @Test func readsDigitsInEitherCaseAndNothingElse() {
    let mismatches = (UInt8.min...UInt8.max).filter { byte in
      let text = String(UnicodeScalar(byte))
      let expected = byte < 0x80 && byte != 0x2B && byte != 0x2D ? UInt8(text, radix: 16) : nil
      let isLowerCase = text == text.lowercased()
      return Hexadecimal.value(byte) != expected
        || Hexadecimal.lowerCaseValue(byte) != (isLowerCase ? expected : nil)
    }
    #expect(mismatches == [])
  }

  @Test func writesWordsWithTheirZeros() {
    var digits: [UInt8] = []
    Hexadecimal.append(0x8000_0000_0000_00FF as UInt64, to: &digits)
    #expect(String(decoding: digits, as: UTF8.self) == "80000000000000ff")
  }
}
