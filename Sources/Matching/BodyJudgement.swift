/// Whether a body looks random or made up, judged from its bytes alone.
///
/// The thresholds leave real keys alone: of bodies of 32 random base64url characters, fewer than one
/// in 10^8 is taken for a placeholder (`BodyJudgementTests` tries a million).
enum BodyJudgement {
  /// Whether the body in `range` is a placeholder: few different characters, or mostly runs,
  /// sequences and the words that people put where a key goes.
  static func isPlaceholder(_ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    let shape = BodyShape(range, in: bytes)
    if shape.distinctCount * 4 <= range.count { return true }
    // Long, without a digit and in one case: words, if only in another language.
    if range.count >= 20, shape.digitCount == 0, shape.lowerCount == 0 || shape.upperCount == 0 {
      return true
    }
    let covered = PlaceholderWords.coverage(of: range, in: bytes, countsSequences: true)
    return shape.alphanumericCount > 0 && covered * 2 >= shape.alphanumericCount
  }

  /// Whether the body in `range` is mostly the words that people put where a key goes.
  static func isMadeOfPlaceholderWords(_ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    let shape = BodyShape(range, in: bytes)
    let covered = PlaceholderWords.coverage(of: range, in: bytes, countsSequences: false)
    return shape.digitCount == 0 && covered * 2 >= shape.alphanumericCount
  }

  /// Whether the body in `range` is varied as random text is: many different characters, which
  /// change between digits, capitals and small letters often.
  static func isVaried(_ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    let shape = BodyShape(range, in: bytes)
    return shape.distinctCount >= 10 && shape.changeCount * 10 >= range.count * 3
  }

  /// Whether the body in `range` has a character that words do not have inside.
  static func hasDigitOrCapital(_ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    let shape = BodyShape(range, in: bytes)
    return shape.digitCount + shape.upperCount > 0
  }
}

/// Counts of what a body is made of.
private struct BodyShape {
  private(set) var distinctCount = 0
  private(set) var digitCount = 0
  private(set) var upperCount = 0
  private(set) var lowerCount = 0

  /// How often a character is of another kind than the one before it.
  private(set) var changeCount = 0

  /// The digits and letters.
  var alphanumericCount: Int { digitCount + upperCount + lowerCount }

  init(_ range: Range<Int>, in bytes: Span<UInt8>) {
    var seen = SIMD4<UInt64>.zero
    var previous: CharacterKind?
    for index in range {
      let byte = bytes[index]
      seen[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
      let kind = CharacterKind(byte)
      switch kind {
      case .digit: digitCount += 1
      case .upper: upperCount += 1
      case .lower: lowerCount += 1
      case .other: break
      }
      if let previous, previous != kind { changeCount += 1 }
      previous = kind
    }
    distinctCount = (0..<4).reduce(0) { $0 + seen[$1].nonzeroBitCount }
  }
}

/// The kinds of characters that a body is made of.
private enum CharacterKind {
  case digit
  case upper
  case lower
  case other

  init(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self = .digit
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = .upper
    case UInt8(ascii: "a")...UInt8(ascii: "z"): self = .lower
    default: self = .other
    }
  }
}
