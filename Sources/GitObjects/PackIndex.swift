internal import Posix
internal import ScanModel

/// The index of a pack: which objects it has, and where.
///
/// Format: `gitformat-pack(5)`, "Original (version 1) pack-*.idx files" and "Version 2".
///
///     version 1   counts 256 × 4 | (offset 4, name) × n                        | two hashes
///     version 2   ff 74 4f 63 | 00 00 00 02 | counts 256 × 4 | name × n | checksum 4 × n
///                 | offset 4 × n | long offset 8 × m                           | two hashes
///
/// An entry of the index is known by its position in the order of names, from 0.
struct PackIndex: ~Copyable, Sendable {
  /// The hash function of names.
  let format: ObjectFormat

  /// The objects that the index lists.
  let objectCount: Int

  private let file: MappedFile
  private let layout: Layout

  /// How many names there are up to each first byte.
  private let counts: [Int]

  /// Where things are in the file.
  private struct Layout {
    let isVersion1: Bool
    let entriesOffset: Int
    let offsetsOffset: Int
    let longOffsetsOffset: Int
    let longOffsetCount: Int
    let hashesOffset: Int
  }

  /// Checks a mapped file and takes it for an index.
  ///
  /// - Throws: `PackIndexError`. Names and offsets are checked when they are asked for.
  init(_ file: consuming MappedFile, format: ObjectFormat) throws(PackIndexError) {
    let (layout, counts) = try file.withBytes { bytes throws(PackIndexError) in
      try Self.readLayout(bytes, format: format)
    }
    self.file = file
    self.format = format
    self.layout = layout
    self.counts = counts
    objectCount = counts[255]
  }

  private static func readLayout(
    _ bytes: Span<UInt8>,
    format: ObjectFormat
  ) throws(PackIndexError) -> (Layout, [Int]) {
    let hashByteCount = format.byteCount
    guard bytes.count >= 1_024 + 2 * hashByteCount else {
      throw .tooShort(byteCount: bytes.count)
    }
    let isVersion1 = bytes.bigEndian32(at: 0) != 0xFF74_4F63
    if !isVersion1, bytes.bigEndian32(at: 4) != 2 {
      throw .unknownVersion(bytes.bigEndian32(at: 4))
    }
    let countsOffset = isVersion1 ? 0 : 8
    guard bytes.count >= countsOffset + 1_024 + 2 * hashByteCount else {
      throw .tooShort(byteCount: bytes.count)
    }
    var counts: [Int] = []
    for byte in 0..<256 {
      let count = Int(bytes.bigEndian32(at: countsOffset + 4 * byte))
      guard count >= counts.last ?? 0 else { throw .countsNotAscending(firstByte: byte) }
      counts.append(count)
    }
    let objectCount = counts[255]
    let entries = countsOffset + 1_024
    let hashes = bytes.count - 2 * hashByteCount
    // The products stay far below 2^63: a count has 32 bits.
    let fixed = objectCount * (hashByteCount + (isVersion1 ? 4 : 8))
    let offsets = entries + objectCount * (hashByteCount + 4)
    let extra = hashes - entries - fixed
    guard extra >= 0, isVersion1 ? extra == 0 : extra % 8 == 0 && extra / 8 <= objectCount else {
      throw .wrongSize(byteCount: bytes.count, objectCount: objectCount)
    }
    let layout = Layout(
      isVersion1: isVersion1,
      entriesOffset: entries,
      offsetsOffset: isVersion1 ? entries : offsets,
      longOffsetsOffset: offsets + 4 * objectCount,
      longOffsetCount: extra / 8,
      hashesOffset: hashes
    )
    return (layout, counts)
  }

  /// The name of the entry at `position`.
  func name(at position: Int) -> ObjectID {
    precondition(position >= 0 && position < objectCount, "entry \(position) of \(objectCount)")
    return file.withBytes { bytes in
      ObjectID(bytes, at: nameOffset(position), format: format)
    }
  }

  /// The offset in the pack of the entry at `position`, as the index states it; `nil` if it names a
  /// long offset that is not there, or one of more than 63 bits.
  func packOffset(at position: Int) -> Int? {
    precondition(position >= 0 && position < objectCount, "entry \(position) of \(objectCount)")
    return file.withBytes { bytes in packOffset(at: position, in: bytes) }
  }

  private func packOffset(at position: Int, in bytes: Span<UInt8>) -> Int? {
    if layout.isVersion1 {
      return Int(bytes.bigEndian32(at: layout.entriesOffset + position * (4 + format.byteCount)))
    }
    let word = bytes.bigEndian32(at: layout.offsetsOffset + 4 * position)
    guard word & 0x8000_0000 != 0 else { return Int(word) }
    let index = Int(word & 0x7FFF_FFFF)
    guard index < layout.longOffsetCount else { return nil }
    let start = layout.longOffsetsOffset + 8 * index
    let offset =
      UInt64(bytes.bigEndian32(at: start)) << 32
      | UInt64(bytes.bigEndian32(at: start + 4))
    return Int(exactly: offset)
  }

  /// Calls `body` with the offset of each entry, in the order of names.
  func forEachPackOffset(_ body: (_ position: Int, _ offset: Int?) -> Void) {
    file.withBytes { bytes in
      for position in 0..<objectCount { body(position, packOffset(at: position, in: bytes)) }
    }
  }

  /// The positions of names that start with `byte`.
  func positions(firstByte byte: UInt8) -> Range<Int> {
    (byte == 0 ? 0 : counts[Int(byte) - 1])..<counts[Int(byte)]
  }

  /// The position of the entry of that name, the first of several; `nil` if there is none.
  func position(of name: ObjectID) -> Int? {
    guard name.format == format else { return nil }
    let range = positions(firstByte: name.firstByte)
    guard !range.isEmpty else { return nil }
    return file.withBytes { bytes in
      var low = range.lowerBound
      var high = range.upperBound
      // The bits behind the first byte, a number below 2^24, tell about where the name stands. From
      // there the search goes up or down in steps that double, so that an index whose names are no
      // hashes costs no more than twice a search by halves.
      func isBefore(_ position: Int) -> Bool {
        let offset = nameOffset(position)
        // The first bytes decide nearly always.
        let word =
          UInt64(bytes.bigEndian32(at: offset)) << 32 | UInt64(bytes.bigEndian32(at: offset + 4))
        if word != name.leadingWord { return word < name.leadingWord }
        return ObjectID(bytes, at: offset, format: format) < name
      }
      var guess = low + (range.count * Int(name.leadingWord >> 32 & 0xFF_FFFF)) >> 24
      var step = 8
      if isBefore(guess) {
        while guess < high, isBefore(guess) {
          low = guess + 1
          guess += step
          step *= 2
        }
        high = min(guess, high)
      } else {
        high = guess
        guess -= step
        while guess >= low, !isBefore(guess) {
          high = guess
          step *= 2
          guess -= step
        }
        low = max(guess + 1, low)
      }
      while low < high {
        let middle = low + (high - low) / 2
        if isBefore(middle) {
          low = middle + 1
        } else {
          high = middle
        }
      }
      guard low < range.upperBound,
        ObjectID(bytes, at: nameOffset(low), format: format) == name
      else { return nil }
      return low
    }
  }

  /// The hash at the end of the pack that the index was made for.
  var packHash: ObjectID {
    file.withBytes { ObjectID($0, at: layout.hashesOffset, format: format) }
  }

  /// Gives back the memory that holds what was touched so far.
  func releaseMemory() { file.releaseMemory() }

  private func nameOffset(_ position: Int) -> Int {
    layout.isVersion1
      ? layout.entriesOffset + position * (4 + format.byteCount) + 4
      : layout.entriesOffset + position * format.byteCount
  }
}

extension Span<UInt8> {
  /// The big-endian 32-bit number at `offset`.
  func bigEndian32(at offset: Int) -> UInt32 {
    UInt32(self[offset]) << 24 | UInt32(self[offset + 1]) << 16 | UInt32(self[offset + 2]) << 8
      | UInt32(self[offset + 3])
  }
}
