/// Computes the hashes by which GitHub's code scanning knows the lines of a file.
///
/// The hash of a line is a polynomial one, modulo 2^64 with the base 37, of the first hundred UTF-16
/// code units from the line's start on, over line ends. Blanks and tabs do not count; each of CR, LF
/// and CRLF is one LF; behind the end stand U+FFFF and then zeros. In the text of a hash follows how
/// many lines of the file have had it, this one included. The action `github/codeql-action/upload-sarif`
/// computes the same (`src/fingerprints.ts`), and both must agree for an alert to be known again.
struct LineHasher {
  /// The hashes of the wanted lines, as far as they have been computed, by line from 1.
  private(set) var hashes: [Int: String] = [:]

  /// The lines whose hashes are wanted.
  private let wanted: Set<Int>

  /// The last of them.
  private let lastWanted: Int

  /// The last hundred units, the oldest at `index`.
  private var window = [UInt64](repeating: 0, count: windowUnitCount)

  /// The lines that start at those units; 0 where none does.
  private var starts = [Int](repeating: 0, count: windowUnitCount)

  private var index = 0
  private var hash: UInt64 = 0
  private var line = 0
  private var isAtLineStart = true
  private var isAfterReturn = false

  /// How many lines have had each hash.
  private var counts: [UInt64: Int] = [:]

  /// The hashes counted so far.
  private var lineCount = 0

  /// How many units make a hash.
  static let windowUnitCount = 100

  /// The last line that can be hashed: each line before it takes some 32 bytes.
  static let maximumLine = 262_144

  private static let base: UInt64 = 37

  /// The weight of the unit that leaves the window: the base to the hundredth power.
  private static let leavingWeight = (0..<windowUnitCount).reduce(UInt64(1)) { power, _ in
    power &* base
  }

  /// Wants the hashes of `lines`.
  init(lines: some Sequence<Int>) {
    wanted = Set(lines.lazy.filter { (1...Self.maximumLine).contains($0) })
    lastWanted = wanted.max() ?? 0
  }

  /// Whether there is nothing left to compute.
  var isFinished: Bool { lineCount >= lastWanted }

  /// Takes the next unit of the file.
  mutating func feed(_ unit: UInt16) {
    let isEndOfReturn = isAfterReturn && unit == 0x0A
    isAfterReturn = false
    if unit == 0x20 || unit == 0x09 || isEndOfReturn { return }
    isAfterReturn = unit == 0x0D
    let isLineEnd = unit == 0x0A || unit == 0x0D
    finishLine()
    if isAtLineStart {
      line += 1
      starts[index] = line
    }
    isAtLineStart = isLineEnd
    shift(isLineEnd ? 0x0A : UInt64(unit))
  }

  /// Ends the file.
  mutating func finish() {
    feed(0xFFFF)
    for _ in 0..<Self.windowUnitCount {
      finishLine()
      shift(0)
    }
  }

  /// Notes the hash of the line that starts with the oldest unit, if one does.
  private mutating func finishLine() {
    let line = starts[index]
    guard line > 0 else { return }
    starts[index] = 0
    guard !isFinished else { return }
    lineCount += 1
    let count = counts[hash, default: 0] + 1
    counts[hash] = count
    if wanted.contains(line) { hashes[line] = "\(String(hash, radix: 16)):\(count)" }
  }

  /// Puts a unit in the place of the oldest.
  private mutating func shift(_ unit: UInt64) {
    hash = hash &* Self.base &+ unit &- Self.leavingWeight &* window[index]
    window[index] = unit
    index = (index + 1) % Self.windowUnitCount
  }
}
