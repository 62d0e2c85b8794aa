internal import Inflate

/// The shape of what is shown of an object in place of the whole: what is new in it.
///
/// Where an object goes on as the one that it is made from, all but the edges of that is left out.
/// What is shown comes in its order, with no mark where something is missing:
///
///     made from   AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
///     object      AAAAAAAAAAAAAAAABBBBAAAAAAAAAAAAAAAA
///     outline     AAAAAA       AAABBBBAAA          AAA
///                 head        edge    edge        edge
///
/// So a run of at most `edgeByteCount + 1` bytes that is in the object is in the outline, or else in
/// what the object is made from. The outline may have runs that the object does not have.
package struct ObjectOutline: Hashable, Sendable {
  /// The first bytes of an object that its outline has, or all if it has fewer.
  package let headByteCount: Int

  /// The bytes on either side of what is left out that the outline has; also the last bytes of an
  /// object that it has.
  package let edgeByteCount: Int

  /// The longest outline that is made, in bytes; an object with a longer one is shown whole.
  ///
  /// Memory that is never written to costs address space only.
  static let maximumByteCount = 1 << 20

  /// Asks for outlines of that shape.
  package init(headByteCount: Int, edgeByteCount: Int) {
    precondition(
      headByteCount >= 0 && edgeByteCount > 0,
      "an outline with \(headByteCount) and \(edgeByteCount) bytes"
    )
    self.headByteCount = headByteCount
    self.edgeByteCount = edgeByteCount
  }

  /// Makes the outline of the object that `delta` describes.
  ///
  /// - Parameters:
  ///   - delta: The inflated delta.
  ///   - base: What the object is made from.
  ///   - result: Gets the outline, in the place of what it has.
  ///   - maximumByteCount: The largest object that could be made.
  /// - Returns: The size of the object in bytes; `nil` if its outline would be too long.
  /// - Throws: `DeltaError`, as making the object would.
  func make(
    from delta: Span<UInt8>,
    of base: Span<UInt8>,
    into result: ByteBuffer,
    maximumByteCount: Int
  ) throws(DeltaError) -> Int? {
    let header = try DeltaHeader(delta)
    try header.check(baseByteCount: base.count, maximumByteCount: maximumByteCount)
    result.removeAll(reserving: Self.maximumByteCount)
    let (end, byteCount) = result.append(
      delta: delta,
      from: header.instructionsOffset,
      base: base,
      objectByteCount: header.resultByteCount,
      omitting: DeltaOmission(headByteCount: headByteCount, edgeByteCount: edgeByteCount)
    )
    if end == .noRoom { return nil }
    try header.check(end, objectByteCount: byteCount)
    return byteCount
  }
}
