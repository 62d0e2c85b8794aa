internal import Inflate
internal import Posix
internal import ScanModel
internal import Synchronization

/// What no reader of a database can do without: each stream that a sweep reads, inflated once.
///
/// Streams are inflated in the order in which they lie in their files, the quickest there is, and
/// nothing is made of them. Speed is measured against it.
package final class InflationFloor: Sendable {
  private let plan: SweepPlan
  private let batches: [Batch]
  private let nextBatch = Atomic<Int>(0)
  private let streams = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)

  /// Streams that one thread inflates together.
  private enum Batch: Sendable {
    case entries(pack: Int, ArraySlice<UInt32>)
    case loose(Range<Int>)
  }

  /// How many streams a batch has.
  private static let batchCount = 512

  /// Lists the streams that `sweep` reads.
  package init(_ sweep: ObjectSweep) {
    plan = sweep.plan
    var batches: [Batch] = []
    for (number, planned) in plan.packs.enumerated() {
      var entries: [UInt32] = []
      for root in planned.roots {
        planned.forest.forEachEntry(below: Int(root.entry)) { entries.append(UInt32($0)) }
      }
      entries.sort()
      for start in stride(from: 0, to: entries.count, by: Self.batchCount) {
        let end = min(start + Self.batchCount, entries.count)
        batches.append(.entries(pack: number, entries[start..<end]))
      }
    }
    let looseCount = plan.loose.objects.count
    for start in stride(from: 0, to: looseCount, by: Self.batchCount) {
      batches.append(.loose(start..<min(start + Self.batchCount, looseCount)))
    }
    self.batches = batches
  }

  /// What was inflated.
  package struct Amount: Hashable, Sendable {
    /// The streams inflated; fewer than there are if some are broken.
    package let streamCount: Int

    /// The bytes that they hold.
    package let byteCount: Int
  }

  /// Inflates every stream once; to be called once.
  package func run() -> Amount {
    WorkerGroup.run(plan.options.threadCount) { _ in
      // Without memory for another worker, the others do its share.
      try? self.work()
    }
    return Amount(
      streamCount: streams.load(ordering: .relaxed),
      byteCount: bytes.load(ordering: .relaxed)
    )
  }

  private func work() throws(InflateError) {
    var workshop = try Workshop(
      engine: plan.options.engine,
      maximumByteCount: plan.options.maximumByteCount
    )
    let buffer = ByteBuffer()
    var (streamCount, byteCount) = (0, 0)
    while true {
      let number = nextBatch.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < batches.count else { break }
      switch batches[number] {
      case .entries(let pack, let entries):
        let planned = plan.packs[pack]
        planned.pack.file.withBytes { bytes in
          for entry in entries where inflate(Int(entry), of: planned, bytes, &workshop, buffer) {
            streamCount += 1
            byteCount += buffer.count
          }
        }
      case .loose(let range):
        for place in plan.loose.objects[range] where inflate(place, &workshop, buffer) {
          streamCount += 1
          byteCount += buffer.count
        }
      }
    }
    streams.wrappingAdd(streamCount, ordering: .relaxed)
    bytes.wrappingAdd(byteCount, ordering: .relaxed)
  }

  /// Inflates an entry of a pack; returns whether it could be.
  private func inflate(
    _ entry: Int,
    of planned: SweepPlan.PlannedPack,
    _ bytes: Span<UInt8>,
    _ workshop: inout Workshop,
    _ buffer: ByteBuffer
  ) -> Bool {
    let table = planned.forest.table
    do throws(PackError) {
      let header = try PackEntry(
        bytes,
        at: table.offset(entry),
        format: planned.pack.file.format
      )
      try PackFile.inflate(
        header,
        in: bytes,
        end: table.end(entry),
        with: &workshop,
        into: buffer
      )
      return true
    } catch { return false }
  }

  /// Inflates a loose object, if it is not a tree; returns whether it was.
  private func inflate(
    _ place: LooseObjects.Place,
    _ workshop: inout Workshop,
    _ buffer: ByteBuffer
  ) -> Bool {
    let path = ObjectStore.loosePath(place.name, in: plan.store.directories[place.directory])
    do throws(LooseObjectError) {
      var stream = try LooseStream.open(path, with: &workshop)
      guard plan.options.types.contains(stream.type) else { return false }
      try stream.readAll(into: buffer, with: &workshop)
      return true
    } catch { return false }
  }
}
