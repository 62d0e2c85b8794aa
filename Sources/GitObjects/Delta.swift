internal import Inflate

/// What a delta starts with: the sizes of what it is made from and of what it makes.
///
/// Format: `gitformat-pack(5)`, "Deltified representation".
struct DeltaHeader: Equatable {
  /// The size of the base in bytes.
  let baseByteCount: Int

  /// The size of the result in bytes.
  let resultByteCount: Int

  /// The offset of the first instruction.
  let instructionsOffset: Int

  /// Reads the header of a delta.
  ///
  /// - Throws: `DeltaError.truncated` or `sizeOverflow`.
  init(_ delta: Span<UInt8>) throws(DeltaError) {
    var offset = 0
    baseByteCount = try Self.readSize(delta, at: &offset)
    resultByteCount = try Self.readSize(delta, at: &offset)
    instructionsOffset = offset
  }

  /// Checks the sizes.
  ///
  /// - Throws: `DeltaError.wrongBase` or `tooLarge`.
  func check(baseByteCount: Int, maximumByteCount: Int) throws(DeltaError) {
    guard baseByteCount == self.baseByteCount else {
      throw .wrongBase(byteCount: baseByteCount, expectedByteCount: self.baseByteCount)
    }
    guard resultByteCount <= maximumByteCount else {
      throw .tooLarge(byteCount: resultByteCount, maximumByteCount: maximumByteCount)
    }
  }

  /// Reads a number of seven bits to a byte, the lowest first, and moves `offset` behind it.
  private static func readSize(
    _ delta: Span<UInt8>,
    at offset: inout Int
  ) throws(DeltaError) -> Int {
    var size = 0
    // Nine bytes hold 63 bits.
    for shift in stride(from: 0, to: 63, by: 7) {
      guard offset < delta.count else { throw .truncated }
      let byte = delta[offset]
      offset += 1
      size |= Int(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return size }
    }
    throw .sizeOverflow
  }
}

/// Makes objects from their base and a delta.
enum Delta {
  /// Makes the object that `delta` describes.
  ///
  /// - Parameters:
  ///   - delta: The inflated delta.
  ///   - base: What it is made from.
  ///   - result: Gets the object's bytes, in the place of those it has; not the buffer of `base` or
  ///     `delta`.
  ///   - maximumByteCount: The most bytes to make.
  /// - Throws: `DeltaError`; then what `result` has is of no use.
  static func apply(
    _ delta: Span<UInt8>,
    to base: Span<UInt8>,
    into result: ByteBuffer,
    maximumByteCount: Int
  ) throws(DeltaError) {
    let header = try DeltaHeader(delta)
    try header.check(baseByteCount: base.count, maximumByteCount: maximumByteCount)
    let expected = header.resultByteCount
    result.removeAll(reserving: expected)
    let (end, byteCount) = result.append(
      delta: delta,
      from: header.instructionsOffset,
      base: base,
      objectByteCount: expected,
      omitting: nil
    )
    try header.check(end, objectByteCount: byteCount)
  }
}

extension DeltaHeader {
  /// Checks how the instructions ended.
  ///
  /// - Throws: `DeltaError`, unless all were run and have made what the header states.
  func check(_ end: DeltaEnd, objectByteCount: Int) throws(DeltaError) {
    switch end {
    case .complete: break
    case .truncated: throw .truncated
    case .reservedInstruction: throw .reservedInstruction
    case .beyondBase: throw .copyBeyondBase
    case .tooLong, .noRoom: throw .resultTooLong(expectedByteCount: resultByteCount)
    }
    guard objectByteCount == resultByteCount else {
      throw .resultTooShort(byteCount: objectByteCount, expectedByteCount: resultByteCount)
    }
  }
}
