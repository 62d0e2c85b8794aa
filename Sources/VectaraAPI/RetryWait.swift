internal import Curl

/// How long to wait before a request is sent again.
enum RetryWait {
  /// What the service asks for in `Retry-After`, in seconds: a number, or a date.
  ///
  /// A date counts from the answer's own `Date`, so that it does not matter whose clock is wrong.
  ///
  /// - Returns: `nil` if it does not ask, or not in a way that makes sense.
  static func asked(by response: HTTPResponse) -> Double? {
    guard let text = response.header("retry-after") else { return nil }
    if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      // More digits than an `Int` holds are longer than any wait.
      return text.isEmpty ? nil : Int(text).map(Double.init) ?? .greatestFiniteMagnitude
    }
    guard let until = HTTPDate.seconds(text), let date = response.header("date"),
      let now = HTTPDate.seconds(date)
    else { return nil }
    return Double(max(until - now, 0))
  }

  /// The wait before the retry of that number, from 0: twice as long each time, half of it by
  /// chance.
  static func backoff(_ retry: Int, chance: Double) -> Double {
    let whole = Double(1 << min(max(retry, 0), 5)) / 2
    return whole / 2 + whole / 2 * chance
  }
}

/// Dates as HTTP writes them (RFC 9110, section 5.6.7).
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`; `nil` for any other form.
  static func seconds(_ text: String) -> Int? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0].utf8.count == 4, parts[0].hasSuffix(","), parts[5] == "GMT",
      let day = number(parts[1], count: 2, 1...31),
      let month = months.firstIndex(of: String(parts[2])),
      let year = number(parts[3], count: 4, 1970...9998)
    else { return nil }
    let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false)
    guard clock.count == 3, let hour = number(clock[0], count: 2, 0...23),
      let minute = number(clock[1], count: 2, 0...59),
      let second = number(clock[2], count: 2, 0...60)
    else { return nil }
    let days = daysSince1970(year: year, month: month + 1, day: day)
    return days * 86_400 + hour * 3_600 + minute * 60 + second
  }

  private static func number(
    _ text: Substring,
    count: Int,
    _ range: ClosedRange<Int>
  ) -> Int? {
    guard text.utf8.count == count,
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let value = Int(text), range.contains(value)
    else { return nil }
    return value
  }

  /// The day's number (Howard Hinnant, "chrono-compatible low-level date algorithms",
  /// `days_from_civil`).
  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
