internal import Glibc

/// Memory that files are read into, one piece after the other.
///
/// Invariant: `start` is the start of `capacity` bytes, all initialised, inside `memory`, which this
/// value owns.
@safe
package struct ReadBuffer: ~Copyable {
  let start: UnsafeMutableRawPointer

  private let memory: UnsafeMutableRawPointer

  /// The size in bytes.
  package let capacity: Int

  private static let alignment = 4_096

  /// Makes a buffer of `capacity` zeros.
  package init(capacity: Int) {
    precondition(capacity > 0, "a buffer of \(capacity) bytes")
    self.capacity = capacity
    // Pages that `calloc` gets from the system are zero without being touched: a large buffer that
    // little is read into costs little. A page's alignment lets the kernel copy without splitting
    // lines.
    guard let memory = unsafe calloc(1, capacity + Self.alignment) else {
      fatalError("no memory for a buffer of \(capacity) bytes")
    }
    unsafe self.memory = memory
    unsafe start = memory.alignedUp(toMultipleOf: Self.alignment)
    unsafe start.bindMemory(to: UInt8.self, capacity: capacity)
  }

  deinit {
    unsafe free(memory)
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

  /// Copies `bytes` to `offset` in the buffer, as many as fit; returns how many.
  package func fill(with bytes: Span<UInt8>, at offset: Int = 0) -> Int {
    precondition(offset >= 0 && offset <= capacity, "offset \(offset) outside the buffer")
    let count = min(bytes.count, capacity - offset)
    unsafe bytes.withUnsafeBytes { raw in
      // SAFETY: `count` is at most what is there, and at most what fits behind `offset`.
      if let base = raw.baseAddress {
        unsafe start.advanced(by: offset).copyMemory(from: base, byteCount: count)
      }
    }
    return count
  }
}
