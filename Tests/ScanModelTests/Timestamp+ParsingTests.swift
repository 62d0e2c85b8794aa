import ScanModel
import Testing

@Suite struct TimestampParsingTests {
  @Test func readsWhatItWrites() throws {
    var numbers = SplitMix64(seed: 1)
    for _ in 0..<5_000 {
      let moment = try #require(
        Timestamp(
          seconds: Int.random(in: -62_135_500_000...253_370_764_799, using: &numbers),
          zoneMinutes: Int.random(in: -1_439...1_439, using: &numbers)
        )
      )
      #expect(Timestamp(parsing: moment.description) == moment)
    }
  }

  @Test(arguments: [
    ("2023-11-14T22:13:20Z", 1_700_000_000), ("2023-11-15T03:43:20+05:30", 1_700_000_000),
    ("2023-11-15 03:43:20 +0530", 1_700_000_000), ("2023-11-14T22:13:20.123456z", 1_700_000_000),
    ("2024-02-29", 1_709_164_800), ("1969-12-31T23:59:59Z", -1),
  ])
  func readsTheFormsOfOthers(_ text: String, _ seconds: Int) {
    #expect(Timestamp(parsing: text)?.seconds == seconds)
  }

  @Test(arguments: [
    "", "2023", "2023-13-01", "2023-02-29", "2023-11-14T24:00:00Z", "2023-11-14T22:13Z",
    "2023-11-14T22:13:20+5", "2023-11-14T22:13:20Zx", "2023-11-14T22:13:20.Z", "-2023-11-14",
    "0000-01-01", "9999-12-31T23:59:59Z", "2023-11-14T22:13:20+99:00", "２０２３-11-14",
  ])
  func refusesAnythingElse(_ text: String) {
    #expect(Timestamp(parsing: text) == nil)
  }
}
