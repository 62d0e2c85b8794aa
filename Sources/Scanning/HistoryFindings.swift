internal import GitObjects
internal import Posix
internal import ScanModel

/// What the workers of a sweep have found together.
struct HistoryFindings: Sendable {
  /// The findings.
  var list = FindingList()

  /// What was read.
  var coverage = Coverage()

  /// What could not be read.
  var failures: [ObjectProblem] = []

  /// Whether it has been said which objects are missing.
  var isLossSaid = false

  /// Adds what one worker has found.
  mutating func add(_ list: FindingList, _ coverage: Coverage, _ failures: [ObjectProblem]) {
    self.list.merge(list)
    self.coverage.merge(coverage)
    self.failures += failures
  }

  /// Says of each finding where it comes from and what leads to it.
  ///
  /// An interruption leaves the findings as they are.
  ///
  /// - Parameters:
  ///   - sweep: The walk that found them.
  ///   - store: The database.
  ///   - repository: The repository's name in reports.
  ///   - known: What is known to be unreadable, said already or read by git.
  ///   - tick: Called every few milliseconds on this thread, with the number of findings.
  /// - Returns: What else there is to say.
  mutating func addOrigins(
    after sweep: ObjectSweep,
    of store: ObjectStore,
    repository: ContentPath,
    known: [ObjectProblem],
    tick: (Int) -> Void
  ) -> [HistoryScan.Note] {
    // Those that reports list first, whatever has been found first.
    list.finish()
    let findings = list.findings
    if findings.isEmpty { return [] }
    let origins = BackgroundWork.runUnlessInterrupted(
      tick: { tick(findings.count) },
      { HistoryOrigins(of: findings, in: store, after: sweep) }
    )
    guard let origins else { return [] }
    list.replaceEach(origins.applied)
    let knownNames = Set(known.compactMap(\.objectID))
    for problem in Set(origins.problems).subtracting(known) {
      if problem.objectID.map(knownNames.contains) == true { continue }
      coverage.addProblem(ScanProblem(problem))
    }
    // A partial clone lacks objects on purpose, and is a problem as a whole.
    if !store.isPartial, !isLossSaid, let first = origins.missing.first {
      coverage.addProblem(Self.problem(repository, origins.missing.count, first))
    }
    var notes: [HistoryScan.Note] = []
    if origins.lacksReferences { notes.append(.unreadReferences(repository: repository)) }
    if origins.brokenCount > 0 {
      notes.append(.brokenObjects(repository: repository, objectCount: origins.brokenCount))
    }
    if origins.uncountedCount > 0 {
      notes.append(.uncountedPaths(repository: repository, objectCount: origins.uncountedCount))
    }
    return notes
  }

  /// Says that objects are missing; the first is named if it is known to be the first.
  static func problem(
    _ repository: ContentPath,
    _ count: Int,
    _ first: ObjectID
  ) -> ScanProblem {
    let subject =
      count < HistoryOrigins.maximumMissingCount
      ? "\(count == 1 ? "object" : "\(count) objects, the first") '\(first)'"
      : "\(HistoryOrigins.maximumMissingCount) objects or more"
    return ScanProblem(
      path: repository,
      operation: .read,
      cause: "\(subject), which others name, \(count == 1 ? "is" : "are") missing; 'git fsck' "
        + "lists what is"
    )
  }
}
