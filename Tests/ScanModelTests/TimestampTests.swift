import Foundation
import ScanModel
import Testing

@Suite struct TimestampTests {
  /// Foundation's answer for the same moment.
  private func oracle(_ seconds: Int, _ zoneMinutes: Int) -> String {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime]
    formatter.timeZone = TimeZone(secondsFromGMT: zoneMinutes * 60)
    return formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
  }

  @Test func agreesWithFoundation() throws {
    // The calendar of Foundation's formatter is Julian before this day: 1582-10-15.
    let first = -12_219_292_800 + 86_400
    let seed: UInt64 = 20_261_121
    var generator = SplitMix64(seed: seed)
    for _ in 0..<3_000 {
      let seconds = Int.random(in: first...253_370_764_799, using: &generator)
      // Foundation's formatter ends the program over zones that are further off.
      let zone = Int.random(in: -840...840, using: &generator)
      let text = try #require(Timestamp(seconds: seconds, zoneMinutes: zone)).description
      #expect(text == oracle(seconds, zone), "seed \(seed): \(seconds), \(zone)")
    }
    for seconds in -100_000..<(-99_000) {
      let text = try #require(Timestamp(seconds: seconds, zoneMinutes: -90)).description
      #expect(text == oracle(seconds, -90))
    }
  }

  @Test(
    arguments: [
      (0, 0, "1970-01-01T00:00:00Z"),
      (-1, 0, "1969-12-31T23:59:59Z"),
      (0, -1, "1969-12-31T23:59:00-00:01"),
      (1_700_000_000, 330, "2023-11-15T03:43:20+05:30"),
      (951_782_400, 0, "2000-02-29T00:00:00Z"),
      (4_107_542_399, 0, "2100-02-28T23:59:59Z"),
      (4_107_542_400, 0, "2100-03-01T00:00:00Z"),
      (-62_135_596_800, 0, "0001-01-01T00:00:00Z"),
      (-62_135_596_800, -1_439, "0000-12-31T00:01:00-23:59"),
      (253_370_764_799, 0, "9998-12-31T23:59:59Z"),
      (253_370_764_799, 1_439, "9999-01-01T23:58:59+23:59"),
    ]
  )
  func writes(_ seconds: Int, _ zoneMinutes: Int, _ text: String) throws {
    #expect(Timestamp(seconds: seconds, zoneMinutes: zoneMinutes)?.description == text)
  }

  @Test(
    arguments: [
      (-62_135_596_801, 0), (253_370_764_800, 0), (Int.max, 0), (Int.min, 0), (0, 1_440),
      (0, -1_440), (0, Int.max), (0, Int.min), (Int.max, Int.max), (Int.min, Int.min),
    ]
  )
  func takesOnlyWhatCanBeWritten(_ seconds: Int, _ zoneMinutes: Int) {
    #expect(Timestamp(seconds: seconds, zoneMinutes: zoneMinutes) == nil)
  }
}
