import ByteSearch

/// One element of a pattern.
enum GlobToken: Sendable, Equatable {
  /// This byte.
  case byte(UInt8)
  /// `?`: any byte but `/`.
  case anyByte
  /// `[…]`: one of these bytes.
  case set(ByteClass)
  /// `*`: any bytes but `/`, or none.
  case run
  /// `**` where no `/` follows that belongs to it: any bytes, or none.
  case anything
  /// `**/`: any number of parts, each with its `/`, or none.
  case directories

  /// The byte that alone matches; `nil` for every wildcard.
  var literal: UInt8? {
    guard case .byte(let byte) = self else { return nil }
    return byte
  }

  /// Whether a match of this token is always one byte.
  var takesOneByte: Bool {
    switch self {
    case .byte, .anyByte, .set: true
    case .run, .anything, .directories: false
    }
  }

  /// Whether `byte` alone is a match of a token that takes one byte.
  func matches(_ byte: UInt8) -> Bool {
    switch self {
    case .byte(let literal): byte == literal
    case .anyByte: byte != UInt8(ascii: "/")
    case .set(let set): set.contains(byte)
    case .run, .anything, .directories: false
    }
  }
}
