/// Hexadecimal digits, as this program writes and reads them.
package enum Hexadecimal {
  private static let digits: [UInt8] = Array("0123456789abcdef".utf8)

  /// Appends the sixteen lower-case digits of `word`.
  package static func append(_ word: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: 60, through: 0, by: -4) {
      bytes.append(digits[Int(word >> UInt64(shift) & 0xF)])
    }
  }

  /// Appends the two lower-case digits of `byte`.
  package static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(digits[Int(byte >> 4)])
    bytes.append(digits[Int(byte & 0xF)])
  }

  /// The value of a digit in either case, 0 to 15; `nil` for any other byte.
  package static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: lowerCaseValue(byte)
    }
  }

  /// The value of a decimal or lower-case digit, 0 to 15; `nil` for any other byte.
  package static func lowerCaseValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
