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

  /// What parts of an object made from another one tell whether it holds anything; `nil` to be shown
  /// objects whole, always.
  ///
  /// It must not change.
  var outline: ObjectOutline? { get }

  /// Whether nothing at all was seen in the object shown last, so that one made from it can hold
  /// something only where it differs.
  var sawNothing: Bool { get }

  /// Looks at the outline of an object, which was made from one in which nothing was seen.
  ///
  /// - Parameters:
  ///   - type: What it is.
  ///   - outline: Its outline, in the shape that this visitor asks for.
  ///   - byteCount: The size of the object in bytes.
  /// - Returns: Whether there is nothing to see in the object. If not, it is shown whole, as if it had
  ///   not been shown yet.
  mutating func visit(_ type: ObjectType, outline: Span<UInt8>, byteCount: Int) -> Bool

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

  /// None: objects are shown whole.
  package var outline: ObjectOutline? { nil }

  /// Never known.
  package var sawNothing: Bool { false }

  /// Asks for the whole object.
  package mutating func visit(
    _ type: ObjectType,
    outline: Span<UInt8>,
    byteCount: Int
  ) -> Bool { false }
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
