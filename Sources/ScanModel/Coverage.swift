/// What a run has read, what it passed over on purpose, and what it could not read.
package struct Coverage: Sendable {
  /// The files whose every byte was searched.
  package var fileCount = 0

  /// The git objects read.
  package var objectCount = 0

  /// The bytes searched, after decoding.
  package var byteCount = 0

  /// How many things were passed over, by reason.
  package private(set) var skipped: [SkipReason: Int] = [:]

  /// The failures noted so far: all that `problems` lists, and some beyond, in any order.
  private var noted: [ScanProblem] = []

  /// The failures in report order, the first `maximumListedProblems` of them.
  package var problems: [ScanProblem] {
    Array(noted.sorted().prefix(Self.maximumListedProblems))
  }

  /// The failures in all, listed or not.
  package private(set) var problemCount = 0

  /// How many failures are kept to be named; the rest are counted.
  package static let maximumListedProblems = 1_000

  /// Notes that nothing has been read yet.
  package init() {}

  /// Whether everything that was not passed over on purpose has been read.
  package var isComplete: Bool { problemCount == 0 && skipped[.findingLimit] == nil }

  /// Counts `count` more things passed over for `reason`.
  package mutating func addSkipped(_ reason: SkipReason, count: Int = 1) {
    skipped[reason] = Self.sum(skipped[reason] ?? 0, count)
  }

  /// Notes a failure.
  package mutating func addProblem(_ problem: ScanProblem) {
    problemCount += 1
    noted.append(problem)
    if noted.count >= 2 * Self.maximumListedProblems { trimProblems() }
  }

  /// Counts `count` failures that nobody can name any more, as a report that lists a part of them
  /// does.
  package mutating func addUnlistedProblems(_ count: Int) {
    problemCount = Self.sum(problemCount, count)
  }

  /// Adds what another part of the run, or another run, has read.
  package mutating func merge(_ other: Coverage) {
    fileCount = Self.sum(fileCount, other.fileCount)
    objectCount = Self.sum(objectCount, other.objectCount)
    byteCount = Self.sum(byteCount, other.byteCount)
    for (reason, count) in other.skipped { addSkipped(reason, count: count) }
    noted += other.noted
    problemCount = Self.sum(problemCount, other.problemCount)
    if noted.count >= 2 * Self.maximumListedProblems { trimProblems() }
  }

  /// The sum, or the largest number: counts may come from a report that anybody has written.
  private static func sum(_ left: Int, _ right: Int) -> Int {
    let (sum, overflows) = left.addingReportingOverflow(right)
    return overflows ? .max : sum
  }

  /// Keeps the first problems in report order, so that what is listed does not depend on timing.
  private mutating func trimProblems() {
    noted = problems
  }
}
