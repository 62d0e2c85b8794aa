private import ScanModel

// Numbers (specification, section 6).

extension JSON5Reader {
  /// Reads the number that starts here, its sign included.
  mutating func readNumber() throws(JSON5Error) -> JSON5Value.Content {
    let isNegative = peek() == UInt8(ascii: "-")
    if isNegative || peek() == UInt8(ascii: "+") { offset += 1 }
    switch peek() {
    case UInt8(ascii: "I") where skipWord("Infinity"):
      return .number(isNegative ? -.infinity : .infinity)
    case UInt8(ascii: "N") where skipWord("NaN"): return .number(.nan)
    case UInt8(ascii: "0")
    where peek(1) == UInt8(ascii: "x") || peek(1) == UInt8(ascii: "X"):
      let start = offset
      offset += 2
      let digits = offset
      skip { Hexadecimal.value($0) != nil }
      guard offset > digits else { throw unexpectedCharacter(.hexadecimalDigit) }
      try endNumber()
      return integer(digits..<offset, radix: 16, isNegative: isNegative)
        ?? number(start..<offset, isNegative: isNegative)
    case (UInt8(ascii: "0")...UInt8(ascii: "9"))?, UInt8(ascii: "."):
      return try readDecimal(isNegative: isNegative)
    case UInt8(ascii: "I"), UInt8(ascii: "N"): throw unexpected(.value)
    default: throw unexpectedCharacter(.digit)
    }
  }

  /// Reads the decimal digits, fraction and exponent that start here.
  private mutating func readDecimal(isNegative: Bool) throws(JSON5Error) -> JSON5Value.Content {
    let start = offset
    skipDigits()
    let wholeDigits = start..<offset
    if wholeDigits.count > 1, bytes[start] == UInt8(ascii: "0") {
      offset = start + 1
      throw unexpectedCharacter(.endOfNumber)
    }
    var isWhole = true
    if peek() == UInt8(ascii: ".") {
      isWhole = false
      offset += 1
      let fraction = offset
      skipDigits()
      guard !wholeDigits.isEmpty || offset > fraction else { throw unexpectedCharacter(.digit) }
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      isWhole = false
      offset += 1
      if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { offset += 1 }
      let exponent = offset
      skipDigits()
      guard offset > exponent else { throw unexpectedCharacter(.digit) }
    }
    try endNumber()
    if isWhole, let integer = integer(wholeDigits, radix: 10, isNegative: isNegative) {
      return integer
    }
    return number(start..<offset, isNegative: isNegative)
  }

  /// Passes decimal digits.
  private mutating func skipDigits() {
    skip { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Checks that no letter or digit follows the number.
  private func endNumber() throws(JSON5Error) {
    if startsNameCharacter() { throw unexpectedCharacter(.endOfNumber) }
  }

  /// The value of the digits; `nil` if it is `-0` or no `Int` can hold it.
  private func integer(
    _ digits: Range<Int>,
    radix: Int,
    isNegative: Bool
  ) -> JSON5Value.Content? {
    var value = 0
    for byte in bytes[digits] {
      guard let digit = Hexadecimal.value(byte) else { return nil }
      let (product, productOverflows) = value.multipliedReportingOverflow(by: radix)
      // A negative value is built downwards, so that the least `Int` can be read too.
      let (sum, sumOverflows) =
        isNegative
        ? product.subtractingReportingOverflow(Int(digit))
        : product.addingReportingOverflow(Int(digit))
      guard !productOverflows, !sumOverflows else { return nil }
      value = sum
    }
    return isNegative && value == 0 ? nil : .integer(value)
  }

  /// The value of the number text, which has been checked.
  private func number(_ text: Range<Int>, isNegative: Bool) -> JSON5Value.Content {
    let magnitude = Double(String(decoding: bytes[text], as: UTF8.self)) ?? .nan
    return .number(isNegative ? -magnitude : magnitude)
  }
}
