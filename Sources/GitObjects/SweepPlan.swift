internal import ScanModel
internal import Synchronization

/// What a sweep has to do, in batches that workers take.
final class SweepPlan: Sendable {
  let store: ObjectStore
  let options: SweepOptions
  let packs: [PlannedPack]
  let loose: LooseObjects

  /// The database as it is when something of it has gone.
  let laterStore: LaterStore

  /// What is wrong with packs as a whole.
  let problems: [ObjectProblem]

  /// What is mapped of the packs.
  let touchedMemory: TouchedMemory

  /// The work.
  private let batches: [Batch]

  /// The number of the next batch that nobody has taken.
  private let nextBatch = Atomic<Int>(0)

  /// A pack and what is to be read of it.
  struct PlannedPack: Sendable {
    let pack: Pack
    /// How many objects the packs before it list.
    let firstNumber: Int
    let forest: DeltaForest
    /// The roots of the trees to walk.
    let roots: [DeltaForest.Root]
    /// The objects that are read from another pack.
    let duplicates: PositionSet
    /// The objects without a usable entry.
    let rejected: [(position: Int, error: PackError)]
  }

  /// A piece of work.
  enum Batch: Sendable {
    /// Walk these trees of the pack of that number.
    case roots(pack: Int, Range<Int>)
    /// Look for other copies of these rejected objects.
    case rejected(pack: Int, Range<Int>)
    /// Read these loose objects.
    case loose(Range<Int>)
  }

  /// How many entries a batch has at least, unless there are no more.
  private static let batchEntryCount = 64

  /// Plans a sweep.
  init(_ store: ObjectStore, options: SweepOptions) {
    self.store = store
    self.options = options
    let duplicates = DuplicateFinder.duplicates(in: store.packs, threadCount: options.threadCount)
    var packs: [PlannedPack] = []
    var problems: [ObjectProblem] = []
    var firstNumber = 0
    for (pack, duplicates) in zip(store.packs, duplicates) {
      do throws(PackError) {
        packs.append(try Self.plan(pack, firstNumber, duplicates: duplicates, options))
      } catch {
        problems.append(ObjectProblem(path: pack.path, cause: .pack(error)))
      }
      firstNumber += pack.index.objectCount
    }
    var loose = LooseObjects(of: store)
    loose.remove { name in
      store.packs.contains { $0.index.position(of: name) != nil }
    }
    laterStore = LaterStore(store.location)
    self.packs = packs
    self.loose = loose
    self.problems = problems + loose.problems
    touchedMemory = Self.touchedMemory(packs, options)
    batches = Self.makeBatches(packs, looseCount: loose.objects.count)
  }

  /// Plans another sweep of the same database, which shows objects of other types.
  init(_ other: SweepPlan, types: Set<ObjectType>) {
    store = other.store
    var options = other.options
    options.types = types
    options.showsLooseTrees = false
    self.options = options
    packs = other.packs.map { planned in
      PlannedPack(
        pack: planned.pack,
        firstNumber: planned.firstNumber,
        forest: planned.forest,
        roots: Self.roots(of: planned.forest, types),
        duplicates: planned.duplicates,
        rejected: planned.rejected
      )
    }
    loose = other.loose
    laterStore = other.laterStore
    problems = other.problems
    touchedMemory = Self.touchedMemory(packs, options)
    batches = Self.makeBatches(packs, looseCount: loose.objects.count)
  }

  /// The objects of the database, each counted once.
  var objectCount: Int {
    packs.reduce(loose.objects.count) { sum, planned in
      sum + planned.pack.index.objectCount - planned.duplicates.count
    }
  }

  /// The objects that are to be shown, as far as headers tell.
  var shownObjectCount: Int {
    packs.reduce(loose.objects.count) { sum, planned in
      planned.roots.reduce(sum + planned.rejected.count) { $0 + Int($1.entryCount) }
    }
  }

  /// The next piece of work; `nil` if there is no more.
  func takeBatch() -> Batch? {
    // Relaxed: a batch is only a number; what it refers to never changes.
    let number = nextBatch.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < batches.count ? batches[number] : nil
  }

  private static func plan(
    _ pack: Pack,
    _ firstNumber: Int,
    duplicates: PositionSet,
    _ options: SweepOptions
  ) throws(PackError) -> PlannedPack {
    var rejected: [(position: Int, error: PackError)] = []
    let table = try EntryTable(pack, rejected: &rejected)
    let links = BaseLink.all(of: table, in: pack, threadCount: options.threadCount)
    let isWanted: ((Int) -> Bool)? =
      duplicates.count == 0 ? nil : { !duplicates.contains(table.position($0)) }
    let forest = DeltaForest(table: table, links: links, isWanted: isWanted)
    return PlannedPack(
      pack: pack,
      firstNumber: firstNumber,
      forest: forest,
      roots: roots(of: forest, options.types),
      duplicates: duplicates,
      rejected: rejected.filter { !duplicates.contains($0.position) }
    )
  }

  /// The roots that may lead to objects of those types.
  private static func roots(
    of forest: DeltaForest,
    _ types: Set<ObjectType>
  ) -> [DeltaForest.Root] {
    forest.roots.filter { root in
      if case .whole(let type) = root.kind { types.contains(type) } else { true }
    }
  }

  private static func touchedMemory(
    _ packs: [PlannedPack],
    _ options: SweepOptions
  ) -> TouchedMemory {
    TouchedMemory(
      packByteCounts: packs.map { $0.pack.file.entriesEnd },
      maximumByteCount: options.mappedByteCount
    )
  }

  private static func makeBatches(_ packs: [PlannedPack], looseCount: Int) -> [Batch] {
    var batches: [Batch] = []
    for (number, planned) in packs.enumerated() {
      var start = 0
      var entryCount = 0
      for (index, root) in planned.roots.enumerated() {
        entryCount += Int(root.entryCount)
        if entryCount >= batchEntryCount || index + 1 == planned.roots.count {
          batches.append(.roots(pack: number, start..<index + 1))
          (start, entryCount) = (index + 1, 0)
        }
      }
      for start in stride(from: 0, to: planned.rejected.count, by: batchEntryCount) {
        let end = min(start + batchEntryCount, planned.rejected.count)
        batches.append(.rejected(pack: number, start..<end))
      }
    }
    for start in stride(from: 0, to: looseCount, by: batchEntryCount) {
      batches.append(.loose(start..<min(start + batchEntryCount, looseCount)))
    }
    return batches
  }
}

/// A database that is opened again when it is first asked for.
final class LaterStore: Sendable {
  private let location: RepositoryLocation
  private let store = Mutex<ObjectStore?>(nil)

  init(_ location: RepositoryLocation) {
    self.location = location
  }

  /// The database.
  func get() -> ObjectStore {
    store.withLock { store in
      let opened = store ?? ObjectStore(location)
      store = opened
      return opened
    }
  }
}
