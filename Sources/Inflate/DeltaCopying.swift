internal import InflateShims

/// How the instructions of a delta ended.
package enum DeltaEnd: Hashable, Sendable {
  /// All of them were run.
  case complete
  /// The delta ends inside one.
  case truncated
  /// One is 0, which is kept for the future.
  case reservedInstruction
  /// One copies bytes that the base does not have.
  case beyondBase
  /// They make more than the object has.
  case tooLong
  /// The buffer has no room for what they make.
  case noRoom

  init(_ result: delta_shims_result) {
    switch result {
    case DELTA_SHIMS_DONE: self = .complete
    case DELTA_SHIMS_TRUNCATED: self = .truncated
    case DELTA_SHIMS_RESERVED: self = .reservedInstruction
    case DELTA_SHIMS_BEYOND_BASE: self = .beyondBase
    case DELTA_SHIMS_TOO_LONG: self = .tooLong
    default: self = .noRoom
    }
  }
}

/// What is left out of an object that a delta makes.
package struct DeltaOmission: Hashable, Sendable {
  /// The first bytes of the object, of which nothing is left out.
  package let headByteCount: Int

  /// The bytes of a longer copy that are not left out, at its start and at its end.
  package let edgeByteCount: Int

  /// Leaves out what lies between the edges of copies, behind the head.
  package init(headByteCount: Int, edgeByteCount: Int) {
    precondition(
      headByteCount >= 0 && (1...1 << 20).contains(edgeByteCount),
      "a head of \(headByteCount) bytes and edges of \(edgeByteCount)"
    )
    self.headByteCount = headByteCount
    self.edgeByteCount = edgeByteCount
  }
}

extension ByteBuffer {
  /// Adds what the instructions of a delta make, as far as there is room.
  ///
  /// Format: `gitformat-pack(5)`, "Deltified representation".
  ///
  /// - Parameters:
  ///   - delta: The inflated delta; not this buffer's bytes.
  ///   - offset: Where in it the first instruction is.
  ///   - base: What the object is made from; not this buffer's bytes.
  ///   - objectByteCount: The most bytes that the object may have.
  ///   - omission: What to leave out; `nil` for nothing.
  /// - Returns: How the instructions ended, and how many bytes of the object they describe.
  package func append(
    delta: Span<UInt8>,
    from offset: Int,
    base: Span<UInt8>,
    objectByteCount: Int,
    omitting omission: DeltaOmission?
  ) -> (end: DeltaEnd, objectByteCount: Int) {
    precondition(
      offset >= 0 && offset <= delta.count && objectByteCount >= 0,
      "instructions at \(offset) of \(delta.count) for \(objectByteCount) bytes"
    )
    var result = DELTA_SHIMS_DONE
    var made = 0
    unsafe delta.withUnsafeBufferPointer { delta in
      unsafe base.withUnsafeBufferPointer { base in
        unsafe appendUnsafely(byteCount: capacity - count) { start in
          // SAFETY: the shim reads and writes no more than the counts say.
          var output = unsafe delta_shims_output(
            start: start,
            capacity: capacity - count,
            count: 0
          )
          let deltaBytes = unsafe delta_shims_bytes(start: delta.baseAddress, count: delta.count)
          let baseBytes = unsafe delta_shims_bytes(start: base.baseAddress, count: base.count)
          if let omission {
            result = unsafe delta_shims_outline(
              baseBytes,
              deltaBytes,
              offset,
              objectByteCount,
              omission.headByteCount,
              omission.edgeByteCount,
              &output,
              &made
            )
          } else {
            result = unsafe delta_shims_apply(
              baseBytes,
              deltaBytes,
              offset,
              objectByteCount,
              &output,
              &made
            )
          }
          return unsafe output.count
        }
      }
    }
    return (DeltaEnd(result), made)
  }
}
