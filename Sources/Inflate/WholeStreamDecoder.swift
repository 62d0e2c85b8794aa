internal import InflateShims

/// What turns whole streams that are in memory into bytes at once, with the system's libdeflate.
///
/// It takes less than half the time of `StreamDecoder`, and can do nothing else: a stream that does
/// not end in what there is of it, that holds more than was thought, or that is damaged, is the other's.
///
/// Not for two threads at once.
///
/// Invariant: `state` is a state of the C shim, freed by nobody else.
@safe
package final class WholeStreamDecoder {
  private let state: OpaquePointer

  /// What became of an attempt.
  package enum Outcome: Hashable, Sendable {
    /// The stream has ended, and its checksum, if the format has one, is right.
    case done(inputByteCount: Int)
    /// The stream holds more than there is room for.
    case tooLong
    /// The stream does not end within the input, is corrupt, or is of another format.
    case failed
  }

  /// Makes a decoder.
  ///
  /// - Returns: `nil` if the system has no libdeflate, or no memory.
  package init?() {
    // SAFETY: the state is freed by `deinit` alone.
    guard let state = unsafe codec_shims_whole_create() else { return nil }
    unsafe self.state = state
  }

  deinit {
    unsafe codec_shims_whole_destroy(state)
  }

  /// Decodes the stream that `input` starts with.
  ///
  /// - Parameters:
  ///   - format: Deflate, alone or in a frame.
  ///   - input: The stream; may go on behind its end.
  ///   - buffer: Gets the bytes, in the place of those it has; nothing unless all goes well.
  ///   - byteCount: The most bytes that the stream may hold.
  /// - Returns: What became of it.
  package func decode(
    _ format: StreamFormat,
    _ input: Span<UInt8>,
    into buffer: ByteBuffer,
    atMost byteCount: Int
  ) -> Outcome {
    precondition(byteCount >= 0, "a stream of \(byteCount) bytes")
    // The library wants room even for nothing.
    let byteCount = max(byteCount, 1)
    buffer.removeAll(reserving: byteCount)
    let (result, used) = unsafe buffer.append(decoding: input, byteCount: byteCount) {
      unsafe codec_shims_whole(state, format.shim, $0, $1, $2, byteCount, &$3, &$4)
    }
    switch result {
    case CODEC_SHIMS_WHOLE_DONE: return .done(inputByteCount: used)
    case CODEC_SHIMS_WHOLE_NO_ROOM: return .tooLong
    default: return .failed
    }
  }
}
