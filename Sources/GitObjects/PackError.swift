package import Inflate
package import ScanModel

/// What is wrong with a pack or one of its entries; `at` is the entry's offset in the pack.
package enum PackError: Error, Hashable, Sendable {
  /// The file is too short, or does not start as a pack does.
  case notAPack
  /// The pack is of a version that git does not write.
  case unknownVersion(UInt32)
  /// The pack says that it has another number of objects than its index.
  case wrongObjectCount(stated: Int, indexed: Int)
  /// The index was made for another pack.
  case foreignIndex
  /// The pack is too large for this program's tables.
  case tooManyObjects(objectCount: Int)
  /// The index gives an offset that is no entry's: outside the pack, or out of 63 bits.
  case badOffset(at: Int?)
  /// The index gives this offset to two objects.
  case sharedOffset(at: Int)
  /// The entry ends inside its header.
  case truncated(at: Int)
  /// The size in the entry's header does not fit in 63 bits.
  case sizeOverflow(at: Int)
  /// The entry is of a type that does not exist.
  case unknownType(at: Int, number: UInt8)
  /// The entry is too short to hold so many bytes, however well compressed.
  case impossibleSize(at: Int, byteCount: Int, compressedByteCount: Int)
  /// The object is larger than this program makes in memory.
  case tooLarge(at: Int, byteCount: Int, maximumByteCount: Int)
  /// The entry's base is at an offset where no entry starts.
  case badBaseOffset(at: Int, distance: Int)
  /// The entry's base is in none of the database's packs, and not a loose object.
  case missingBase(at: Int, base: ObjectID)
  /// The entry's base is there and cannot be read.
  case unreadableBase(at: Int, base: ObjectID)
  /// The entry is a delta of itself, through others.
  case deltaCycle(at: Int)
  /// The entry is made through more deltas than this program follows.
  case chainTooLong(at: Int, maximumCount: Int)
  /// The entry's compressed bytes cannot be read.
  case inflate(at: Int, InflateError)
  /// The entry's delta cannot be applied.
  case delta(at: Int, DeltaError)
}

extension PackError {
  /// The offset of the entry at fault; `nil` for the pack as a whole.
  package var offset: Int? {
    switch self {
    case .notAPack, .unknownVersion, .wrongObjectCount, .foreignIndex, .tooManyObjects: nil
    case .badOffset(let at): at
    case .sharedOffset(let at), .truncated(let at), .sizeOverflow(let at), .unknownType(let at, _),
      .impossibleSize(let at, _, _), .tooLarge(let at, _, _), .badBaseOffset(let at, _),
      .missingBase(let at, _), .unreadableBase(let at, _), .deltaCycle(let at),
      .chainTooLong(let at, _), .inflate(let at, _), .delta(let at, _):
      at
    }
  }
}

extension PackError: CustomStringConvertible {
  /// The cause: `entry at offset 4096 is truncated`.
  package var description: String {
    switch self {
    case .notAPack: return "the file is not a pack"
    case .unknownVersion(let version): return "the pack has version \(version), which is not known"
    case .wrongObjectCount(let stated, let indexed):
      return "the pack has \(stated) objects, and its index \(indexed)"
    case .foreignIndex: return "the index was made for another pack"
    case .tooManyObjects(let count): return "the pack's \(count) objects are too many"
    case .badOffset, .sharedOffset, .truncated, .sizeOverflow, .unknownType, .impossibleSize,
      .tooLarge, .badBaseOffset, .missingBase, .unreadableBase, .deltaCycle, .chainTooLong,
      .inflate,
      .delta:
      guard let offset else { return "the index gives an offset of more than 63 bits" }
      return "entry at offset \(offset) \(entryCause)"
    }
  }

  /// What is wrong with the entry, to follow its name.
  private var entryCause: String {
    switch self {
    case .badOffset: "is outside the pack"
    case .sharedOffset: "is two objects', says the index"
    case .truncated: "is truncated"
    case .sizeOverflow: "states a size of more than 63 bits"
    case .unknownType(_, let number): "has type \(number), which does not exist"
    case .impossibleSize(_, let count, let compressed):
      "states \(count) bytes, which \(compressed) compressed bytes cannot hold"
    case .tooLarge(_, let count, let maximum):
      "has \(count) bytes, more than the limit of \(maximum) bytes"
    case .badBaseOffset(_, let distance):
      "has its base \(distance) bytes before it, where no entry starts"
    case .missingBase(_, let base): "has the base '\(base)', which is not there"
    case .unreadableBase(_, let base): "has the base '\(base)', which cannot be read"
    case .deltaCycle: "is a delta of itself"
    case .chainTooLong(_, let maximum): "is made through more than \(maximum) deltas"
    case .inflate(_, let error): "cannot be read: \(error)"
    case .delta(_, let error): "cannot be made: \(error)"
    case .notAPack, .unknownVersion, .wrongObjectCount, .foreignIndex, .tooManyObjects: ""
    }
  }
}
