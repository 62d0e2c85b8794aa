/// What is wrong with a delta: the difference between two objects, in instructions.
package enum DeltaError: Error, Hashable, Sendable {
  /// It ends inside its header or an instruction.
  case truncated
  /// A size in its header does not fit in 63 bits.
  case sizeOverflow
  /// It is made for a base of another size.
  case wrongBase(byteCount: Int, expectedByteCount: Int)
  /// It copies bytes that the base does not have.
  case copyBeyondBase
  /// It makes more bytes than it says.
  case resultTooLong(expectedByteCount: Int)
  /// It makes fewer bytes than it says.
  case resultTooShort(byteCount: Int, expectedByteCount: Int)
  /// It has instruction 0, which is kept for the future.
  case reservedInstruction
  /// Its result is larger than this program makes in memory.
  case tooLarge(byteCount: Int, maximumByteCount: Int)
}

extension DeltaError: CustomStringConvertible {
  /// The cause, in a few words: `the delta is truncated`.
  package var description: String {
    switch self {
    case .truncated: "the delta is truncated"
    case .sizeOverflow: "the delta states a size of more than 63 bits"
    case .wrongBase(let count, let expected):
      "the delta is for a base of \(expected) bytes, and its base has \(count)"
    case .copyBeyondBase: "the delta copies from beyond the end of its base"
    case .resultTooLong(let expected): "the delta makes more than the \(expected) bytes it states"
    case .resultTooShort(let count, let expected):
      "the delta makes \(count) bytes, not the \(expected) it states"
    case .reservedInstruction: "the delta has the reserved instruction 0"
    case .tooLarge(let count, let maximum):
      "the object has \(count) bytes, more than the limit of \(maximum) bytes"
    }
  }
}
