/// A moment as git writes it: seconds since 1970, and the zone of whoever was there.
package struct Timestamp: Hashable, Sendable, CustomStringConvertible {
  /// The seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  package let seconds: Int

  /// The zone's offset from UTC, in minutes; east is positive.
  package let zoneMinutes: Int

  /// The seconds of the years 1 to 9998, which RFC 3339 can write in any zone.
  private static let range = -62_135_596_800...253_370_764_799

  /// Makes a moment; `nil` if RFC 3339 cannot write it.
  package init?(seconds: Int, zoneMinutes: Int) {
    guard (-1_439...1_439).contains(zoneMinutes), Self.range.contains(seconds) else { return nil }
    self.seconds = seconds
    self.zoneMinutes = zoneMinutes
  }

  /// The moment in RFC 3339: `2026-11-21T09:30:00+01:00`.
  package var description: String {
    let local = seconds + zoneMinutes * 60
    // Rounded down, so that the time of day is never negative.
    let days = (local - (local % 86_400 + 86_400) % 86_400) / 86_400
    let time = local - days * 86_400
    let (year, month, day) = Self.date(daysSince1970: days)
    let zone = abs(zoneMinutes)
    let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    let clock =
      "\(Self.padded(time / 3_600, 2)):\(Self.padded(time / 60 % 60, 2)):\(Self.padded(time % 60, 2))"
    if zone == 0 { return "\(date)T\(clock)Z" }
    let sign = zoneMinutes < 0 ? "-" : "+"
    return "\(date)T\(clock)\(sign)\(Self.padded(zone / 60, 2)):\(Self.padded(zone % 60, 2))"
  }

  /// The date in the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date
  /// algorithms", `civil_from_days`): counted in eras of 400 years that start on a 1 March.
  private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }
}
