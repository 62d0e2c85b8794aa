/// The numbers that lines have where they come from, by the order in which they were fed.
struct FedLines {
  /// Lines fed one after the other that have one number after the other.
  private struct Run {
    let firstFed: Int
    let firstLine: Int
    let counts: Bool
  }

  private var runs: [Run] = []

  /// The lines fed so far, the one that is not ended included.
  private var fedCount = 0

  /// The number of the line fed last, and whether it counts.
  private var last: (line: Int, counts: Bool)?

  /// Whether the line fed last goes on.
  private(set) var isInLine = false

  /// How many runs there are: what this takes of memory.
  var runCount: Int { runs.count }

  /// Notes that line `number`, or more of it, is fed next.
  ///
  /// - Parameters:
  ///   - number: The line's number where it comes from.
  ///   - counts: Whether what is found on it is reported.
  ///   - isContinued: Whether more of the line follows.
  mutating func note(_ number: Int, counts: Bool, isContinued: Bool) {
    if !isInLine {
      fedCount += 1
      if last.map({ $0.line &+ 1 != number || $0.counts != counts }) ?? true {
        runs.append(Run(firstFed: fedCount, firstLine: number, counts: counts))
      }
      last = (number, counts)
    }
    isInLine = isContinued
  }

  /// The number of the line that was fed as number `fed`, from 1; `nil` if it does not count.
  func line(ofFed fed: Int) -> Int? {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].firstFed <= fed { low = middle + 1 } else { high = middle }
    }
    guard low > 0, runs[low - 1].counts else { return nil }
    // A hunk may say that it starts at the last line that there can be.
    return runs[low - 1].firstLine &+ (fed - runs[low - 1].firstFed)
  }
}
