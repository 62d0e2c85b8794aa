internal import Inflate
internal import ScanModel

/// One thread's part of a sweep.
struct SweepWorker: ~Copyable {
  let plan: SweepPlan
  let progress: SweepProgress
  let large: LargeObjectLane
  var reader: ObjectReader

  /// What reads from the database as it is later, when an object has gone; made when needed.
  var laterReader: ObjectReader?

  /// The bases on the way from a root to where the walk is.
  var frames: [Frame] = []

  /// The capacity of the bases in `frames`, in bytes.
  var baseByteCount = 0

  /// How many frames at the bottom of the stack have no buffer any more.
  var droppedCount = 0

  /// Whether this worker is in the lane for large objects.
  var isInLane = false

  // What has been done since the last report.
  var objectCount = 0
  var byteCount = 0

  /// What this worker has told of what it touched.
  var touched = TouchedBlocks()

  /// The number of the pack at hand.
  var packNumber = 0

  static let none = UInt32(EntryTable.none)

  /// An object whose deltas are being made.
  struct Frame {
    let entry: Int
    /// The object's bytes; `nil` if they were dropped for want of room.
    var buffer: ByteBuffer?
    /// Whether the visitor has seen nothing in the object.
    var isPlain: Bool
    /// The next child but the first.
    var next: UInt32
    /// The first child, with most entries below it, which comes last.
    let last: UInt32
  }

  /// Where a walk is: a pack, and what its objects are.
  struct Context {
    let planned: SweepPlan.PlannedPack
    let type: ObjectType

    var table: EntryTable { planned.forest.table }

    func name(_ entry: Int) -> ObjectID {
      planned.pack.index.name(at: planned.forest.table.position(entry))
    }
  }

  init(
    _ plan: SweepPlan,
    large: LargeObjectLane,
    progress: SweepProgress
  ) throws(InflateError) {
    self.plan = plan
    self.large = large
    self.progress = progress
    reader = try ObjectReader(
      plan.store,
      engine: plan.options.engine,
      maximumByteCount: plan.options.maximumByteCount
    )
  }

  /// Works until there is no more work.
  mutating func run<Visitor: ObjectVisitor & ~Copyable>(_ visitor: inout Visitor) {
    while !progress.isStopped, let batch = plan.takeBatch() {
      switch batch {
      case .roots(let number, let range):
        let planned = plan.packs[number]
        packNumber = number
        planned.pack.file.withBytes { bytes in
          for root in planned.roots[range] where !progress.isStopped {
            sweep(root, of: planned, bytes, &visitor)
            leaveLane()
          }
        }
      case .rejected(let number, let range):
        let planned = plan.packs[number]
        for (position, error) in planned.rejected[range] {
          readElsewhere(planned.pack.index.name(at: position), planned.pack, error, &visitor)
        }
      case .loose(let range):
        for place in plan.loose.objects[range] where !progress.isStopped {
          sweepLoose(place, &visitor)
          leaveLane()
        }
      }
      progress.add(objectCount: objectCount, byteCount: byteCount)
      (objectCount, byteCount) = (0, 0)
    }
  }

  mutating func enterLane() {
    guard !isInLane else { return }
    large.enter()
    isInLane = true
  }

  mutating func leaveLane() {
    guard isInLane else { return }
    large.leave()
    isInLane = false
  }

  /// Notes that a range of the pack at hand was touched, and gives back what has not been for long.
  mutating func touch(_ range: Range<Int>) {
    touched.insert(range, ofPack: packNumber, round: plan.touchedMemory.round) { block in
      for span in plan.touchedMemory.insert(block: block, ofPack: packNumber) {
        plan.packs[span.pack].pack.file.releaseMemory(in: span.range)
      }
    }
  }
}
