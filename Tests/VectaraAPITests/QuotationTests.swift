import ScanModel
import Testing

@testable import VectaraAPI

@Suite struct QuotationTests {
  private let quotation = Quotation(hiding: [Secret(Array("0123456789abcdef".utf8))])

  @Test func quotesWhatIsHarmless() {
    #expect(quotation.quote("no way") == "no way")
    #expect(quotation.quote("a\u{1b}[31m\nb") == #"a\x1b[31m\nb"#)
    #expect(quotation.quote("zut_key zqt_ 0123456") == "zut_key zqt_ 0123456")
  }

  @Test(
    arguments: [
      "", "0123456789abcdef", "x89abcdefx", "01234567", "is 456789ab ok", "zut_12345678",
      "=zwt_aB-_aB-_x",
    ])
  func quotesNothingThatCouldBeASecret(_ text: String) {
    #expect(quotation.quote(text) == nil)
  }

  @Test func aShortSecretIsHiddenWhole() {
    let quotation = Quotation(hiding: [Secret(Array("pass".utf8)), Secret([])])
    #expect(quotation.quote("my passport") == nil)
    #expect(quotation.quote("my pas") == "my pas")
  }

  @Test func longTextsAreCut() {
    #expect(
      quotation.quote(String(repeating: "é", count: 500)) == String(repeating: "é", count: 100)
        + "…"
    )
  }
}
