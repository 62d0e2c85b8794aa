internal import ScanModel

/// The objects that an index file names.
///
/// Format: `gitformat-index(5)`, versions 2 to 4. What follows the entries is not read.
enum IndexEntries {
  /// The longest name, in bytes; the system opens no longer path.
  private static let maximumNameByteCount = 4_096

  /// Calls `body` with the object and the name of each entry.
  ///
  /// - Returns: `false` if the file is no index, or broken; what comes before is shown.
  static func forEach(
    in file: Span<UInt8>,
    format: ObjectFormat,
    _ body: (ObjectID, [UInt8]) -> Void
  ) -> Bool {
    guard file.count >= 12, file.bigEndian32(at: 0) == 0x4449_5243 else { return false }
    let version = file.bigEndian32(at: 4)
    guard (2...4).contains(version) else { return false }
    var offset = 12
    var name: [UInt8] = []
    for _ in 0..<file.bigEndian32(at: 8) {
      let start = offset
      // Two times, device, inode, mode, user, group and size: ten numbers of four bytes.
      let flagsOffset = start + 40 + format.byteCount
      guard flagsOffset + 4 <= file.count else { return false }
      let id = ObjectID(file, at: start + 40, format: format)
      let isExtended = file[flagsOffset] & 0x40 != 0
      offset = flagsOffset + (isExtended ? 4 : 2)
      if version == 4 {
        guard let removed = readNumber(file, at: &offset), removed <= name.count else {
          return false
        }
        name.removeLast(removed)
      } else {
        name.removeAll(keepingCapacity: true)
      }
      while offset < file.count, file[offset] != 0, name.count <= maximumNameByteCount {
        name.append(file[offset])
        offset += 1
      }
      guard offset < file.count, file[offset] == 0 else { return false }
      offset += 1
      // One to eight zeros fill an entry to a multiple of eight bytes.
      if version != 4 { offset = start + (offset - start + 7) / 8 * 8 }
      body(id, name)
    }
    return true
  }

  /// Reads a number as packs write the offset of a delta's base.
  private static func readNumber(_ file: Span<UInt8>, at offset: inout Int) -> Int? {
    var number = 0
    while offset < file.count {
      let byte = file[offset]
      offset += 1
      number |= Int(byte & 0x7F)
      if byte & 0x80 == 0 { return number }
      guard number <= maximumNameByteCount else { return nil }
      number = (number + 1) << 7
    }
    return nil
  }
}
