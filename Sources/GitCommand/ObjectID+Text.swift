package import ScanModel

extension ObjectID {
  /// Takes digits, as git writes them, for an id; `nil` if they are none.
  package init?(digits: some Collection<UInt8>) {
    let digits = Array(digits)
    guard digits.allSatisfy({ Hexadecimal.lowerCaseValue($0) != nil }) else { return nil }
    self.init(hexadecimal: digits.span)
  }

  /// The digits, as git reads them.
  package var digits: [UInt8] { Array(description.utf8) }

  /// Whether all digits are 0, which is how git writes that there is no object.
  package var isZero: Bool { bytes.allSatisfy { $0 == 0 } }

  /// The id of the tree without entries, which every repository knows.
  package static func emptyTree(_ format: ObjectFormat) -> ObjectID {
    switch format {
    case .sha1: ObjectID(emptyTreeSHA1.span, format: format)
    case .sha256: ObjectID(emptyTreeSHA256.span, format: format)
    }
  }

  private static let emptyTreeSHA1: [UInt8] = [
    0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e, 0xb9, 0xa0, 0x60,
    0xe5, 0x4b, 0xf8, 0xd6, 0x92, 0x88, 0xfb, 0xee, 0x49, 0x04,
  ]

  private static let emptyTreeSHA256: [UInt8] = [
    0x6e, 0xf1, 0x9b, 0x41, 0x22, 0x5c, 0x53, 0x69, 0xf1, 0xc1,
    0x04, 0xd4, 0x5d, 0x8d, 0x85, 0xef, 0xa9, 0xb0, 0x57, 0xb5,
    0x3b, 0x14, 0xb4, 0xb9, 0xb9, 0x39, 0xdd, 0x74, 0xde, 0xcc,
    0x53, 0x21,
  ]
}
