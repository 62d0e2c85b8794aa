internal import Inflate
internal import ScanModel

extension SweepWorker {
  mutating func sweep<Visitor: ObjectVisitor & ~Copyable>(
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
  mutating func recover<Visitor: ObjectVisitor & ~Copyable>(
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
  mutating func makeRoot<Visitor: ObjectVisitor & ~Copyable>(
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
        in: pack,
        end: context.table.end(entry),
        with: &reader.workshop,
        into: buffer
      )
    } catch {
      reader.workshop.giveBack(buffer)
      throw error
    }
    touch(offset..<context.table.end(entry))
    return buffer
  }

  /// Shows an object and everything made from it; takes its buffer.
  mutating func walk<Visitor: ObjectVisitor & ~Copyable>(
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
    let isPlain = show(entry, buffer, context, &visitor)
    push(entry, buffer, isPlain: isPlain, context)
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
        prefetch(after: child, context, pack)
        // A base that was dropped has been made again; it is what it was, but nothing rests on that.
        let isPlain = frame.isPlain && frame.buffer != nil
        do throws(PackError) {
          try walk(to: child, from: base, isPlain: isPlain, context, pack, &visitor)
        } catch {
          let problem = ObjectProblem(path: context.planned.pack.path, cause: .pack(error))
          if let (type, other) = copy(of: child, context.planned), type == context.type {
            let isPlain = show(child, other, context, &visitor)
            push(child, other, isPlain: isPlain, context)
          } else {
            fail(child, context.planned, problem, &visitor)
          }
        }
        if isLast { reader.workshop.giveBack(base) }
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

  /// Asks for the start of the entry that comes after `entry` in the walk, to have it at hand when it is
  /// its turn: entries that come one after the other in a walk lie anywhere in a pack.
  private func prefetch(after entry: Int, _ context: Context, _ pack: Span<UInt8>) {
    let forest = context.planned.forest
    var next = forest.firstChild[entry]
    if next != Self.none {
      let other = forest.nextSibling[Int(next)]
      if other != Self.none { next = other }
    } else if let frame = frames.last {
      next = frame.next == Self.none ? frame.last : frame.next
    } else {
      return
    }
    let offset = context.table.offset(Int(next))
    pack.prefetch(offset..<min(context.table.end(Int(next)), offset + 256))
  }
}
