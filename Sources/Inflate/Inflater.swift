internal import InflateShims

/// What turns zlib streams (RFC 1950) into bytes; one for each worker.
///
/// Invariant: `state` is a state of the C shim, freed by nobody else.
@safe
package struct Inflater: ~Copyable {
  private let state: OpaquePointer

  /// The library that does the work.
  package enum Engine: Hashable, Sendable, CaseIterable {
    /// The system's zlib.
    case zlib
    /// The system's libdeflate for streams whose size is known, zlib for all others.
    case libdeflate

    /// Whether the library is there.
    package var isPresent: Bool { self == .zlib || inflate_shims_has_libdeflate() }

    /// The quicker one of those that are there.
    package static var best: Engine { Engine.libdeflate.isPresent ? .libdeflate : .zlib }
  }

  /// How far a stream that is read in pieces has come.
  package struct Step: Hashable, Sendable {
    /// The bytes of input that were taken.
    package let inputByteCount: Int

    /// Whether the stream has ended, with the right checksum.
    package let isAtEnd: Bool
  }

  /// Makes an inflater.
  ///
  /// - Parameter engine: The library to use; zlib takes the place of one that is not there.
  /// - Throws: `InflateError.outOfMemory`.
  package init(engine: Engine = .best) throws(InflateError) {
    // SAFETY: the state is freed by `deinit` alone.
    guard let state = unsafe inflate_shims_create(engine == .libdeflate) else {
      throw .outOfMemory
    }
    unsafe self.state = state
  }

  deinit {
    unsafe inflate_shims_destroy(state)
  }

  /// Inflates the stream that `input` starts with, which holds exactly `byteCount` bytes.
  ///
  /// - Parameters:
  ///   - input: The stream; may go on behind its end.
  ///   - buffer: Gets the bytes, in the place of those it has.
  ///   - byteCount: The bytes that the stream holds.
  /// - Returns: How many bytes of `input` the stream takes.
  /// - Throws: `InflateError`; then the buffer is empty.
  @discardableResult
  package mutating func inflate(
    _ input: Span<UInt8>,
    into buffer: ByteBuffer,
    byteCount: Int
  ) throws(InflateError) -> Int {
    precondition(byteCount >= 0, "a stream of \(byteCount) bytes")
    buffer.removeAll(reserving: byteCount)
    let (result, used) = unsafe buffer.append(decoding: input, byteCount: byteCount) {
      unsafe inflate_shims_whole(state, $0, $1, $2, byteCount, &$3, &$4)
    }
    let made = buffer.count
    if result == INFLATE_SHIMS_DONE, made == byteCount { return used }
    buffer.removeAll()
    switch result {
    case INFLATE_SHIMS_DONE: throw .tooShort(byteCount: made, expectedByteCount: byteCount)
    case INFLATE_SHIMS_MORE where used == input.count: throw .truncated
    case INFLATE_SHIMS_MORE: throw .tooLong(maximumByteCount: byteCount)
    case INFLATE_SHIMS_NO_MEMORY: throw .outOfMemory
    default: throw .corrupt
    }
  }

  /// Starts a stream that is inflated in pieces.
  package mutating func startStream() {
    _ = unsafe inflate_shims_start(state)
  }

  /// Goes on with the stream that was started: takes `input` and fills the free room of `buffer`.
  ///
  /// - Parameters:
  ///   - input: What follows the input taken before.
  ///   - buffer: Gets the bytes, behind those it has; it does not grow.
  ///   - byteCount: The most bytes to make.
  /// - Returns: What was taken. If the stream has not ended, either all input has been taken or all
  ///   room has been filled.
  /// - Throws: `InflateError.corrupt` or `outOfMemory`.
  package mutating func continueStream(
    _ input: Span<UInt8>,
    into buffer: ByteBuffer,
    byteCount: Int
  ) throws(InflateError) -> Step {
    let byteCount = min(byteCount, buffer.capacity - buffer.count)
    precondition(byteCount >= 0, "a piece of \(byteCount) bytes")
    let (result, used) = unsafe buffer.append(decoding: input, byteCount: byteCount) {
      unsafe inflate_shims_continue(state, $0, $1, $2, byteCount, &$3, &$4)
    }
    switch result {
    case INFLATE_SHIMS_DONE: return Step(inputByteCount: used, isAtEnd: true)
    case INFLATE_SHIMS_MORE: return Step(inputByteCount: used, isAtEnd: false)
    case INFLATE_SHIMS_NO_MEMORY: throw .outOfMemory
    default: throw .corrupt
    }
  }

  /// Inflates the stream that `input` starts with, of unknown but bounded size.
  ///
  /// - Parameters:
  ///   - input: The stream; may go on behind its end.
  ///   - buffer: Gets the bytes, in the place of those it has.
  ///   - maximumByteCount: The most bytes that the stream may hold.
  /// - Returns: How many bytes of `input` the stream takes.
  /// - Throws: `InflateError`.
  @discardableResult
  package mutating func inflate(
    _ input: Span<UInt8>,
    into buffer: ByteBuffer,
    atMost maximumByteCount: Int
  ) throws(InflateError) -> Int {
    var room = min(max(4 * input.count, 4_096), maximumByteCount)
    while true {
      buffer.removeAll(reserving: max(room, 1))
      startStream()
      let step = try continueStream(input, into: buffer, byteCount: room)
      if step.isAtEnd { return step.inputByteCount }
      guard step.inputByteCount < input.count else { throw .truncated }
      guard room < maximumByteCount else { throw .tooLong(maximumByteCount: maximumByteCount) }
      // Starting over costs less than half of what the last round will.
      room = room > maximumByteCount / 4 ? maximumByteCount : 4 * room
    }
  }
}
