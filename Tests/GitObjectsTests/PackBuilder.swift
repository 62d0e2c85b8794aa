import GitObjects
import ScanModel
import TestSupport

/// Makes packs and indexes of any content, right or wrong, with names out of the air.
struct PackBuilder {
  /// The entries, each with its name, in the order of offsets.
  private var entries: [(name: ObjectID, bytes: [UInt8])] = []

  /// What the pack's header and the index say of the number of objects, if not the truth.
  var statedCount: Int?

  /// Offsets that the index gives in place of the truth, by the number of the entry.
  var statedOffsets: [Int: UInt64] = [:]

  /// Whether the index gives every offset in 64 bits.
  var usesLongOffsets = false

  static let trailer = [UInt8](repeating: 0xEE, count: 20)

  /// A name whose first byte is `first`.
  static func name(_ first: UInt8) -> ObjectID {
    let bytes = [first] + [UInt8](repeating: 7, count: 19)
    return ObjectID(bytes.span, format: .sha1)
  }

  /// A whole object.
  mutating func add(_ name: ObjectID, type: UInt8 = 3, _ bytes: [UInt8], stated: Int? = nil) {
    entries.append(
      (name, Self.header(type: type, byteCount: stated ?? bytes.count) + Self.zlib(bytes))
    )
  }

  /// A delta of the object of that name.
  mutating func add(_ name: ObjectID, base: ObjectID, delta: [UInt8]) {
    entries.append(
      (name, Self.header(type: 7, byteCount: delta.count) + base.bytes + Self.zlib(delta))
    )
  }

  /// A delta of the entry so many bytes before.
  mutating func add(_ name: ObjectID, distance: Int, delta: [UInt8]) {
    var bytes = [UInt8(distance & 0x7F)]
    var rest = distance >> 7
    while rest > 0 {
      rest -= 1
      bytes.insert(0x80 | UInt8(rest & 0x7F), at: 0)
      rest >>= 7
    }
    entries.append((name, Self.header(type: 6, byteCount: delta.count) + bytes + Self.zlib(delta)))
  }

  /// Whatever.
  mutating func add(_ name: ObjectID, raw bytes: [UInt8]) { entries.append((name, bytes)) }

  /// The size of the last entry in bytes: the distance to it from the next.
  var lastByteCount: Int { entries.last?.bytes.count ?? 0 }

  /// A delta that copies all of its base and adds some bytes.
  static func appending(_ bytes: [UInt8], toBaseOf baseByteCount: Int) -> [UInt8] {
    size(baseByteCount) + size(baseByteCount + bytes.count)
      + [0xB0, UInt8(baseByteCount & 0xFF), UInt8(baseByteCount >> 8)]
      + [UInt8(bytes.count)] + bytes
  }

  /// A size as deltas write it.
  static func size(_ size: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = size
    repeat {
      bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return bytes
  }

  /// The start of an entry.
  static func header(type: UInt8, byteCount: Int) -> [UInt8] {
    var bytes = [type << 4 | UInt8(byteCount & 0x0F)]
    var rest = byteCount >> 4
    while rest > 0 {
      bytes[bytes.count - 1] |= 0x80
      bytes.append(UInt8(rest & 0x7F))
      rest >>= 7
    }
    return bytes
  }

  /// A zlib stream whose blocks are not compressed.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01, 1]
    let length = UInt16(bytes.count)
    for number in [length, ~length] {
      stream += [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
    }
    stream += bytes
    var low: UInt32 = 1
    var high: UInt32 = 0
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return stream + bigEndian(high << 16 | low)
  }

  static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
  }

  /// The pack's bytes.
  var pack: [UInt8] {
    Array("PACK".utf8) + Self.bigEndian(2)
      + Self.bigEndian(UInt32(statedCount ?? entries.count))
      + entries.flatMap(\.bytes) + Self.trailer
  }

  /// The bytes of a version 2 index.
  var index: [UInt8] {
    var offset = UInt64(12)
    var rows: [(name: ObjectID, offset: UInt64)] = []
    for (number, entry) in entries.enumerated() {
      rows.append((entry.name, statedOffsets[number] ?? offset))
      offset += UInt64(entry.bytes.count)
    }
    rows.sort { $0.name < $1.name }
    var bytes: [UInt8] = [0xFF, 0x74, 0x4F, 0x63] + Self.bigEndian(2)
    for first in UInt8.min...UInt8.max {
      bytes += Self.bigEndian(UInt32(rows.count { $0.name.firstByte <= first }))
    }
    for row in rows { bytes += row.name.bytes }
    bytes += [UInt8](repeating: 0, count: 4 * rows.count)
    var long: [UInt8] = []
    for row in rows {
      if usesLongOffsets || row.offset > 0x7FFF_FFFF {
        bytes += Self.bigEndian(0x8000_0000 | UInt32(long.count / 8))
        long += Self.bigEndian(UInt32(row.offset >> 32))
        long += Self.bigEndian(UInt32(truncatingIfNeeded: row.offset))
      } else {
        bytes += Self.bigEndian(UInt32(row.offset))
      }
    }
    return bytes + long + Self.trailer + [UInt8](repeating: 0, count: 20)
  }
}

/// A bare repository that consists of packs made by hand.
struct PackFixture {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write("HEAD", "ref: refs/heads/main\n")
    try scratch.makeDirectory("refs")
    try scratch.makeDirectory("objects/pack")
  }

  init(_ packs: PackBuilder...) throws {
    try self.init()
    for (number, pack) in packs.enumerated() { try write(pack.pack, pack.index, number: number) }
  }

  func write(_ pack: [UInt8], _ index: [UInt8], number: Int = 0) throws {
    try scratch.write("objects/pack/pack-\(number).pack", pack)
    try scratch.write("objects/pack/pack-\(number).idx", index)
  }

  /// The path of a pack, as problems name it.
  func path(_ number: Int = 0) -> ContentPath {
    ContentPath(scratch.path + "/objects/pack/pack-\(number).pack")
  }

  var store: ObjectStore {
    get throws { ObjectStore(try RepositoryLocation(containing: Array(scratch.path.utf8))) }
  }

  func sweep(_ change: (inout SweepOptions) -> Void = { _ in }) throws -> SweepOutcome {
    try SweepOutcome(store, change)
  }
}
