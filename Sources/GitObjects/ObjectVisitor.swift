package import ScanModel

/// What a sweep shows objects to; each worker has one of its own.
package protocol ObjectVisitor: ~Copyable, SendableMetatype {
  /// Looks at an object.
  ///
  /// - Parameters:
  ///   - type: What it is.
  ///   - bytes: All of its content.
  ///   - name: Gives its name. Asked for only when there is something to say, it costs nothing
  ///     otherwise: names lie in another order than objects.
  mutating func visit(_ type: ObjectType, _ bytes: Span<UInt8>, name: () -> ObjectID)

  /// Looks at an object of which it is known, without a search, which one of all it is.
  ///
  /// - Parameters:
  ///   - type: What it is.
  ///   - bytes: All of its content.
  ///   - number: The position in its pack's index, above the objects of all packs before; `nil` for
  ///     one that was not read from where it was expected.
  ///   - name: Gives its name.
  mutating func visit(
    _ type: ObjectType,
    _ bytes: Span<UInt8>,
    number: Int?,
    name: () -> ObjectID
  )

  /// Looks at a piece of an object that is too large to be made in memory.
  ///
  /// Pieces come one after the other, the first at offset 0, without gaps, and nothing else comes
  /// between them. An object that turns out to be broken ends with `fail` in place of its last
  /// piece.
  mutating func visit(_ piece: ObjectPiece, _ bytes: Span<UInt8>)

  /// Learns that something could not be read.
  mutating func fail(_ problem: ObjectProblem)
}

extension ObjectVisitor where Self: ~Copyable {
  /// Looks at an object, whatever its number.
  package mutating func visit(
    _ type: ObjectType,
    _ bytes: Span<UInt8>,
    number: Int?,
    name: () -> ObjectID
  ) {
    visit(type, bytes, name: name)
  }
}

/// Where a piece of a large object lies.
package struct ObjectPiece: Hashable, Sendable {
  /// What the object is.
  package let type: ObjectType

  /// The object's name.
  package let name: ObjectID

  /// The size of the whole object in bytes.
  package let objectByteCount: Int

  /// The offset of the piece's first byte in the object.
  package let offset: Int

  /// Whether it is the last piece; an empty one if need be.
  package let isLast: Bool

  /// Says where a piece lies.
  package init(
    type: ObjectType,
    name: ObjectID,
    objectByteCount: Int,
    offset: Int,
    isLast: Bool
  ) {
    self.type = type
    self.name = name
    self.objectByteCount = objectByteCount
    self.offset = offset
    self.isLast = isLast
  }
}
