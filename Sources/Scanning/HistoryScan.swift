internal import GitCommand
package import GitObjects
internal import Inflate
internal import Posix
package import ScanModel

/// A scan of every object that a repository keeps, whether anything leads to it or not.
///
/// Blobs, commits and annotated tags are searched whole, each once, in whatever order is quickest.
/// Trees are counted and not inflated: names of files are no content of their own.
package struct HistoryScan: Sendable {
  private let plan: ScanPlan
  private let options: SweepOptions

  /// Prepares a scan.
  ///
  /// - Parameters:
  ///   - plan: What to look for and what counts.
  ///   - threadCount: The threads to use; `nil` for one on each processor.
  package init(plan: ScanPlan, threadCount: Int? = nil) {
    self.init(
      plan: plan,
      options: SweepOptions(threadCount: threadCount ?? Process.processorCount)
    )
  }

  /// Prepares a scan that walks as `options` say.
  package init(plan: ScanPlan, options: SweepOptions) {
    self.plan = plan
    self.options = options
  }

  /// How far a scan is.
  package struct Progress: Sendable {
    /// The objects searched so far, those of earlier repositories included.
    package let objectCount: Int

    /// The objects to search in all, as far as is known.
    package let totalObjectCount: Int

    /// The bytes searched so far.
    package let byteCount: Int
  }

  /// What a user should know of a repository besides findings and problems.
  package enum Note: Hashable, Sendable {
    /// It is a shallow clone: older history is not in it.
    case shallow(repository: ContentPath)
    /// Only git could read this many of its objects.
    case readByGit(repository: ContentPath, objectCount: Int)
  }

  /// What has become of a scan.
  package struct Outcome: Sendable {
    /// Everything found, in the order of reports, and what was read.
    package fileprivate(set) var result = ScanResult()

    /// What else there is to say, in the order of the repositories.
    package fileprivate(set) var notes: [Note] = []
  }

  /// How long it takes until progress is told again, or an interruption is noticed.
  private static let tickMilliseconds = 50

  /// Searches repositories, one after the other.
  ///
  /// - Parameters:
  ///   - paths: Where the repositories are, byte for byte. If there is none, the one that the
  ///     program was started in or for is searched: then, and only then, `GIT_DIR`,
  ///     `GIT_OBJECT_DIRECTORY` and `GIT_ALTERNATE_OBJECT_DIRECTORIES` count.
  ///   - progress: Called every few milliseconds on this thread.
  /// - Returns: What was found; a path that is no repository is a problem of the result.
  package func run(
    _ paths: [[UInt8]],
    progress: (Progress) -> Void = { _ in }
  ) -> Outcome {
    var outcome = Outcome()
    let sources = paths.isEmpty ? [Source.inherited] : paths.map { Source(path: $0) }
    for source in sources where Interrupt.caught == nil {
      scan(source, into: &outcome, progress)
    }
    outcome.result.finish()
    return outcome
  }

  /// A repository to search.
  private struct Source {
    let path: [UInt8]
    var environment = RepositoryLocation.Environment()
    var isInherited = false

    /// The repository's name in reports.
    var name: ContentPath { ContentPath(path) }

    /// The repository that the program was started in or for.
    static var inherited: Source {
      var source = Source(path: Array(".".utf8))
      source.isInherited = true
      source.environment.gitDirectory = Process.environmentBytes("GIT_DIR")
      source.environment.objectDirectory = Process.environmentBytes("GIT_OBJECT_DIRECTORY")
      source.environment.alternateDirectories = Process.environmentBytes(
        "GIT_ALTERNATE_OBJECT_DIRECTORIES"
      )
      return source
    }
  }

  private func scan(
    _ source: Source,
    into outcome: inout Outcome,
    _ progress: (Progress) -> Void
  ) {
    let location: RepositoryLocation
    do throws(RepositoryError) {
      location = try RepositoryLocation(
        containing: source.path,
        environment: source.environment
      )
    } catch {
      outcome.result.add(ScanProblem(path: source.name, operation: .open, cause: error.causeText))
      return
    }
    if location.isShallow { outcome.notes.append(.shallow(repository: source.name)) }
    let store = ObjectStore(location)
    let sweep = ObjectSweep(store, options: options)
    let before = outcome.result.coverage
    let stop = SweepProgress()
    let shownObjectCount = sweep.shownObjectCount
    var found = search(sweep, source.name, stop) {
      progress(
        Progress(
          objectCount: before.objectCount + stop.objectCount,
          totalObjectCount: before.objectCount + shownObjectCount,
          byteCount: before.byteCount + stop.byteCount
        )
      )
    }
    if !stop.isStopped {
      let place = source.isInherited ? GitPlace.inherited : .directory(location.gitDirectory)
      let readCount = found.readByGit(place, plan, repository: source.name)
      if readCount > 0 {
        outcome.notes.append(.readByGit(repository: source.name, objectCount: readCount))
      }
    }
    for problem in sweep.problems + found.failures {
      found.coverage.addProblem(ScanProblem(problem))
    }
    if store.isPartial, !stop.isStopped, lacksObjects(store) {
      found.coverage.addProblem(
        ScanProblem(
          path: source.name,
          operation: .read,
          cause: "a partial clone that lacks objects; 'git fetch --refetch --no-filter' brings them"
        )
      )
    }
    found.coverage.objectCount = stop.isStopped ? stop.objectCount : sweep.objectCount
    outcome.result.merge(
      ScanResult(list: found.list, coverage: found.coverage, isShallow: location.isShallow)
    )
  }

  /// Whether a partial clone lacks anything.
  ///
  /// Nearly every one does, and then a moment tells. One that has fetched everything later is as
  /// good as a whole one; only its trees tell that it has.
  private func lacksObjects(_ store: ObjectStore) -> Bool {
    let options = options
    let progress = SweepProgress()
    // What cannot be found out does not count as complete.
    return Self.onThread(progress) {
      (try? store.lacksObjects(options: options, progress: progress)) ?? true
    }
  }

  /// Does work on a thread of its own, and meanwhile looks out for an interruption on this one.
  ///
  /// Without a thread to be had, the work is done here, and nothing is told on the way.
  private static func onThread<Value: Sendable>(
    _ progress: SweepProgress,
    tick: () -> Void = {},
    work: @escaping @Sendable () -> Value
  ) -> Value {
    let value = Monitor(Value?.none)
    let run: @Sendable () -> Void = {
      let result = work()
      value.withLock { $0 = result }
      value.notifyAll()
    }
    do throws(SystemError) { try WorkerThread.detach(run) } catch { run() }
    while true {
      if let value = value.wait(atMost: tickMilliseconds, until: { $0 }) { return value }
      if Interrupt.caught != nil { progress.stop() }
      tick()
    }
  }

  /// Searches the objects that a sweep shows.
  private func search(
    _ sweep: ObjectSweep,
    _ repository: ContentPath,
    _ progress: SweepProgress,
    tick: () -> Void
  ) -> HistoryFindings {
    let plan = plan
    let found = Monitor(HistoryFindings())
    let work: @Sendable () -> Void = {
      do throws(InflateError) {
        try sweep.run(
          progress: progress,
          makeVisitor: { HistoryVisitor(plan: plan, repository: repository) },
          finish: { visitor in
            var visitor = visitor
            visitor.finish()
            let (list, coverage, failures) = (visitor.list, visitor.coverage, visitor.failures)
            found.withLock { $0.add(list, coverage, failures) }
          }
        )
      } catch {
        let problem = ScanProblem(path: repository, operation: .read, cause: "\(error)")
        found.withLock { $0.coverage.addProblem(problem) }
      }
    }
    Self.onThread(progress, tick: tick, work: work)
    return found.withLock { $0 }
  }
}

/// What the workers of a sweep have found together.
struct HistoryFindings: Sendable {
  /// The findings.
  var list = FindingList()

  /// What was read.
  var coverage = Coverage()

  /// What could not be read.
  var failures: [ObjectProblem] = []

  /// Adds what one worker has found.
  mutating func add(_ list: FindingList, _ coverage: Coverage, _ failures: [ObjectProblem]) {
    self.list.merge(list)
    self.coverage.merge(coverage)
    self.failures += failures
  }
}

extension ScanProblem {
  /// What cannot be read of an object database.
  init(_ problem: ObjectProblem) {
    let subject = problem.objectID.map { "object \($0): " } ?? ""
    self.init(path: problem.path, operation: .read, cause: subject + problem.causeText)
  }
}

extension RepositoryError {
  /// What is wrong, in a few words, about a path that the user has named.
  fileprivate var causeText: String {
    switch self {
    case .notFound: "no git repository there or above it"
    case .brokenLink, .controlFile, .unknownObjectFormat: description
    }
  }
}
