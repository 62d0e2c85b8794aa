extension Timestamp {
  /// Reads a moment as RFC 3339 writes it, or git: `2026-11-21T09:30:00+01:00`,
  /// `2026-11-21 09:30:00 +0100`; `nil` if `text` is anything else.
  ///
  /// A fraction of a second is passed over. Without a clock or a zone, it is midnight, and UTC.
  package init?(parsing text: String) {
    var digits = Digits(rest: Array(text.utf8)[...])
    guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2),
      digits.skip("-"), let day = digits.number(2), (1...12).contains(month),
      (1...Self.dayCount(year, month)).contains(day)
    else { return nil }
    var clock = 0
    if digits.skip("T") || digits.skip("t") || digits.skip(" ") {
      guard let time = digits.clock() else { return nil }
      clock = time
    }
    _ = digits.skip(" ")
    guard let zone = digits.zone(), digits.rest.isEmpty else { return nil }
    let days = Self.daysSince1970(year, month, day)
    self.init(seconds: days * 86_400 + clock - zone * 60, zoneMinutes: zone)
  }

  /// The days of a month in the Gregorian calendar.
  private static func dayCount(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 2:
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The days from 1970-01-01 to a date (Howard Hinnant, "chrono-compatible low-level date
  /// algorithms", `days_from_civil`): counted in eras of 400 years that start on a 1 March.
  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// What is left of a text that is read from its start.
  private struct Digits {
    var rest: ArraySlice<UInt8>

    /// Passes one character, if it is next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    /// Reads a number of exactly `count` decimal digits.
    mutating func number(_ count: Int) -> Int? {
      guard rest.count >= count else { return nil }
      var number = 0
      for byte in rest.prefix(count) {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
      }
      rest = rest.dropFirst(count)
      return number
    }

    /// Reads the time of day, in seconds.
    mutating func clock() -> Int? {
      guard let hour = number(2), skip(":"), let minute = number(2), skip(":"),
        let second = number(2), hour < 24, minute < 60, second <= 60
      else { return nil }
      if skip(".") {
        guard number(1) != nil else { return nil }
        while number(1) != nil {}
      }
      return hour * 3_600 + minute * 60 + second
    }

    /// Reads the zone, in minutes east of UTC.
    mutating func zone() -> Int? {
      if rest.isEmpty || skip("Z") || skip("z") { return 0 }
      let isWest = rest.first == UInt8(ascii: "-")
      guard skip("-") || skip("+"), let hours = number(2) else { return nil }
      _ = skip(":")
      guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
      return (isWest ? -1 : 1) * (hours * 60 + minutes)
    }
  }
}
