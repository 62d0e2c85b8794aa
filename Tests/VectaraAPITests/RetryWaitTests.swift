import Testing

@testable import VectaraAPI

@Suite struct RetryWaitTests {
  @Test func waitsGrowAndAreSpread() {
    #expect((0...7).map { RetryWait.backoff($0, chance: 0) } == [0.25, 0.5, 1, 2, 4, 8, 8, 8])
    #expect(RetryWait.backoff(0, chance: 0.5) == 0.375)
    #expect(RetryWait.backoff(-1, chance: 0) == 0.25)
  }

  @Test(
    arguments: [
      ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
      ("Tue, 29 Feb 2000 23:59:60 GMT", 951_868_800),
      ("Fri, 31 Dec 9998 00:00:00 GMT", 253_370_678_400),
    ])
  func readsDates(_ text: String, _ seconds: Int) {
    #expect(HTTPDate.seconds(text) == seconds)
  }

  @Test(
    arguments: [
      "", "soon", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
      "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 6 Nov 1994 08:49:37 GMT",
      "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49 GMT",
      "Sun, 06 Nov 99999 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
    ])
  func otherTextsAreNoDates(_ text: String) {
    #expect(HTTPDate.seconds(text) == nil)
  }
}
