/// Numbers as people write them.
package enum NumberText {
  /// `number` with exactly `decimals` digits after the point, as in `0.040`.
  ///
  /// - Returns: `nil` if `number` is not finite or too large to be written so.
  package static func fixed(_ number: Double, decimals: Int) -> String? {
    precondition((0...9).contains(decimals), "\(decimals) decimals are not 0 to 9")
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    guard let scaled = rounded(number.magnitude * Double(scale)) else { return nil }
    let sign = number < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(scaled) }
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: decimals - fraction.utf8.count)
    return "\(sign)\(scaled / scale).\(zeros)\(fraction)"
  }

  /// `count` with commas between groups of three digits, as in `1,204`.
  package static func grouped(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    var output = count < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { output.append(",") }
      output.append(digit)
    }
    return output
  }

  /// `count` and the noun in its number, as in `1 finding` or `1,204 findings`.
  package static func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? singular : plural ?? singular + "s")"
  }

  /// A size in decimal units (1 kB is 1000 bytes), as in `812 B`, `48.1 MB` or `120 GB`.
  package static func byteSize(_ byteCount: Int) -> String {
    guard byteCount >= 1_000 else { return "\(byteCount) B" }
    var value = Double(byteCount)
    let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
    for unit in units {
      value /= 1_000
      // What rounds to 100.0 is shown without its decimal, and what rounds to 1000 one unit up.
      if value < 99.95 { return "\(fixed(value, decimals: 1) ?? "?") \(unit)" }
      if value < 999.5 { return "\(fixed(value, decimals: 0) ?? "?") \(unit)" }
    }
    return "\(byteCount) B"
  }

  /// A duration, as in `0.04 s` or `2 min 5 s`; `nil` if it is not finite or negative.
  package static func duration(seconds: Double) -> String? {
    guard seconds >= 0, let whole = rounded(seconds) else { return nil }
    guard whole >= 60 else { return fixed(seconds, decimals: 2).map { $0 + " s" } }
    return "\(grouped(whole / 60)) min \(whole % 60) s"
  }

  /// The nearest integer to a number that is not negative; `nil` from 2^53 on and for no number.
  ///
  /// `Double.rounded()` would need the mathematics library, which nothing else links.
  private static func rounded(_ number: Double) -> Int? {
    number < 9_007_199_254_740_992 ? Int(number + 0.5) : nil
  }
}
