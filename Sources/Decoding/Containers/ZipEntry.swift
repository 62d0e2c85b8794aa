internal import Inflate

/// What a header of a zip archive says of an entry.
struct ZipEntry {
  /// The compressed bytes that have not been taken yet.
  var remaining = 0

  /// The offset of the entry's own header in the archive; only the list of contents says it.
  private(set) var start = 0

  /// The length of the name behind the header.
  let nameByteCount: Int

  /// The length of what follows the name.
  private(set) var extraByteCount: Int

  /// Whether the consumer has been told of the entry's start.
  var isOpen = false

  /// Whether nothing of the content has come.
  var isAtStart = true

  /// The checksum of the stored bytes that have come.
  var storedChecksum = CRC32()

  /// The number of bytes that the entry holds, as far as the header says.
  private(set) var uncompressedByteCount = 0

  private let version: Int
  private let flags: Int
  private let method: Int
  private let checksum: UInt32

  /// The bytes of a header in front of an entry, without the signature, the name and what follows.
  static let headerByteCount = 26

  /// The same of a header in the list of contents.
  static let listedHeaderByteCount = 42

  /// An entry of no interest.
  init() {
    nameByteCount = 0
    extraByteCount = 0
    version = 0
    flags = 0
    method = 0
    checksum = 0
  }

  /// Reads the header in front of an entry, without its signature.
  init(header: Span<UInt8>) { self.init(fields: header) }

  /// Reads a header of the list of contents, without its signature; the comment counts as one of the
  /// extra fields.
  init(listedHeader header: Span<UInt8>) {
    // The version of who made the entry comes first, then the fields of the other header.
    self.init(fields: header.extracting(2..<header.count))
    extraByteCount += header.littleEndian16(at: 28)
    start = header.littleEndian32(at: 38)
  }

  /// Reads the fields that both headers have.
  private init(fields: Span<UInt8>) {
    version = fields.littleEndian16(at: 0)
    flags = fields.littleEndian16(at: 2)
    method = fields.littleEndian16(at: 4)
    checksum = UInt32(fields.littleEndian32(at: 10))
    remaining = fields.littleEndian32(at: 14)
    uncompressedByteCount = fields.littleEndian32(at: 18)
    nameByteCount = fields.littleEndian16(at: 22)
    extraByteCount = fields.littleEndian16(at: 24)
  }

  /// Whether this can be a header: what stands in front of an archive may hold its signature by chance.
  ///
  /// The format's version is 6.3, and its methods have the numbers up to 20 and from 93 to 99.
  var isPlausible: Bool {
    version & 0xFF < 100 && (method <= 20 || (93...99).contains(method))
  }

  /// Whether the content is encrypted, in the old way or in a newer one.
  var isEncrypted: Bool { flags & 1 != 0 || flags & 0x2000 != 0 || method == 99 }

  /// Whether the content's size and checksum stand behind it.
  var isUnmeasured: Bool { flags & 8 != 0 && remaining == 0 && uncompressedByteCount == 0 }

  /// What both headers of an entry must say alike of its content, or programs that go by one of them
  /// read something else than those that go by the other.
  struct Shape: Hashable {
    let method: Int
    let isEncrypted: Bool
    let byteCount: Int
  }

  /// What the header says; `nil` if it leaves the size to a descriptor behind the content.
  var shape: Shape? {
    if isUnmeasured { return nil }
    return Shape(method: method, isEncrypted: isEncrypted, byteCount: remaining)
  }

  /// Whether what two headers say can be one entry.
  static func agree(_ one: Shape?, _ other: Shape?) -> Bool {
    guard let one, let other else { return true }
    // With an encrypted list the header in front says nothing that is true.
    return one == other || one.isEncrypted && other.isEncrypted
  }

  /// Whether the content is stored as it is.
  var isStored: Bool { method == 0 }

  /// Whether the content is stored, or compressed in a way that can be undone here.
  var isReadable: Bool { method == 0 || format?.isPresent == true }

  /// How the content is compressed; `nil` if it is not, or in a way that is not known here.
  var format: StreamFormat? {
    switch method {
    case 8: .deflate
    case 12: .bzip2
    case 14: .lzma
    // 20 is what 93 was before it had its number.
    case 20, 93: .zstd
    case 95: .xz
    default: nil
    }
  }

  /// Whether bytes with the checksum `sum` are what was put in, as far as the header says.
  func isIntact(_ sum: CRC32) -> Bool {
    // Who writes the checksum behind the content leaves it out in front.
    sum.value == checksum || flags & 8 != 0 && checksum == 0
  }

  /// The number of bytes that LZMA is to make, as a `.lzma` file has it: eight bytes, all ones if a
  /// mark ends them.
  var lzmaByteCount: [UInt8] {
    if flags & 2 != 0 || isUnmeasured { return Array(repeating: 0xFF, count: 8) }
    return (0..<8).map { UInt8(truncatingIfNeeded: uncompressedByteCount >> (8 * $0)) }
  }

  /// Reads the extra fields for sizes of 64 bits, which are there in the place of those that do not
  /// fit in 32.
  mutating func readExtra(_ extra: Span<UInt8>) {
    let missing = 0xFFFF_FFFF
    if remaining != missing, uncompressedByteCount != missing, start != missing { return }
    var index = 0
    while index + 4 <= extra.count {
      let byteCount = extra.littleEndian16(at: index + 2)
      guard index + 4 + byteCount <= extra.count else { return }
      if extra.littleEndian16(at: index) == 1 {
        let field = extra.extracting(index + 4..<index + 4 + byteCount)
        var offset = 0
        func next() -> Int? {
          guard offset + 8 <= field.count else { return nil }
          offset += 8
          return field.littleEndian64(at: offset - 8)
        }
        if uncompressedByteCount == missing { uncompressedByteCount = next() ?? missing }
        if remaining == missing { remaining = next() ?? missing }
        if start == missing { start = next() ?? missing }
      }
      index += 4 + byteCount
    }
  }
}
