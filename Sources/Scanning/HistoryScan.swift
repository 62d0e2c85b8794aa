internal import GitCommand
package import GitObjects
internal import Inflate
internal import Posix
package import ScanModel

/// A scan of every object that a repository keeps, whether anything leads to it or not.
///
/// Blobs, commits and annotated tags are searched whole, each once, in whatever order is quickest.
/// Trees are counted and not inflated: names of files are no content of their own. Only if something
/// was found are they read, to find out where it came from.
package struct HistoryScan: Sendable {
  private let plan: ScanPlan
  private let options: SweepOptions

  /// Whether it is found out where findings came from.
  private let findsOrigins: Bool

  /// Prepares a scan.
  ///
  /// - Parameters:
  ///   - plan: What to look for and what counts.
  ///   - threadCount: The threads to use; `nil` for one on each processor.
  ///   - findsOrigins: Whether to find out which commit brought each finding in, on which paths, and
  ///     what leads to it.
  package init(plan: ScanPlan, threadCount: Int? = nil, findsOrigins: Bool = true) {
    self.init(
      plan: plan,
      options: SweepOptions(threadCount: threadCount ?? Process.processorCount),
      findsOrigins: findsOrigins
    )
  }

  /// Prepares a scan that walks as `options` say.
  package init(plan: ScanPlan, options: SweepOptions, findsOrigins: Bool = true) {
    self.plan = plan
    self.options = options
    self.findsOrigins = findsOrigins
  }

  /// How far a scan is.
  package struct Progress: Sendable {
    /// The objects searched so far, those of earlier repositories included.
    package let objectCount: Int

    /// The objects to search in all, as far as is known.
    package let totalObjectCount: Int

    /// The bytes searched so far.
    package let byteCount: Int

    /// What is being done.
    package let phase: Phase
  }

  /// What a scan does of a repository, one after the other.
  package enum Phase: Hashable, Sendable {
    /// It searches objects.
    case search
    /// It finds out where this many findings came from.
    case origins(findingCount: Int)
  }

  /// What a user should know of a repository besides findings and problems.
  package enum Note: Hashable, Sendable {
    /// It is a shallow clone: older history is not in it.
    case shallow(repository: ContentPath)
    /// Only git could read this many of its objects.
    case readByGit(repository: ContentPath, objectCount: Int)
    /// Its references are in a format that is not read.
    case unreadReferences(repository: ContentPath)
    /// This many of its trees, commits and tags are not in the form that git writes: what they lead
    /// to is not known.
    case brokenObjects(repository: ContentPath, objectCount: Int)
    /// Of this many of its objects with findings more paths exist than were found.
    case uncountedPaths(repository: ContentPath, objectCount: Int)
  }

  /// What has become of a scan.
  package struct Outcome: Sendable {
    /// Everything found, in the order of reports, and what was read.
    package fileprivate(set) var result = ScanResult()

    /// What else there is to say, in the order of the repositories.
    package fileprivate(set) var notes: [Note] = []
  }

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
      location = try RepositoryLocation(containing: source.path, environment: source.environment)
    } catch {
      outcome.result.add(ScanProblem(path: source.name, operation: .open, cause: error.causeText))
      return
    }
    search(location, of: source, into: &outcome, progress)
  }

  private func search(
    _ location: RepositoryLocation,
    of source: Source,
    into outcome: inout Outcome,
    _ progress: (Progress) -> Void
  ) {
    if location.isShallow { outcome.notes.append(.shallow(repository: source.name)) }
    let (store, sweep) = open(location)
    let before = outcome.result.coverage
    let stop = SweepProgress()
    let shownObjectCount = sweep.shownObjectCount
    func tell(_ phase: Phase) {
      progress(
        Progress(
          objectCount: before.objectCount + stop.objectCount,
          totalObjectCount: before.objectCount + shownObjectCount,
          byteCount: before.byteCount + stop.byteCount,
          phase: phase
        )
      )
    }
    // A partial clone names what it lacks.
    let links = store.isPartial ? nil : LinkSearch(store)
    var found = search(sweep, source.name, links, stop) { tell(.search) }
    var known = sweep.problems + found.failures
    found.coverage.objectCount = stop.isStopped ? stop.objectCount : sweep.objectCount
    if !stop.isStopped {
      let place = source.isInherited ? GitPlace.inherited : .directory(location.gitDirectory)
      let readCount = found.readByGit(place, plan, repository: source.name)
      if readCount > 0 {
        outcome.notes.append(.readByGit(repository: source.name, objectCount: readCount))
      }
      if store.isPartial, lacksObjects(store) {
        found.coverage.addProblem(Self.partialClone(source.name))
      }
      links?.followPassedOver(in: sweep)
      known += found.addLoss(of: store, links, at: place, repository: source.name) {
        tell(.search)
      }
    }
    for problem in sweep.problems + found.failures {
      found.coverage.addProblem(ScanProblem(problem))
    }
    if findsOrigins {
      outcome.notes += found.addOrigins(
        after: sweep,
        of: store,
        repository: source.name,
        known: known
      ) { tell(.origins(findingCount: $0)) }
    }
    outcome.result.merge(
      ScanResult(list: found.list, coverage: found.coverage, isShallow: location.isShallow)
    )
  }

  /// How often a database is opened because packs come while loose objects are listed.
  private static let maximumAttemptCount = 3

  /// Opens a database, and plans how to walk it.
  ///
  /// Loose objects that `git gc` packs after the packs were listed and before they are themselves
  /// would be on neither list.
  private func open(_ location: RepositoryLocation) -> (ObjectStore, ObjectSweep) {
    var attempt = 1
    while true {
      let store = ObjectStore(location)
      var options = options
      options.showsLooseTrees = !store.isPartial
      let sweep = ObjectSweep(store, options: options)
      if attempt == Self.maximumAttemptCount || !store.hasNewPacks { return (store, sweep) }
      attempt += 1
    }
  }

  private static func partialClone(_ repository: ContentPath) -> ScanProblem {
    ScanProblem(
      path: repository,
      operation: .read,
      cause: "a partial clone that lacks objects; 'git fetch --refetch --no-filter' brings them"
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
    return BackgroundWork.run(stopping: progress) {
      (try? store.lacksObjects(options: options, progress: progress)) ?? true
    }
  }

  /// Searches the objects that a sweep shows.
  private func search(
    _ sweep: ObjectSweep,
    _ repository: ContentPath,
    _ links: LinkSearch?,
    _ progress: SweepProgress,
    tick: () -> Void
  ) -> HistoryFindings {
    let plan = plan
    let found = Monitor(HistoryFindings())
    let work: @Sendable () -> Void = {
      do throws(InflateError) {
        try sweep.run(
          progress: progress,
          makeVisitor: {
            HistoryVisitor(plan: plan, repository: repository, links: links.map(LinkFollower.init))
          },
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
    BackgroundWork.run(stopping: progress, tick: tick, work)
    return found.withLock { $0 }
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
