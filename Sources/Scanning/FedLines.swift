/// The numbers that lines have where they come from, by the order in which they were fed.
struct FedLines {
  /// Lines fed one after the other that have one number after the other.
  private struct Run {
    let firstFed: Int
    let firstLine: Int
    let counts: Bool

    /// How many bytes were fed before.
    let firstByte: Int
  }

  private var runs: [Run] = []

  /// The lines fed so far, the one that is not ended included.
  private var fedCount = 0

  /// The number of the line fed last, and whether it counts.
  private var last: (line: Int, counts: Bool)?

  /// How many bytes have been fed, line ends included.
  private var byteCount = 0

  /// Whether the line fed last goes on.
  private(set) var isInLine = false

  /// How many runs there are: what this takes of memory.
  var runCount: Int { runs.count }

  /// Notes that line `number`, or more of it, is fed next.
  ///
  /// - Parameters:
  ///   - number: The line's number where it comes from.
  ///   - counts: Whether what is found on it is reported.
  ///   - count: How many bytes of it are fed; a line end follows them unless `isContinued`.
  ///   - isContinued: Whether more of the line follows.
  mutating func note(_ number: Int, counts: Bool, byteCount count: Int, isContinued: Bool) {
    if !isInLine {
      fedCount += 1
      if last.map({ $0.line &+ 1 != number || $0.counts != counts }) ?? true {
        runs.append(
          Run(firstFed: fedCount, firstLine: number, counts: counts, firstByte: byteCount)
        )
      }
      last = (number, counts)
    }
    byteCount += count + (isContinued ? 0 : 1)
    isInLine = isContinued
  }

  /// The number of the line that was fed as number `fed`, from 1.
  ///
  /// - Parameters:
  ///   - fed: The line.
  ///   - end: The offset in what was fed where that ends which starts on the line.
  /// - Returns: The number; `nil` if neither the line counts nor one of those up to `end`.
  func line(ofFed fed: Int, upTo end: Int) -> Int? {
    let next = runs.indices.partition { runs[$0].firstFed > fed }
    guard next > 0 else { return nil }
    let run = runs[next - 1]
    let isCounted =
      run.counts || runs[next...].prefix { $0.firstByte < end }.contains(where: \.counts)
    // A hunk may say that it starts at the last line that there can be.
    return isCounted ? run.firstLine &+ (fed - run.firstFed) : nil
  }
}

extension Range<Int> {
  /// The first of the numbers for which `isAfter` holds, which stays so from there on; the range's end if
  /// it holds for none.
  ///
  /// - Complexity: O(log n) calls.
  func partition(_ isAfter: (Int) -> Bool) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if isAfter(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
