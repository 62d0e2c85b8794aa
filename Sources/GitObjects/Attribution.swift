internal import Inflate
internal import Posix
package import ScanModel

/// Finds out how blobs came into a repository, and where they are now.
///
/// One sweep reads all trees and commits, each once. What it keeps of them is enough to follow the
/// blobs from tree to tree up to commits, and on along their children.
///
/// Grafts and replacements (`refs/replace`) are not followed, as what they hide is still there.
package struct Attributor: Sendable {
  private let store: ObjectStore
  private let threadCount: Int

  /// A sweep of the same database, whose plan is used again.
  private let earlier: ObjectSweep?

  /// Prepares to read a database on so many threads.
  package init(_ store: ObjectStore, threadCount: Int) {
    precondition(threadCount > 0, "\(threadCount) threads")
    self.store = store
    self.threadCount = threadCount
    earlier = nil
  }

  /// Prepares to read the database that a sweep has read, on as many threads.
  ///
  /// What the sweep knows of packs need not be found out again. Its problems are not told again.
  package init(after sweep: ObjectSweep) {
    store = sweep.plan.store
    threadCount = sweep.plan.options.threadCount
    earlier = sweep
  }

  /// What is known of blobs, and what is not.
  package struct Outcome: Sendable {
    /// The history of each blob asked for.
    package fileprivate(set) var histories: [ObjectID: BlobHistory] = [:]

    /// The objects that commits and trees name and the database does not have, up to a thousand a
    /// thread, in the order of their names.
    ///
    /// A partial clone lacks some on purpose.
    package fileprivate(set) var missing: [ObjectID] = []

    /// The trees, commits and references that cannot be read.
    package fileprivate(set) var problems: [ObjectProblem] = []

    /// How many trees and commits are not in the form that git writes.
    package fileprivate(set) var brokenCount = 0

    /// Whether there was so much in the trees that not all of it was kept.
    ///
    /// Then every history may lack something.
    package fileprivate(set) var isTruncated = false

    /// Whether references are in a format that is not read, so that nothing is known of them.
    package fileprivate(set) var lacksReferences = false
  }

  /// Finds the history of blobs.
  ///
  /// - Complexity: O(n) in bytes of trees.
  package func attribute(_ blobs: Set<ObjectID>) -> [ObjectID: BlobHistory] {
    outcome(for: blobs).histories
  }

  /// Finds the history of blobs, and says what could not be read.
  ///
  /// - Parameters:
  ///   - blobs: The blobs; those of another hash function than the database's have no history.
  ///   - references: What to take for the repository's references; read from it if `nil`.
  /// - Returns: What is known of each blob.
  package func outcome(
    for blobs: Set<ObjectID>,
    references: References? = nil
  ) -> Outcome {
    var outcome = Outcome()
    for blob in blobs { outcome.histories[blob] = BlobHistory() }
    let hits = AttributionHits(blobs, format: store.format)
    guard !hits.names.isEmpty else { return outcome }
    let sweep = makeSweep(&outcome)
    let numbers = ObjectNumbers(sweep)
    guard numbers.count + hits.names.count < Int(UInt32.max) else {
      outcome.isTruncated = true
      return outcome
    }
    let facts = collect(sweep, hits, numbers, &outcome)
    let references = references ?? References(store.location, lookingFor: blobs)
    outcome.problems += references.problems
    outcome.lacksReferences = references.isTableFormat
    let commits = CommitGraph(facts, objectCount: numbers.count)
    let graph = AttributionGraph(
      facts,
      objectCount: numbers.count,
      hitCount: hits.names.count
    )
    outcome.isTruncated = graph.isTruncated
    let tags = Dictionary(facts.flatMap(\.tags), uniquingKeysWith: { first, _ in first })
    let tracing = AttributionTracing(
      hits: hits,
      numbers: numbers,
      commits: commits,
      graph: graph,
      tags: TagTargets(tags),
      references: references
    )
    let histories = tracing.histories(store, threadCount: threadCount)
    for (name, history) in zip(hits.names, histories) { outcome.histories[name] = history }
    return outcome
  }

  private func makeSweep(_ outcome: inout Outcome) -> ObjectSweep {
    let types: Set<ObjectType> = [.tree, .commit, .tag]
    if let earlier { return ObjectSweep(earlier, types: types) }
    var options = SweepOptions(threadCount: threadCount)
    options.types = types
    let sweep = ObjectSweep(store, options: options)
    outcome.problems += sweep.problems
    return sweep
  }

  private func collect(
    _ sweep: ObjectSweep,
    _ hits: AttributionHits,
    _ numbers: ObjectNumbers,
    _ outcome: inout Outcome
  ) -> [AttributionFacts] {
    let collected = Monitor<[AttributionFacts]>([])
    let (location, threadCount) = (store.location, threadCount)
    do throws(InflateError) {
      try sweep.run(
        makeVisitor: { AttributionVisitor(hits, numbers, location, threadCount: threadCount) },
        finish: { visitor in
          let facts = visitor.take()
          collected.withLock { $0.append(facts) }
        }
      )
    } catch {
      outcome.problems.append(
        ObjectProblem(
          path: ContentPath(store.location.objectDirectory),
          cause: .loose(.inflate(error))
        )
      )
    }
    let facts = collected.withLock { $0 }
    var missing: Set<ObjectID> = []
    for facts in facts {
      missing.formUnion(facts.missing)
      outcome.problems += facts.problems
      outcome.brokenCount += facts.brokenCount
    }
    outcome.missing = missing.sorted()
    return facts
  }
}
