internal import ScanModel

/// The blobs whose history is asked for, to be looked up in trees.
struct AttributionHits: Sendable {
  /// The blobs in the order of their names; a blob's index here is its number as a hit.
  let names: [ObjectID]

  private let indices: [ObjectID: UInt32]

  /// A bit for each first two bytes that a name has: 8 KiB, which stay in the nearest cache.
  private let filter: [UInt64]

  /// Takes the blobs of one hash function; others cannot be in the database.
  init(_ blobs: Set<ObjectID>, format: ObjectFormat) {
    names = blobs.filter { $0.format == format }.sorted()
    var indices: [ObjectID: UInt32] = [:]
    var filter = [UInt64](repeating: 0, count: 1_024)
    for (index, name) in names.enumerated() {
      indices[name] = UInt32(index)
      let bytes = name.bytes
      let start = Int(bytes[0]) << 8 | Int(bytes[1])
      filter[start >> 6] |= 1 << UInt64(start & 63)
    }
    self.indices = indices
    self.filter = filter
  }

  /// Whether a blob whose name starts with these bytes may be one of them.
  func mayContain(_ first: UInt8, _ second: UInt8) -> Bool {
    let start = Int(first) << 8 | Int(second)
    return filter[start >> 6] >> UInt64(start & 63) & 1 != 0
  }

  /// The blob's number as a hit; `nil` if it is none.
  func index(of name: ObjectID) -> UInt32? { indices[name] }
}
