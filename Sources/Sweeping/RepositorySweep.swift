package import Posix
package import ScanModel
internal import TextForms

/// A sweep: the repositories of one shard, a few at a time.
package struct RepositorySweep: Sendable {
  private let settings: SweepSettings
  private let survey: SourceSurvey
  private let repositories: [SweptRepository]

  /// Why a sweep cannot begin.
  package struct Failure: Error {
    /// The file or directory that cannot be written.
    package let path: ContentPath
    /// The cause.
    package let error: SystemError
  }

  /// How far a sweep is.
  package struct Progress: Sendable {
    /// The repositories of this shard.
    package let totalCount: Int

    /// Those that are done, the ones passed over and the failures included.
    package fileprivate(set) var doneCount = 0

    /// Those that had not changed since they were searched.
    package fileprivate(set) var unchangedCount = 0

    /// Those that could not be searched.
    package fileprivate(set) var failedCount = 0

    /// Those that were searched, but not all of them could be read.
    package fileprivate(set) var incompleteCount = 0

    /// The bytes searched, in the repositories that are done.
    package fileprivate(set) var byteCount = 0

    /// The findings, key IDs left out.
    package fileprivate(set) var findingCount = 0

    /// The keys found.
    package fileprivate(set) var keys: Set<Fingerprint> = []

    /// Those that are being searched, in the order in which they were begun.
    package fileprivate(set) var current: [ContentPath] = []
  }

  /// What has become of a sweep.
  package struct Outcome: Sendable {
    /// The counts at the end.
    package let progress: Progress

    /// Whether every repository was read whole, and nothing was left unsearched for repositories.
    package let isComplete: Bool

    /// The repositories that failed, with the causes, in the order of their names; a thousand at
    /// most.
    package let failures: [ScanProblem]
  }

  private struct State {
    var next = 0
    var workerCount: Int
    var progress: Progress
    var failures: [ScanProblem] = []
  }

  /// Prepares a sweep of the shard's part of what was found.
  package init(_ survey: SourceSurvey, settings: SweepSettings) {
    self.survey = survey
    self.settings = settings
    repositories = survey.repositories.filter { settings.shard.contains($0) }
  }

  /// Searches the repositories.
  ///
  /// - Parameter tick: Called ten times a second on this thread.
  /// - Returns: What has become of it.
  /// - Throws: What cannot be written, before anything is searched.
  package func run(tick: (Progress) -> Void = { _ in }) throws(Failure) -> Outcome {
    let output = settings.outputDirectory
    try Self.preparing(output) { () throws(SystemError) in try DirectoryTree.make(output) }
    try Self.preparing(settings.cloneDirectory) { () throws(SystemError) in
      try DirectoryTree.make(settings.cloneDirectory)
    }
    let results = try Self.preparing(output) { () throws(SystemError) in try WorkArea(in: output) }
    let clones = try Self.preparing(settings.cloneDirectory) { () throws(SystemError) in
      try WorkArea(in: settings.cloneDirectory)
    }
    let name = settings.shard == .whole ? "sweep" : "sweep-\(settings.shard.label)"
    let logPath = output + Array("/\(name).jsonl".utf8)
    let log = try Self.preparing(logPath) { () throws(SystemError) in try AuditLog(path: logPath) }
    try writeManifest(in: results.path)
    logStart(log)
    let outcome = search(log, results, clones, tick)
    results.remove()
    clones.remove()
    return outcome
  }

  private static func preparing<Result: ~Copyable>(
    _ path: [UInt8],
    _ body: () throws(SystemError) -> Result
  ) throws(Failure) -> Result {
    do throws(SystemError) { return try body() } catch {
      throw Failure(path: ContentPath(path), error: error)
    }
  }

  private func writeManifest(in area: [UInt8]) throws(Failure) {
    let manifest = SweepManifest(
      shard: settings.shard,
      repositories: repositories,
      problems: survey.problems
    )
    let path = settings.outputDirectory + [UInt8(ascii: "/")] + manifest.fileName
    let temporary = area + Array("/manifest".utf8)
    try Self.preparing(path) { () throws(SystemError) in
      let file = try FileDescriptor.createNew(temporary)
      try file.write(manifest.bytes.span)
      try file.synchronize()
      try FileDescriptor.rename(temporary, to: path)
    }
  }

  private func logStart(_ log: AuditLog) {
    log.add(.started) { json in
      json.member("version", settings.version)
      json.member("shard", settings.shard.index)
      json.member("shards", settings.shard.count)
      json.member("repositories", repositories.count)
      json.member("resume", settings.resumes)
    }
    for repository in repositories {
      log.add(.discovered, repository.shownName) { json in
        json.member("result", String(decoding: repository.resultFileName, as: UTF8.self))
      }
    }
    for problem in survey.problems {
      log.add(.failed, problem.path) { $0.member("reason", problem.description) }
    }
  }

  // MARK: - Workers

  private func search(
    _ log: AuditLog,
    _ results: borrowing WorkArea,
    _ clones: borrowing WorkArea,
    _ tick: (Progress) -> Void
  ) -> Outcome {
    let workerCount = max(min(settings.jobCount + 1, repositories.count), 1)
    let state = Monitor(
      State(workerCount: workerCount, progress: Progress(totalCount: repositories.count))
    )
    let means = RepositorySearch.Means(
      log: log,
      budget: DiskBudget(maximumByteCount: settings.diskBudget, directory: clones.path),
      slots: SearchSlots(count: settings.jobCount),
      resultArea: results.path,
      cloneArea: clones.path,
      cloneLock: clones.lockNumber
    )
    for index in 0..<workerCount {
      let body: @Sendable () -> Void = { work(state, means) }
      do throws(SystemError) { try WorkerThread.detach(body) } catch {
        // One worker is enough; without any, this thread is it.
        if index == 0 { body() } else { Self.leave(state) }
      }
    }
    while state.wait(atMost: 100, until: { $0.workerCount == 0 ? true : nil }) == nil {
      tick(state.withLock { $0.progress })
    }
    let end = state.withLock { $0 }
    let isComplete =
      survey.problems.isEmpty && end.progress.failedCount == 0 && end.progress.incompleteCount == 0
      && end.progress.doneCount == repositories.count && Interrupt.caught == nil
      && log.hasWrittenAll
    log.add(Interrupt.caught == nil ? .finished : .interrupted) { json in
      json.member("complete", isComplete)
      json.member("done", end.progress.doneCount)
      json.member("unchanged", end.progress.unchangedCount)
      json.member("failed", end.progress.failedCount)
      json.member("findings", end.progress.findingCount)
      json.member("keys", end.progress.keys.count)
    }
    return Outcome(
      progress: end.progress,
      isComplete: isComplete,
      failures: end.failures.sorted()
    )
  }

  private static func leave(_ state: Monitor<State>) {
    state.withLock { $0.workerCount -= 1 }
    state.notifyAll()
  }

  private func work(_ state: Monitor<State>, _ means: RepositorySearch.Means) {
    while Interrupt.caught == nil {
      let index = state.withLock { state -> Int? in
        guard state.next < repositories.count else { return nil }
        state.next += 1
        return state.next - 1
      }
      guard let index else { break }
      let repository = repositories[index]
      // The last repositories need not leave processors idle.
      let active = max(min(settings.jobCount, repositories.count - index), 1)
      var search = RepositorySearch(
        repository,
        number: index,
        settings: settings,
        means: means,
        threadCount: max(settings.threadCount / active, 1)
      )
      let outcome = search.run {
        state.withLock { $0.progress.current.append(repository.shownName) }
      }
      let seconds = Process.monotonicSeconds - search.start
      record(outcome, of: repository, seconds: seconds, state, means.log)
    }
    Self.leave(state)
  }

  /// The most failures that are listed.
  private static let maximumFailureCount = 1_000

  private func record(
    _ outcome: RepositorySearch.Outcome,
    of repository: SweptRepository,
    seconds: Double,
    _ state: Monitor<State>,
    _ log: AuditLog
  ) {
    state.withLock { state in
      if let index = state.progress.current.firstIndex(of: repository.shownName) {
        state.progress.current.remove(at: index)
      }
      switch outcome {
      case .searched(let tally): state.progress.add(tally)
      case .unchanged(let tally):
        state.progress.add(tally)
        state.progress.unchangedCount += 1
      case .failed(let cause):
        state.progress.doneCount += 1
        state.progress.failedCount += 1
        if state.failures.count < Self.maximumFailureCount {
          state.failures.append(
            ScanProblem(path: repository.shownName, operation: .read, cause: cause)
          )
        }
      case .interrupted: break
      }
    }
    log.add(outcome.event, repository.shownName) { json in
      json.name("seconds")
      json.number(seconds, decimals: 3)
      switch outcome {
      case .searched(let tally), .unchanged(let tally):
        json.member("complete", tally.isComplete)
        json.member("findings", tally.findingCount)
        json.member("keys", tally.keys.count)
        json.member("objects", tally.objectCount)
        json.member("files", tally.fileCount)
        json.member("bytes", tally.byteCount)
      case .failed(let cause): json.member("reason", cause)
      case .interrupted: break
      }
    }
  }
}

extension RepositorySearch.Outcome {
  /// What the log calls it.
  var event: AuditLog.Event {
    switch self {
    case .searched: .scanned
    case .unchanged: .unchanged
    case .failed: .failed
    case .interrupted: .interrupted
    }
  }
}

extension RepositorySweep.Progress {
  fileprivate mutating func add(_ tally: ResultTally) {
    doneCount += 1
    if !tally.isComplete { incompleteCount += 1 }
    byteCount = byteCount.addingReportingOverflow(tally.byteCount).partialValue
    findingCount += tally.keyFindingCount
    keys.formUnion(tally.keys)
  }
}
