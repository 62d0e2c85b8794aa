internal import Inflate
internal import ScanModel

extension SweepWorker {
  /// Keeps an object that others are made from, or gives its buffer back.
  mutating func push(_ entry: Int, _ buffer: ByteBuffer, _ context: Context) {
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

  /// Makes the object of an entry from its base.
  mutating func make(
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
      in: pack,
      end: end,
      with: &reader.workshop,
      into: delta
    )
    touched.insert(offset..<end)
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
}
