internal import Inflate
internal import Posix
internal import ScanModel

/// A pack, mapped into memory.
///
///     "PACK" | version 4 | objects 4 | entries … | hash
struct PackFile: ~Copyable, Sendable {
  /// The hash function of names.
  let format: ObjectFormat

  /// The objects that the pack says it has.
  let objectCount: Int

  /// The offset just past the last entry, where the hash starts.
  let entriesEnd: Int

  private let file: MappedFile

  /// The size of what comes before the first entry, in bytes.
  static let headerByteCount = 12

  /// Checks a mapped file and takes it for a pack.
  ///
  /// - Throws: `PackError.notAPack` or `unknownVersion`.
  init(_ file: consuming MappedFile, format: ObjectFormat) throws(PackError) {
    let count = try file.withBytes { bytes throws(PackError) in
      guard bytes.count >= Self.headerByteCount + format.byteCount,
        bytes.bigEndian32(at: 0) == 0x5041_434B
      else { throw .notAPack }
      let version = bytes.bigEndian32(at: 4)
      guard version == 2 || version == 3 else { throw .unknownVersion(version) }
      return Int(bytes.bigEndian32(at: 8))
    }
    entriesEnd = file.byteCount - format.byteCount
    objectCount = count
    self.file = file
    self.format = format
  }

  /// Lends the bytes of the pack without the hash at the end.
  func withBytes<Result: ~Copyable, Failure>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try file.withBytes { bytes throws(Failure) in try body(bytes.extracting(0..<entriesEnd)) }
  }

  /// The hash at the end.
  var hash: ObjectID { file.withBytes { ObjectID($0, at: entriesEnd, format: format) } }

  /// Gives back the memory that holds what was touched so far.
  func releaseMemory() { file.releaseMemory() }

  /// Gives back what was touched so far of a range of offsets, whose start is that of a page.
  func releaseMemory(in range: Range<Int>) { file.releaseMemory(in: range) }

  /// Inflates an entry of a pack.
  ///
  /// - Parameters:
  ///   - entry: The entry's header.
  ///   - pack: The bytes of the pack.
  ///   - end: Where the next entry starts, or the pack's end if that is not known.
  ///   - workshop: What inflates, and how much at most.
  ///   - buffer: Gets the bytes.
  /// - Throws: `PackError.truncated`, `tooLarge`, `impossibleSize` or `inflate`.
  static func inflate(
    _ entry: PackEntry,
    in pack: Span<UInt8>,
    end: Int,
    with workshop: inout Workshop,
    into buffer: ByteBuffer
  ) throws(PackError) {
    let offset = entry.offset
    let end = min(end, pack.count)
    guard entry.dataOffset <= end else { throw .truncated(at: offset) }
    let available = end - entry.dataOffset
    guard entry.byteCount <= workshop.maximumByteCount else {
      throw .tooLarge(
        at: offset,
        byteCount: entry.byteCount,
        maximumByteCount: workshop.maximumByteCount
      )
    }
    // Deflate's best: 258 bytes from two bits, so 1,032 from a byte.
    guard entry.byteCount / 1_032 <= available else {
      throw .impossibleSize(
        at: offset,
        byteCount: entry.byteCount,
        compressedByteCount: available
      )
    }
    do throws(InflateError) {
      try workshop.inflater.inflate(
        pack.extracting(entry.dataOffset..<end),
        into: buffer,
        byteCount: entry.byteCount
      )
    } catch {
      throw .inflate(at: offset, error)
    }
  }
}
