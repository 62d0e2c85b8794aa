internal import InflateShims

/// Memory that bytes are made in, one content after the other.
///
/// It keeps its memory from one content to the next, and grows without copying what is there. Not
/// for two threads at once.
///
/// Invariant: `start` is the start of `capacity` allocated bytes, of which the first `count` are
/// initialised; `count <= capacity`.
@safe
package final class ByteBuffer {
  private var start: UnsafeMutablePointer<UInt8>

  /// The bytes that fit in, in all.
  package private(set) var capacity: Int

  /// The bytes that are there.
  package private(set) var count = 0

  /// Makes an empty buffer.
  package init(capacity: Int = 4_096) {
    precondition(capacity > 0, "a buffer of \(capacity) bytes")
    self.capacity = capacity
    unsafe start = .allocate(capacity: capacity)
  }

  deinit {
    unsafe start.deallocate()
  }

  /// Empties the buffer and makes room for `byteCount` bytes.
  ///
  /// Memory that has never been written to costs address space only.
  package func removeAll(reserving byteCount: Int = 0) {
    precondition(byteCount >= 0, "room for \(byteCount) bytes")
    count = 0
    guard byteCount > capacity else { return }
    // An eighth more than asked, so that a file that grows from version to version does not need
    // new memory each time; at most 1 MiB more.
    let grown = byteCount + min(byteCount / 8, 1 << 20)
    unsafe start.deallocate()
    capacity = grown
    unsafe start = .allocate(capacity: grown)
  }

  /// Lends the bytes.
  package func withBytes<Result: ~Copyable, Failure>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: the first `count` bytes are initialised, and live as long as this object, which is
    // kept alive by the call. A body that changes the buffer breaks a rule that exclusivity checks
    // do not see; the room's own code is the only one that has both.
    try unsafe body(Span(_unsafeElements: UnsafeBufferPointer(start: start, count: count)))
  }

  /// Lets `body` add to the bytes, as many as there is room for.
  package func append<Failure>(
    _ body: (inout OutputSpan<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    // SAFETY: the bytes from `count` on are allocated, and nobody else has access to them.
    var output = unsafe OutputSpan(
      buffer: UnsafeMutableBufferPointer(
        start: start.advanced(by: count),
        count: capacity - count
      ),
      initializedCount: 0
    )
    try body(&output)
    let room = unsafe UnsafeMutableBufferPointer(
      start: start.advanced(by: count),
      count: capacity - count
    )
    count += unsafe output.finalize(for: room)
  }

  /// Adds all of `source`; returns `false`, and adds nothing, if there is no room.
  package func append(_ source: Span<UInt8>) -> Bool {
    var isAdded = false
    append { output in isAdded = output.append(source, from: 0, byteCount: source.count) }
    return isAdded
  }

  /// Removes the first `byteCount` bytes, moving the rest to the front.
  package func removeFirst(_ byteCount: Int) {
    precondition(byteCount >= 0 && byteCount <= count, "\(byteCount) of \(count) bytes")
    // SAFETY: both ranges are inside the initialised bytes; `update` allows them to overlap.
    unsafe start.update(from: start.advanced(by: byteCount), count: count - byteCount)
    count -= byteCount
  }

  /// Lets `fill` write to the free room, at most `byteCount` bytes of it; it says how many it
  /// wrote.
  @unsafe func appendUnsafely(
    byteCount: Int,
    _ fill: (UnsafeMutablePointer<UInt8>) -> Int
  ) {
    precondition(byteCount <= capacity - count, "no room for \(byteCount) bytes")
    // SAFETY: the precondition keeps what is written inside the allocation.
    let written = unsafe fill(start.advanced(by: count))
    precondition(written >= 0 && written <= byteCount, "\(written) of \(byteCount) bytes written")
    count += written
  }

  /// What a library's decoder is called with: the input and its size, where to write, and where to
  /// note how many bytes it took and how many it wrote.
  typealias Decode<Result> = (
    UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>, inout Int, inout Int
  ) -> Result

  /// Lets `decode` write what it makes of `input` to the free room, at most `byteCount` bytes of it.
  ///
  /// - Parameters:
  ///   - input: What is decoded.
  ///   - byteCount: How many bytes there is room for.
  ///   - decode: Reads and writes no more than the counts say.
  /// - Returns: What `decode` returned, and how many bytes of the input it took.
  @unsafe func append<Result>(
    decoding input: Span<UInt8>,
    byteCount: Int,
    _ decode: Decode<Result>
  ) -> (result: Result, usedByteCount: Int) {
    precondition(byteCount <= capacity - count, "no room for \(byteCount) bytes")
    var (used, made) = (0, 0)
    let result = unsafe input.withUnsafeBufferPointer { input in
      // SAFETY: the precondition keeps what is written inside the allocation.
      let output = unsafe start.advanced(by: count)
      return unsafe decode(input.baseAddress, input.count, output, &used, &made)
    }
    precondition(made >= 0 && made <= byteCount, "\(made) of \(byteCount) bytes written")
    count += made
    return (result, used)
  }
}

extension ByteBuffer {
  /// A copy of the bytes.
  package var bytes: [UInt8] {
    withBytes { bytes in
      unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }
  }
}

extension OutputSpan<UInt8> {
  /// Adds the bytes of `source` from `offset` on, `byteCount` of them.
  ///
  /// - Returns: `false`, and nothing is added, if `source` does not have them or there is no room.
  @inlinable
  @inline(__always)  // called for every instruction of a delta
  package mutating func append(_ source: Span<UInt8>, from offset: Int, byteCount: Int) -> Bool {
    guard offset >= 0, byteCount >= 0, byteCount <= source.count,
      offset <= source.count - byteCount,
      byteCount <= freeCapacity
    else { return false }
    unsafe withUnsafeMutableBufferPointer { output, count in
      unsafe source.withUnsafeBufferPointer { source in
        // SAFETY: the guard keeps both ranges inside their memory.
        guard let start = source.baseAddress, let room = output.baseAddress else { return }
        let from = unsafe start.advanced(by: offset)
        let to = unsafe room.advanced(by: count)
        if byteCount <= 32, source.count &- offset >= 32, output.count &- count >= 32 {
          // Most instructions of a delta are short: one move of fixed size is a call less.
          // SAFETY: there are 32 bytes in both; those too many are not counted.
          let bytes = unsafe UnsafeRawPointer(from).loadUnaligned(as: SIMD32<UInt8>.self)
          unsafe UnsafeMutableRawPointer(to).storeBytes(of: bytes, as: SIMD32<UInt8>.self)
        } else {
          unsafe to.update(from: from, count: byteCount)
        }
        count &+= byteCount
      }
    }
    return true
  }
}

extension Span<UInt8> {
  /// Asks the processor to have the bytes in `range` at hand soon.
  package func prefetch(_ range: Range<Int>) {
    let range = range.clamped(to: 0..<count)
    unsafe withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress, !range.isEmpty else { return }
      // SAFETY: the range is inside the bytes, and nothing is read.
      unsafe inflate_shims_prefetch(start.advanced(by: range.lowerBound), range.count)
    }
  }
}
