/// Counts by how much the bytes of a text are more than the UTF-16 code units that it has as UTF-8.
///
/// Bytes that are not UTF-8 are shown as U+FFFD, one for each longest start of a character (Unicode
/// 16.0, section 3.9, "U+FFFD Substitution of Maximal Subparts"), and so they count here.
struct CodeUnitCounter {
  /// The difference of what has ended.
  private var endedSurplus = 0

  /// The bytes of the character that has not ended.
  private var begunCount = 0

  /// How many more bytes it takes.
  private var missingCount = 0

  /// What the next of them may be.
  private var next: ClosedRange<UInt8> = 0x80...0xBF

  /// Starts at the start of a line.
  init() {}

  /// By how much the bytes counted are more than the code units; what has not ended is one.
  var surplus: Int { endedSurplus + max(begunCount - 1, 0) }

  /// Counts on.
  mutating func count(_ bytes: Span<UInt8>, in range: Range<Int>) {
    for offset in range {
      let byte = bytes[offset]
      if begunCount == 0 && byte < 0x80 { continue }
      if begunCount > 0 {
        if next.contains(byte) {
          take()
          continue
        }
        endedSurplus += begunCount - 1
        begunCount = 0
      }
      begin(byte)
    }
  }

  /// Goes on past bytes that nobody can read.
  mutating func skip() {
    endedSurplus = surplus
    begunCount = 0
  }

  /// A byte that goes on with the character begun.
  private mutating func take() {
    begunCount += 1
    missingCount -= 1
    next = 0x80...0xBF
    if missingCount > 0 { return }
    // Four bytes are two units.
    endedSurplus += begunCount == 4 ? 2 : begunCount - 1
    begunCount = 0
  }

  /// A byte that can only be the first of a character (The Unicode Standard, table 3-7).
  private mutating func begin(_ byte: UInt8) {
    switch byte {
    case 0xC2...0xDF: missingCount = 1
    case 0xE0...0xEF: missingCount = 2
    case 0xF0...0xF4: missingCount = 3
    default: return
    }
    begunCount = 1
    switch byte {
    case 0xE0: next = 0xA0...0xBF
    case 0xED: next = 0x80...0x9F
    case 0xF0: next = 0x90...0xBF
    case 0xF4: next = 0x80...0x8F
    default: next = 0x80...0xBF
    }
  }
}
