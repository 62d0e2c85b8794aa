/// The hash function that a repository names its objects by.
package enum ObjectFormat: String, Hashable, Sendable, CaseIterable {
  /// SHA-1, the default.
  case sha1
  /// SHA-256, for repositories that ask for it.
  case sha256

  /// The length of a name in bytes.
  package var byteCount: Int {
    switch self {
    case .sha1: 20
    case .sha256: 32
    }
  }
}

/// The name of a git object: the hash of its type, size and content.
///
/// Written in 40 or 64 lower-case hexadecimal digits.
package struct ObjectID: Hashable, Sendable {
  /// The hash function.
  package let format: ObjectFormat

  // Big-endian words, so that they sort as the bytes do; a SHA-1 name ends with zeros. Four words
  // and not a `SIMD4`, whose alignment would make each name in an array take 64 bytes.
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// Takes the name that `bytes` hold from `offset` on.
  ///
  /// - Precondition: `bytes` hold as many bytes there as a name of `format` has.
  package init(_ bytes: Span<UInt8>, at offset: Int = 0, format: ObjectFormat) {
    precondition(
      offset >= 0 && offset <= bytes.count - format.byteCount,
      "a name at \(offset) of \(bytes.count) bytes"
    )
    self.format = format
    func word<Word: FixedWidthInteger & BitwiseCopyable>(_ start: Int, _: Word.Type) -> UInt64 {
      // SAFETY: the load checks its bounds, and any bits are a number.
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(
        fromByteOffset: offset + start,
        as: Word.self
      )
      return UInt64(truncatingIfNeeded: Word(bigEndian: word))
    }
    first = word(0, UInt64.self)
    second = word(8, UInt64.self)
    if format == .sha1 {
      third = word(16, UInt32.self) << 32
      fourth = 0
    } else {
      third = word(16, UInt64.self)
      fourth = word(24, UInt64.self)
    }
  }

  /// Reads a name in hexadecimal digits of either case; `nil` if the bytes are anything else.
  package init?(hexadecimal digits: Span<UInt8>) {
    guard let format = ObjectFormat.allCases.first(where: { 2 * $0.byteCount == digits.count })
    else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(format.byteCount)
    for index in 0..<format.byteCount {
      guard let high = Hexadecimal.value(digits[2 * index]),
        let low = Hexadecimal.value(digits[2 * index + 1])
      else { return nil }
      bytes.append(high << 4 | low)
    }
    self.init(bytes.span, format: format)
  }

  /// Reads a name as `description` writes it; `nil` if `text` is anything else.
  package init?(parsing text: String) {
    let digits = Array(text.utf8)
    self.init(hexadecimal: digits.span)
  }

  /// The first byte, by which git sorts names into 256 groups.
  package var firstByte: UInt8 { UInt8(truncatingIfNeeded: first >> 56) }

  /// The first eight bytes, as a big-endian number: names are hashes, so one of n names in order
  /// stands close to n times its share of all such numbers.
  package var leadingWord: UInt64 { first }

  /// The bytes of the name.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for word in [first, second, third, fourth] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    bytes.removeLast(32 - format.byteCount)
    return bytes
  }
}

extension ObjectID: CustomStringConvertible {
  package var description: String {
    var digits: [UInt8] = []
    for word in [first, second, third, fourth] { Hexadecimal.append(word, to: &digits) }
    return String(decoding: digits.prefix(2 * format.byteCount), as: UTF8.self)
  }
}

extension ObjectID: Comparable {
  /// Orders names by their bytes; a name that starts another one comes first.
  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    if left.first != right.first { return left.first < right.first }
    if left.second != right.second { return left.second < right.second }
    if left.third != right.third { return left.third < right.third }
    if left.fourth != right.fourth { return left.fourth < right.fourth }
    return left.format == .sha1 && right.format == .sha256
  }
}
