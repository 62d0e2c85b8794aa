/// Memory that files are read into, one piece after the other.
///
/// Invariant: `start` is the start of `capacity` bytes, all initialised, owned by this value.
@safe
package struct ReadBuffer: ~Copyable {
  let start: UnsafeMutableRawPointer

  /// The size in bytes.
  package let capacity: Int

  /// Makes a buffer of `capacity` zeros.
  package init(capacity: Int) {
    precondition(capacity > 0, "a buffer of \(capacity) bytes")
    self.capacity = capacity
    // A page's alignment lets the kernel copy without splitting lines.
    unsafe start = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4_096)
    unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
  }

  deinit {
    unsafe start.deallocate()
  }

  /// Lends the bytes in `range` to `body`.
  package func withBytes<Result, Failure>(
    _ range: Range<Int>,
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= capacity, "\(range) outside")
    // SAFETY: the precondition keeps the range inside the initialised bytes, which live as long as
    // this value, and this value is borrowed for the call.
    let bytes = unsafe UnsafeBufferPointer(
      start: start.advanced(by: range.lowerBound).assumingMemoryBound(to: UInt8.self),
      count: range.count
    )
    return try unsafe body(Span(_unsafeElements: bytes))
  }

  /// Moves the bytes in `range` to the start of the buffer.
  package func moveToStart(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= capacity, "\(range) outside")
    // SAFETY: both places are inside the buffer; `copyMemory` allows them to overlap.
    unsafe start.copyMemory(from: start.advanced(by: range.lowerBound), byteCount: range.count)
  }

  /// Copies `bytes` to the start of the buffer, as many as fit; returns how many.
  package func fill(with bytes: Span<UInt8>) -> Int {
    let count = min(bytes.count, capacity)
    unsafe bytes.withUnsafeBytes { raw in
      // SAFETY: `count` is at most either size.
      if let base = raw.baseAddress { unsafe start.copyMemory(from: base, byteCount: count) }
    }
    return count
  }
}
