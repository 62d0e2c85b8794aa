internal import ScanModel

/// What an entry of a pack starts with.
struct PackEntry: Equatable {
  /// The offset in the pack of the entry.
  let offset: Int

  /// What the entry holds.
  let kind: Kind

  /// The inflated size in bytes: of the object, or of the delta.
  let byteCount: Int

  /// The offset in the pack of the compressed bytes.
  let dataOffset: Int

  /// What an entry may hold.
  enum Kind: Equatable {
    /// An object as it is.
    case whole(ObjectType)
    /// A delta of the entry so many bytes before.
    case offsetDelta(distance: Int)
    /// A delta of the object of that name.
    case nameDelta(ObjectID)
  }

  /// Reads the header of the entry at `offset`.
  ///
  /// The first byte holds three type bits and the low four bits of the size; each following byte
  /// adds seven, least significant first, while its top bit is set. Format: `gitformat-pack(5)`.
  ///
  /// - Parameters:
  ///   - pack: The pack's bytes, without the hash at the end.
  ///   - offset: Where the entry starts.
  ///   - format: The hash function of names.
  /// - Throws: `PackError.badOffset`, `truncated`, `sizeOverflow`, `unknownType` or
  ///     `badBaseOffset`.
  init(_ pack: Span<UInt8>, at offset: Int, format: ObjectFormat) throws(PackError) {
    guard offset >= PackFile.headerByteCount, offset < pack.count else {
      throw .badOffset(at: offset)
    }
    self.offset = offset
    let first = pack[offset]
    var next = offset + 1
    var size = Int(first & 0x0F)
    var isLast = first & 0x80 == 0
    var shift = 4
    while !isLast {
      guard next < pack.count else { throw .truncated(at: offset) }
      let byte = pack[next]
      // The last byte that may follow starts at bit 53 and ends at bit 59: 2^60 bytes will do.
      guard shift <= 53 else { throw .sizeOverflow(at: offset) }
      size |= Int(byte & 0x7F) << shift
      shift += 7
      next += 1
      isLast = byte & 0x80 == 0
    }
    byteCount = size
    let number = first >> 4 & 7
    switch number {
    case 6:
      let distance = try Self.readDistance(pack, at: &next, entryOffset: offset)
      kind = .offsetDelta(distance: distance)
    case 7:
      guard format.byteCount <= pack.count - next else { throw .truncated(at: offset) }
      kind = .nameDelta(ObjectID(pack, at: next, format: format))
      next += format.byteCount
    default:
      guard let type = ObjectType(packNumber: number) else {
        throw .unknownType(at: offset, number: number)
      }
      kind = .whole(type)
    }
    dataOffset = next
  }

  /// Reads how far before an entry its base is.
  ///
  /// Seven bits to a byte, most significant first; each byte but the last has its top bit set and
  /// adds one, so that no number has two forms.
  private static func readDistance(
    _ pack: Span<UInt8>,
    at next: inout Int,
    entryOffset: Int
  ) throws(PackError) -> Int {
    var distance = 0
    while true {
      guard next < pack.count else { throw .truncated(at: entryOffset) }
      let byte = pack[next]
      next += 1
      distance |= Int(byte & 0x7F)
      if byte & 0x80 == 0 { break }
      guard distance < 1 << 55 else { throw .sizeOverflow(at: entryOffset) }
      distance = (distance + 1) << 7
    }
    guard distance > 0, distance <= entryOffset - PackFile.headerByteCount else {
      throw .badBaseOffset(at: entryOffset, distance: distance)
    }
    return distance
  }
}
