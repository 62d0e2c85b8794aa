internal import ScanModel

/// Dates as HTTP writes them (RFC 9110, section 5.6.7): `Sat, 21 Nov 2026 09:30:00 GMT`.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// 1970 began on a Thursday.
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

  /// The date of a moment from 1970 to 9998.
  static func text(secondsSince1970 seconds: Int) -> String {
    let seconds = max(seconds, 0)
    // RFC 3339: `2026-11-21T09:30:00Z`.
    guard let timestamp = Timestamp(seconds: seconds, zoneMinutes: 0) else { return "" }
    let text = "\(timestamp)"
    let date = text.prefix(10).split(separator: "-")
    guard date.count == 3, let month = Int(date[1]), months.indices.contains(month - 1) else {
      return ""
    }
    let weekday = weekdays[seconds / 86_400 % 7]
    return
      "\(weekday), \(date[2]) \(months[month - 1]) \(date[0]) \(text.dropFirst(11).prefix(8)) GMT"
  }
}
