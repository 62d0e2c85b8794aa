/// A cursor over the bytes of an index file.
struct GitIndexReader {
  /// The whole file.
  private let file: [UInt8]

  /// The length of an object's hash, in bytes: 20 or 32.
  private let hashByteCount: Int

  /// The offset in `file` of what is read next.
  private(set) var offset = 0

  /// The longest name, in bytes; the system opens no longer path.
  private static let maximumNameByteCount = 4_096

  /// Starts to read a file.
  init(_ file: [UInt8], hashByteCount: Int) {
    self.file = file
    self.hashByteCount = hashByteCount
  }

  /// Reads what the file starts with.
  ///
  /// - Throws: `GitIndexError.notAnIndex` or `unknownVersion`.
  mutating func readHeader() throws(GitIndexError) -> (version: UInt32, entryCount: UInt32) {
    guard file.starts(with: Array("DIRC".utf8)), file.count >= 12 + hashByteCount else {
      throw .notAnIndex
    }
    offset = 4
    let version = try readUInt32()
    guard (2...4).contains(version) else { throw .unknownVersion(version) }
    return (version, try readUInt32())
  }

  /// Reads an entry for its name.
  ///
  /// - Parameters:
  ///   - name: The name of the entry before; gets this one's.
  ///   - version: The file's version. In version 4 a name is what it does not share with the one
  ///     before.
  /// - Throws: `GitIndexError.corrupt`.
  mutating func readName(into name: inout [UInt8], version: UInt32) throws(GitIndexError) {
    let entryOffset = offset
    // Two times, device, inode, mode, user, group and size: ten numbers of four bytes.
    try skip(40 + hashByteCount)
    let flags = try readUInt16()
    if flags & 0x4000 != 0 {
      guard version >= 3 else { throw .corrupt(at: entryOffset) }
      try skip(2)
    }
    if version == 4 {
      let removedByteCount = try readVariableLengthNumber()
      guard removedByteCount <= name.count else { throw .corrupt(at: entryOffset) }
      name.removeLast(removedByteCount)
    } else {
      name.removeAll(keepingCapacity: true)
    }
    try appendUntilZero(to: &name)
    let statedByteCount = Int(flags & 0x0FFF)
    guard min(name.count, 0x0FFF) == statedByteCount else { throw .corrupt(at: entryOffset) }
    guard version != 4 else { return }
    // One zero has been read; up to seven more fill the entry to a multiple of eight bytes.
    while (offset - entryOffset) % 8 != 0 {
      guard offset < file.count, file[offset] == 0 else { throw .corrupt(at: offset) }
      offset += 1
    }
  }

  /// Reads what follows the entries: extensions, and a hash of all.
  ///
  /// - Throws: `GitIndexError.requiredExtension` for one whose name does not start with a capital
  ///   letter, which says that it may be passed over; `corrupt`.
  mutating func readExtensions() throws(GitIndexError) {
    let end = file.count - hashByteCount
    while offset < end {
      let start = offset
      try skip(4)
      let name = file[start..<offset]
      let byteCount = Int(try readUInt32())
      guard byteCount <= end - offset else { throw .corrupt(at: start) }
      guard let first = name.first, (0x41...0x5A).contains(first) else {
        guard name.allSatisfy({ (0x61...0x7A).contains($0) }) else { throw .corrupt(at: start) }
        throw .requiredExtension(name: String(decoding: name, as: UTF8.self))
      }
      try skip(byteCount)
    }
    guard offset == end else { throw .corrupt(at: end) }
  }

  /// Passes over bytes that must be there.
  private mutating func skip(_ byteCount: Int) throws(GitIndexError) {
    guard byteCount <= file.count - offset else { throw .corrupt(at: offset) }
    offset += byteCount
  }

  private mutating func readUInt32() throws(GitIndexError) -> UInt32 {
    let start = offset
    try skip(4)
    return file[start..<offset].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private mutating func readUInt16() throws(GitIndexError) -> UInt16 {
    let start = offset
    try skip(2)
    return file[start..<offset].reduce(0) { $0 << 8 | UInt16($1) }
  }

  /// Reads a number as packs write the offset of a delta's base.
  ///
  /// Seven bits to a byte, most significant first; each byte but the last has its top bit set and
  /// adds one, so that no number has two forms.
  private mutating func readVariableLengthNumber() throws(GitIndexError) -> Int {
    let start = offset
    var number = 0
    while offset < file.count {
      let byte = file[offset]
      offset += 1
      number |= Int(byte & 0x7F)
      if byte & 0x80 == 0 { return number }
      guard number <= Self.maximumNameByteCount else { throw .corrupt(at: start) }
      number = (number + 1) << 7
    }
    throw .corrupt(at: start)
  }

  /// Reads the bytes before the next zero, and the zero.
  private mutating func appendUntilZero(to name: inout [UInt8]) throws(GitIndexError) {
    let start = offset
    let window = file[offset...].prefix(Self.maximumNameByteCount + 1)
    guard let end = window.firstIndex(of: 0) else { throw .corrupt(at: start) }
    name += file[start..<end]
    guard name.count <= Self.maximumNameByteCount else { throw .corrupt(at: start) }
    offset = end + 1
  }
}
