internal import Inflate
internal import Posix

/// What one worker makes objects with: an inflater, and buffers that it uses again and again.
struct Workshop: ~Copyable {
  /// What inflates.
  var inflater: Inflater

  /// The largest object that is made in memory, in bytes.
  let maximumByteCount: Int

  /// Where deltas are inflated to.
  let delta = ByteBuffer()

  /// Where outlines of objects are made.
  let outline = ByteBuffer()

  /// Where files are read to.
  let input = ReadBuffer(capacity: 1 << 16)

  /// The buffers that nobody uses, the one used last at the end: it is the likeliest in the cache.
  private var free: [ByteBuffer] = []

  /// The sum of the capacities of `free`.
  private var freeByteCount = 0

  /// The most bytes that are kept in `free`.
  private static let maximumFreeByteCount = 16 << 20

  /// The most buffers that are kept in `free`.
  private static let maximumFreeCount = 64

  init(engine: Inflater.Engine, maximumByteCount: Int) throws(InflateError) {
    inflater = try Inflater(engine: engine)
    self.maximumByteCount = maximumByteCount
  }

  /// Goes on with the stream that the inflater has started, whose next bytes are in a range of
  /// `input`.
  mutating func continueStream(
    _ range: Range<Int>,
    into buffer: ByteBuffer,
    byteCount: Int
  ) throws(InflateError) -> Inflater.Step {
    var result: Result<Inflater.Step, InflateError> = .failure(.corrupt)
    input.withBytes(range) { bytes in
      do throws(InflateError) {
        result = .success(
          try inflater.continueStream(bytes, into: buffer, byteCount: byteCount)
        )
      } catch {
        result = .failure(error)
      }
    }
    return try result.get()
  }

  /// Takes a buffer; its content is of no use.
  mutating func takeBuffer() -> ByteBuffer {
    guard let buffer = free.popLast() else { return ByteBuffer() }
    freeByteCount -= buffer.capacity
    return buffer
  }

  /// Gives a buffer back.
  mutating func giveBack(_ buffer: ByteBuffer) {
    guard free.count < Self.maximumFreeCount,
      freeByteCount + buffer.capacity <= Self.maximumFreeByteCount
    else { return }
    freeByteCount += buffer.capacity
    free.append(buffer)
  }
}
