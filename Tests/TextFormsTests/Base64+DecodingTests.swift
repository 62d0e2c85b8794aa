import ScanModel
import Testing
import TextForms

@Suite struct Base64DecodingTests {
  @Test func readsWhatItWrites() {
    var numbers = SplitMix64(seed: 1)
    for length in 0..<100 {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
      #expect(Base64.decoded(Base64.encoded(bytes)) == bytes)
    }
  }

  @Test(arguments: ["a", "ab", "abc", "a===", "====", "YQ=a", "Y Q=", "YR==", "YWJ=", "_-__", "é="])
  func refusesAnythingElse(_ text: String) {
    #expect(Base64.decoded(text) == nil)
  }
}
