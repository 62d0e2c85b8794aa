internal import Inflate
internal import ScanModel

/// One thread's part of a sweep.
struct SweepWorker: ~Copyable {
  let plan: SweepPlan
  private let progress: SweepProgress
  private let large: LargeObjectLane
  var reader: ObjectReader

  /// The bases on the way from a root to where the walk is.
  private var frames: [Frame] = []

  /// The capacity of the bases in `frames`, in bytes.
  private var baseByteCount = 0

  /// Whether this worker is in the lane for large objects.
  private var isInLane = false

  // What has been done since the last report.
  private var objectCount = 0
  private var byteCount = 0

  /// The bytes of packs touched since their memory was last given back.
  private var touchedByteCount = 0

  /// How many bytes of packs a worker touches before it gives the memory back.
  private static let maximumTouchedByteCount = 32 << 20

  private static let none = UInt32(EntryTable.none)

  /// An object whose deltas are being made.
  private struct Frame {
    let entry: Int
    /// The object's bytes; `nil` if they were dropped for want of room.
    var buffer: ByteBuffer?
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
        planned.pack.file.withBytes { bytes in
          for root in planned.roots[range] where !progress.isStopped {
            sweep(root, of: planned, bytes, &visitor)
            leaveLane()
          }
        }
        releaseMemory(of: planned.pack)
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

  // MARK: - Delta trees

  private mutating func sweep<Visitor: ObjectVisitor & ~Copyable>(
    _ root: DeltaForest.Root,
    of planned: SweepPlan.PlannedPack,
    _ pack: Span<UInt8>,
    _ visitor: inout Visitor
  ) {
    let entry = Int(root.entry)
    if case .whole(let type) = root.kind {
      let context = Context(planned: planned, type: type)
      do throws(PackError) {
        guard let buffer = try makeRoot(entry, context, pack, &visitor) else { return }
        walk(from: entry, buffer, context, pack, &visitor)
        return
      } catch {
        recover(
          root,
          planned,
          ObjectProblem(path: planned.pack.path, cause: .pack(error)),
          pack,
          &visitor
        )
      }
      return
    }
    let offset = planned.forest.table.offset(entry)
    do throws(ObjectProblem) {
      if root.kind == .cyclic {
        throw ObjectProblem(path: planned.pack.path, cause: .pack(.deltaCycle(at: offset)))
      }
      // The chain leads out of the pack, or shows what is wrong.
      let chain = try DeltaChain(planned.pack, offset: offset, in: plan.store)
      if let type = chain.type, !plan.options.types.contains(type) { return }
      let (type, buffer) = try reader.load(planned.pack, offset: offset)
      let context = Context(planned: planned, type: type)
      walk(from: entry, buffer, context, pack, &visitor)
    } catch {
      recover(root, planned, error, pack, &visitor)
    }
  }

  /// Goes on with another copy of a root that cannot be read.
  private mutating func recover<Visitor: ObjectVisitor & ~Copyable>(
    _ root: DeltaForest.Root,
    _ planned: SweepPlan.PlannedPack,
    _ problem: ObjectProblem,
    _ pack: Span<UInt8>,
    _ visitor: inout Visitor
  ) {
    let entry = Int(root.entry)
    guard let (type, buffer) = copy(of: entry, planned) else {
      fail(entry, planned, problem, &visitor)
      return
    }
    walk(from: entry, buffer, Context(planned: planned, type: type), pack, &visitor)
  }

  /// Makes a whole object; `nil` if it was shown in pieces and nothing is a delta of it.
  private mutating func makeRoot<Visitor: ObjectVisitor & ~Copyable>(
    _ entry: Int,
    _ context: Context,
    _ pack: Span<UInt8>,
    _ visitor: inout Visitor
  ) throws(PackError) -> ByteBuffer? {
    let offset = context.table.offset(entry)
    let header = try PackEntry(pack, at: offset, format: context.planned.pack.file.format)
    if header.byteCount > plan.options.maximumWholeByteCount {
      if context.planned.forest.firstChild[entry] == Self.none {
        try showPieces(entry, header, context, pack, &visitor)
        return nil
      }
      enterLane()
    }
    let buffer = reader.workshop.takeBuffer()
    do throws(PackError) {
      try PackFile.inflate(
        header,
        at: offset,
        in: pack,
        end: context.table.end(entry),
        with: &reader.workshop,
        into: buffer
      )
    } catch {
      reader.workshop.giveBack(buffer)
      throw error
    }
    touchedByteCount += context.table.end(entry) - offset
    return buffer
  }

  /// Shows an object and everything made from it; takes its buffer.
  private mutating func walk<Visitor: ObjectVisitor & ~Copyable>(
    from entry: Int,
    _ buffer: ByteBuffer,
    _ context: Context,
    _ pack: Span<UInt8>,
    _ visitor: inout Visitor
  ) {
    guard plan.options.types.contains(context.type) else {
      reader.workshop.giveBack(buffer)
      return
    }
    let bottom = frames.count
    show(entry, buffer, context, &visitor)
    push(entry, buffer, context)
    while frames.count > bottom, let frame = frames.last, !progress.isStopped {
      let isLast = frame.next == Self.none
      let child = Int(isLast ? frame.last : frame.next)
      do throws(ObjectProblem) {
        let base = try baseBuffer(frame, context)
        if isLast {
          frames.removeLast()
          baseByteCount -= base.capacity
        } else {
          frames[frames.count - 1].next = context.planned.forest.nextSibling[child]
        }
        do throws(PackError) {
          let made = try make(child, from: base, context, pack)
          if isLast { reader.workshop.giveBack(base) }
          show(child, made, context, &visitor)
          push(child, made, context)
        } catch {
          if isLast { reader.workshop.giveBack(base) }
          let problem = ObjectProblem(path: context.planned.pack.path, cause: .pack(error))
          if let (type, other) = copy(of: child, context.planned), type == context.type {
            show(child, other, context, &visitor)
            push(child, other, context)
          } else {
            fail(child, context.planned, problem, &visitor)
          }
        }
      } catch {
        // The base could be read before; what is left of its children is lost.
        frames.removeLast()
        failChildren(of: frame, context, &visitor)
      }
    }
    while frames.count > bottom, let frame = frames.popLast() {
      if let buffer = frame.buffer { baseByteCount -= buffer.capacity }
    }
  }

  /// Keeps an object that others are made from, or gives its buffer back.
  private mutating func push(_ entry: Int, _ buffer: ByteBuffer, _ context: Context) {
    let forest = context.planned.forest
    let first = forest.firstChild[entry]
    guard first != Self.none else {
      reader.workshop.giveBack(buffer)
      return
    }
    frames.append(
      Frame(
        entry: entry,
        buffer: buffer,
        next: forest.nextSibling[Int(first)],
        last: first
      )
    )
    baseByteCount += buffer.capacity
    // What is nearest to the root is needed last.
    var index = 0
    while baseByteCount > plan.options.baseByteCount, index < frames.count - 1 {
      if let dropped = frames[index].buffer {
        baseByteCount -= dropped.capacity
        frames[index].buffer = nil
      }
      index += 1
    }
  }

  /// The bytes of the object on top of the stack, made again if they were dropped.
  private mutating func baseBuffer(
    _ frame: Frame,
    _ context: Context
  ) throws(ObjectProblem) -> ByteBuffer {
    if let buffer = frame.buffer { return buffer }
    let (_, buffer) = try reader.load(
      context.planned.pack,
      offset: context.table.offset(frame.entry)
    )
    frames[frames.count - 1].buffer = buffer
    baseByteCount += buffer.capacity
    return buffer
  }

  /// Makes the object of an entry from its base.
  private mutating func make(
    _ entry: Int,
    from base: ByteBuffer,
    _ context: Context,
    _ pack: Span<UInt8>
  ) throws(PackError) -> ByteBuffer {
    let offset = context.table.offset(entry)
    let end = context.table.end(entry)
    let header = try PackEntry(pack, at: offset, format: context.planned.pack.file.format)
    let delta = reader.workshop.delta
    try PackFile.inflate(
      header,
      at: offset,
      in: pack,
      end: end,
      with: &reader.workshop,
      into: delta
    )
    touchedByteCount += end - offset
    if let size = delta.withBytes({ try? DeltaHeader($0).resultByteCount }),
      size > plan.options.maximumWholeByteCount
    {
      enterLane()
    }
    let result = reader.workshop.takeBuffer()
    do throws(PackError) {
      try DeltaChain.Link.apply(
        delta,
        to: base,
        into: result,
        at: offset,
        plan.options.maximumByteCount
      )
    } catch {
      reader.workshop.giveBack(result)
      throw error
    }
    return result
  }

  // MARK: - Showing

  private mutating func show<Visitor: ObjectVisitor & ~Copyable>(
    _ entry: Int,
    _ buffer: ByteBuffer,
    _ context: Context,
    _ visitor: inout Visitor
  ) {
    let planned = context.planned
    let position = planned.forest.table.position(entry)
    guard !planned.duplicates.contains(position) else { return }
    show(context.type, planned.pack.index.name(at: position), buffer, &visitor)
  }

  mutating func show<Visitor: ObjectVisitor & ~Copyable>(
    _ type: ObjectType,
    _ name: ObjectID,
    _ buffer: ByteBuffer,
    _ visitor: inout Visitor
  ) {
    buffer.withBytes { visitor.visit(type, name, $0) }
    objectCount += 1
    byteCount += buffer.count
  }

  /// Shows a large object of a pack in pieces.
  private mutating func showPieces<Visitor: ObjectVisitor & ~Copyable>(
    _ entry: Int,
    _ header: PackEntry,
    _ context: Context,
    _ pack: Span<UInt8>,
    _ visitor: inout Visitor
  ) throws(PackError) {
    guard !context.planned.duplicates.contains(context.table.position(entry)) else { return }
    let offset = context.table.offset(entry)
    let buffer = reader.workshop.takeBuffer()
    defer { reader.workshop.giveBack(buffer) }
    var input = header.dataOffset
    let end = context.table.end(entry)
    var made = 0
    reader.workshop.inflater.startStream()
    while true {
      buffer.removeAll(reserving: plan.options.pieceByteCount)
      guard input <= end else { throw .truncated(at: offset) }
      let isAtEnd: Bool
      do throws(InflateError) {
        let step = try reader.workshop.inflater.continueStream(
          pack.extracting(input..<end),
          into: buffer,
          byteCount: plan.options.pieceByteCount
        )
        input += step.inputByteCount
        isAtEnd = step.isAtEnd
        if made + buffer.count > header.byteCount {
          throw .tooLong(maximumByteCount: header.byteCount)
        }
        if isAtEnd, made + buffer.count < header.byteCount {
          throw .tooShort(
            byteCount: made + buffer.count,
            expectedByteCount: header.byteCount
          )
        }
        if !isAtEnd, buffer.count < plan.options.pieceByteCount { throw .truncated }
      } catch {
        throw .inflate(at: offset, error)
      }
      let piece = ObjectPiece(
        type: context.type,
        name: context.name(entry),
        objectByteCount: header.byteCount,
        offset: made,
        isLast: isAtEnd
      )
      buffer.withBytes { visitor.visit(piece, $0) }
      made += buffer.count
      byteCount += buffer.count
      if isAtEnd || progress.isStopped { break }
    }
    objectCount += 1
  }

  mutating func showPieces<Visitor: ObjectVisitor & ~Copyable>(
    _ stream: inout LooseStream,
    _ name: ObjectID,
    _ visitor: inout Visitor
  ) throws(LooseObjectError) {
    let buffer = reader.workshop.takeBuffer()
    defer { reader.workshop.giveBack(buffer) }
    var made = 0
    while true {
      buffer.removeAll(reserving: plan.options.pieceByteCount)
      let isAtEnd = try stream.read(
        plan.options.pieceByteCount,
        into: buffer,
        with: &reader.workshop
      )
      let piece = ObjectPiece(
        type: stream.type,
        name: name,
        objectByteCount: stream.byteCount,
        offset: made,
        isLast: isAtEnd
      )
      buffer.withBytes { visitor.visit(piece, $0) }
      made += buffer.count
      byteCount += buffer.count
      if isAtEnd || progress.isStopped { break }
    }
    objectCount += 1
  }

  // MARK: - When something is wrong

  /// Another copy of an object whose entry cannot be read; `nil` if there is none that can be.
  private mutating func copy(
    of entry: Int,
    _ planned: SweepPlan.PlannedPack
  ) -> (ObjectType, ByteBuffer)? {
    let name = planned.pack.index.name(at: planned.forest.table.position(entry))
    // A copy that is broken too is as good as none: the first problem is the one to tell.
    return try? reader.load(name, excluding: planned.pack)
  }

  /// Tells that an object cannot be read, nor any made from it.
  private mutating func fail<Visitor: ObjectVisitor & ~Copyable>(
    _ entry: Int,
    _ planned: SweepPlan.PlannedPack,
    _ problem: ObjectProblem,
    _ visitor: inout Visitor
  ) {
    let table = planned.forest.table
    let lostBase = planned.pack.index.name(at: table.position(entry))
    var lost: [Int] = []
    planned.forest.forEachEntry(below: entry) { lost.append($0) }
    for other in lost where !planned.duplicates.contains(table.position(other)) {
      let name = planned.pack.index.name(at: table.position(other))
      if other == entry {
        visitor.fail(
          ObjectProblem(objectID: name, path: problem.path, cause: problem.cause)
        )
      } else {
        let error = PackError.unreadableBase(at: table.offset(other), base: lostBase)
        readElsewhere(name, planned.pack, error, &visitor)
      }
    }
  }

  private mutating func failChildren<Visitor: ObjectVisitor & ~Copyable>(
    of frame: Frame,
    _ context: Context,
    _ visitor: inout Visitor
  ) {
    var children = [Int(frame.last)]
    var next = frame.next
    while next != Self.none {
      children.append(Int(next))
      next = context.planned.forest.nextSibling[Int(next)]
    }
    let base = context.name(frame.entry)
    for child in children {
      let error = PackError.unreadableBase(at: context.table.offset(child), base: base)
      let problem = ObjectProblem(path: context.planned.pack.path, cause: .pack(error))
      fail(child, context.planned, problem, &visitor)
    }
  }

  /// Shows an object from any place but a pack where it cannot be read.
  private mutating func readElsewhere<Visitor: ObjectVisitor & ~Copyable>(
    _ name: ObjectID,
    _ pack: Pack,
    _ error: PackError,
    _ visitor: inout Visitor
  ) {
    do throws(ObjectProblem) {
      if let (type, buffer) = try reader.load(name, excluding: pack) {
        if plan.options.types.contains(type) { show(type, name, buffer, &visitor) }
        reader.workshop.giveBack(buffer)
        return
      }
    } catch {
      // The copy is broken too; the first problem is the one to tell.
    }
    visitor.fail(ObjectProblem(objectID: name, path: pack.path, cause: .pack(error)))
  }

  // MARK: - Memory

  mutating func enterLane() {
    guard !isInLane else { return }
    large.enter()
    isInLane = true
  }

  private mutating func leaveLane() {
    guard isInLane else { return }
    large.leave()
    isInLane = false
  }

  private mutating func releaseMemory(of pack: Pack) {
    guard touchedByteCount > Self.maximumTouchedByteCount else { return }
    pack.file.releaseMemory()
    touchedByteCount = 0
  }
}
