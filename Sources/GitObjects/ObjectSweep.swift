package import Inflate
internal import Posix
internal import ScanModel
internal import Synchronization

/// How a sweep goes about its work.
package struct SweepOptions: Sendable {
  /// The threads to use, at least 1.
  package var threadCount: Int

  /// The types to show; objects of other types are only counted.
  package var types: Set<ObjectType> = [.commit, .blob, .tag]

  /// Whether loose trees are shown besides the types asked for.
  ///
  /// They are opened anyway; those of packs would all have to be made. Another walk after this one
  /// does not inherit it.
  package var showsLooseTrees = false

  /// The library that inflates.
  package var engine = Inflater.Engine.best

  /// The largest object that each worker makes in memory, in bytes.
  ///
  /// A larger one is shown in pieces
  /// if it is whole in its file; if it is a delta, or others are deltas of it, it is made by one
  /// worker at a time.
  package var maximumWholeByteCount = 32 << 20

  /// The largest object that is made in memory at all, in bytes; a larger delta is a failure.
  package var maximumByteCount = ObjectReader.defaultMaximumByteCount

  /// The size of the pieces that larger objects are shown in, in bytes.
  package var pieceByteCount = 1 << 20

  /// The most bytes of objects that a worker keeps because others are deltas of them.
  ///
  /// Beyond it they are dropped, and made again when it is their turn.
  package var baseByteCount = 32 << 20

  /// The most bytes of mapped packs that all workers together leave in memory.
  ///
  /// Less costs time: what was given back is mapped again when it is next touched (git/git, 500 MB of
  /// pack, which all takes 7,600 faults: 19,000 with 160 MiB, 11,000 with 256 MiB).
  package var mappedByteCount = 160 << 20

  /// Uses that many threads, and the defaults.
  package init(threadCount: Int) {
    precondition(threadCount > 0, "\(threadCount) threads")
    self.threadCount = threadCount
  }
}

/// How far a sweep is; and a way to end it early.
package final class SweepProgress: Sendable {
  private let objects = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)
  private let stopped = Atomic<Bool>(false)

  /// Starts at nothing.
  package init() {}

  /// The objects shown so far.
  package var objectCount: Int { objects.load(ordering: .relaxed) }

  /// The bytes of objects shown so far.
  package var byteCount: Int { bytes.load(ordering: .relaxed) }

  /// Whether the sweep is to end early.
  package var isStopped: Bool { stopped.load(ordering: .relaxed) }

  /// Ends the sweep soon: each worker finishes the object that it is at.
  package func stop() { stopped.store(true, ordering: .relaxed) }

  func add(objectCount: Int, byteCount: Int) {
    objects.wrappingAdd(objectCount, ordering: .relaxed)
    bytes.wrappingAdd(byteCount, ordering: .relaxed)
  }
}

/// A walk over all objects of a database, each once, in whatever order is quickest.
package struct ObjectSweep: Sendable {
  let plan: SweepPlan

  /// Reads the indexes and the headers of all entries.
  ///
  /// - Complexity: O(n) in objects; reads all packs' pages once. Keeps 16 bytes for each object.
  package init(_ store: ObjectStore, options: SweepOptions) {
    plan = SweepPlan(store, options: options)
  }

  /// Walks the same database again, and shows objects of other types; nothing is read anew for it.
  package init(_ other: ObjectSweep, types: Set<ObjectType>) {
    plan = SweepPlan(other.plan, types: types)
  }

  /// The objects of the database, each counted once, whatever its type: what
  /// `git cat-file --batch-all-objects --batch-check` counts.
  package var objectCount: Int { plan.objectCount }

  /// The objects that are shown, as far as headers tell before anything is read.
  ///
  /// Loose objects are counted whatever their type, and a base that is needed for others alone too.
  package var shownObjectCount: Int { plan.shownObjectCount }

  /// What was wrong with packs and directories as a whole, those of the store included.
  package var problems: [ObjectProblem] { plan.store.problems + plan.problems }

  /// Shows every object of the types asked for to a visitor; to be called once.
  ///
  /// - Parameters:
  ///   - progress: Told how far the sweep is.
  ///   - makeVisitor: Makes a worker's visitor, on the worker's thread.
  ///   - finish: Takes it back when there is no more work, on the same thread.
  /// - Throws: `InflateError.outOfMemory` if no worker can start.
  package func run<Visitor: ObjectVisitor & ~Copyable>(
    progress: SweepProgress = SweepProgress(),
    makeVisitor: @escaping @Sendable () -> Visitor,
    finish: @escaping @Sendable (consuming Visitor) -> Void
  ) throws(InflateError) {
    let plan = plan
    let large = LargeObjectLane()
    let workerCount = Monitor(0)
    WorkerGroup.run(plan.options.threadCount) { _ in
      do throws(InflateError) {
        var worker = try SweepWorker(plan, large: large, progress: progress)
        workerCount.withLock { $0 += 1 }
        var visitor = makeVisitor()
        worker.run(&visitor)
        finish(visitor)
      } catch {
        // The others do this worker's share; if there are none, the caller is told.
      }
    }
    // What comes after the sweep has the room for itself.
    for planned in plan.packs { planned.pack.file.releaseMemory() }
    if workerCount.withLock({ $0 == 0 }) { throw .outOfMemory }
  }
}

/// Lets one worker at a time make objects that are too large for several at once.
final class LargeObjectLane: Sendable {
  private let isTaken = Monitor(false)

  func enter() {
    isTaken.wait { isTaken -> Void? in
      if isTaken { return nil }
      isTaken = true
      return ()
    }
  }

  func leave() {
    isTaken.withLock { $0 = false }
    isTaken.notifyOne()
  }
}
