internal import Inflate
internal import ScanModel

extension SweepWorker {
  /// Keeps an object that others are made from, or gives its buffer back.
  mutating func push(_ entry: Int, _ buffer: ByteBuffer, isPlain: Bool, _ context: Context) {
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
        isPlain: isPlain,
        next: forest.nextSibling[Int(first)],
        last: first
      )
    )
    baseByteCount += buffer.capacity
    // What is nearest to the root is needed last. Those already dropped are not looked at again: a
    // hostile pack can make the stack as deep as it has entries.
    droppedCount = min(droppedCount, frames.count - 1)
    while baseByteCount > plan.options.baseByteCount, droppedCount < frames.count - 1 {
      if let dropped = frames[droppedCount].buffer {
        baseByteCount -= dropped.capacity
        frames[droppedCount].buffer = nil
      }
      droppedCount += 1
    }
  }

  /// The bytes of the object on top of the stack, made again if they were dropped.
  mutating func baseBuffer(
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
    droppedCount = min(droppedCount, frames.count - 1)
    return buffer
  }

  /// Shows an object that is made from another one, and keeps it if others are made from it.
  ///
  /// Where the visitor has seen nothing in what the object is made from, the object's outline may do;
  /// and if nothing is made from the object, it is then not made either.
  ///
  /// - Parameters:
  ///   - entry: The object.
  ///   - base: What it is made from.
  ///   - isPlain: Whether the visitor has seen nothing in that.
  ///   - context: Where the walk is.
  ///   - pack: The bytes of the pack.
  ///   - visitor: What it is shown to.
  /// - Throws: `PackError` if it cannot be made.
  mutating func walk<Visitor: ObjectVisitor & ~Copyable>(
    to entry: Int,
    from base: ByteBuffer,
    isPlain: Bool,
    _ context: Context,
    _ pack: Span<UInt8>,
    _ visitor: inout Visitor
  ) throws(PackError) {
    try inflateDelta(of: entry, context, pack)
    var isShown = isPlain && showOutline(of: entry, from: base, context, &visitor)
    if isShown, context.planned.forest.firstChild[entry] == Self.none { return }
    let made = try make(entry, from: base, context)
    if !isShown { isShown = show(entry, made, context, &visitor) }
    push(entry, made, isPlain: isShown, context)
  }

  /// Inflates the delta that an entry holds.
  private mutating func inflateDelta(
    of entry: Int,
    _ context: Context,
    _ pack: Span<UInt8>
  ) throws(PackError) {
    let offset = context.table.offset(entry)
    let end = context.table.end(entry)
    let header = try PackEntry(pack, at: offset, format: context.planned.pack.file.format)
    let delta = reader.workshop.delta
    try PackFile.inflate(
      header,
      in: pack,
      end: end,
      with: &reader.workshop,
      into: delta
    )
    touch(offset..<end)
  }

  /// Makes the object of an entry from its base and the delta at hand.
  private mutating func make(
    _ entry: Int,
    from base: ByteBuffer,
    _ context: Context
  ) throws(PackError) -> ByteBuffer {
    let delta = reader.workshop.delta
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
        at: context.table.offset(entry),
        plan.options.maximumByteCount
      )
    } catch {
      reader.workshop.giveBack(result)
      throw error
    }
    return result
  }
}
