internal import Inflate
internal import ScanModel

extension SweepWorker {
  /// Shows an object of a pack, unless another pack's copy of it is shown.
  ///
  /// - Returns: Whether the visitor is known to have seen nothing in it.
  mutating func show<Visitor: ObjectVisitor & ~Copyable>(
    _ entry: Int,
    _ buffer: ByteBuffer,
    _ context: Context,
    _ visitor: inout Visitor
  ) -> Bool {
    let planned = context.planned
    let position = planned.forest.table.position(entry)
    guard !planned.duplicates.contains(position) else { return false }
    buffer.withBytes {
      visitor.visit(context.type, $0, number: planned.firstNumber + position) {
        planned.pack.index.name(at: position)
      }
    }
    objectCount += 1
    byteCount += buffer.count
    return visitor.sawNothing
  }

  /// Shows what is new in the object that the delta at hand makes from `base`.
  ///
  /// - Returns: Whether that is all there is to show. If not, the object is to be shown whole; what is
  ///   wrong with it is found again then.
  mutating func showOutline<Visitor: ObjectVisitor & ~Copyable>(
    of entry: Int,
    from base: ByteBuffer,
    _ context: Context,
    _ visitor: inout Visitor
  ) -> Bool {
    let planned = context.planned
    guard let shape = visitor.outline,
      !planned.duplicates.contains(planned.forest.table.position(entry))
    else { return false }
    let outline = reader.workshop.outline
    let made: Int? = reader.workshop.delta.withBytes { delta in
      base.withBytes { base in
        try? shape.make(
          from: delta,
          of: base,
          into: outline,
          maximumByteCount: plan.options.maximumByteCount
        )
      }
    }
    guard let made,
      outline.withBytes({ visitor.visit(context.type, outline: $0, byteCount: made) })
    else { return false }
    objectCount += 1
    byteCount += made
    return true
  }

  /// Shows an object that was not found where it was looked for, or is in no pack.
  mutating func show<Visitor: ObjectVisitor & ~Copyable>(
    _ type: ObjectType,
    _ buffer: ByteBuffer,
    _ visitor: inout Visitor,
    name: () -> ObjectID
  ) {
    buffer.withBytes { visitor.visit(type, $0, number: nil, name: name) }
    objectCount += 1
    byteCount += buffer.count
  }

  /// Shows a large object of a pack in pieces.
  mutating func showPieces<Visitor: ObjectVisitor & ~Copyable>(
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
}
