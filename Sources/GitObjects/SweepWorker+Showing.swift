internal import Inflate
internal import ScanModel

extension SweepWorker {
  mutating func show<Visitor: ObjectVisitor & ~Copyable>(
    _ entry: Int,
    _ buffer: ByteBuffer,
    _ context: Context,
    _ visitor: inout Visitor
  ) {
    let planned = context.planned
    let position = planned.forest.table.position(entry)
    guard !planned.duplicates.contains(position) else { return }
    buffer.withBytes {
      visitor.visit(context.type, $0, number: planned.firstNumber + position) {
        planned.pack.index.name(at: position)
      }
    }
    objectCount += 1
    byteCount += buffer.count
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
