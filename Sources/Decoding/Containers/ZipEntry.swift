internal import Inflate

/// What a header of a zip archive says of an entry.
struct ZipEntry {
  /// The compressed bytes that have not been taken yet.
  var remaining = 0

  /// The offset of the entry's own header; only the list of contents says it.
  private(set) var start = 0

  /// The length of the name behind the header.
  let nameByteCount: Int

  /// The length of what follows the name.
  let extraByteCount: Int

  /// Whether the consumer has been told of the entry's start.
  var isOpen = false

  private let flags: Int
  private let method: Int
  private var uncompressedByteCount = 0

  /// An entry of no interest.
  init() {
    nameByteCount = 0
    extraByteCount = 0
    flags = 0
    method = 0
  }

  /// Reads the header in front of an entry, without its signature.
  init(header: Span<UInt8>) {
    flags = header.littleEndian16(at: 2)
    method = header.littleEndian16(at: 4)
    remaining = header.littleEndian32(at: 14)
    uncompressedByteCount = header.littleEndian32(at: 18)
    nameByteCount = header.littleEndian16(at: 22)
    extraByteCount = header.littleEndian16(at: 24)
  }

  /// Reads a header of the list of contents, without its signature; the comment counts as one of the
  /// extra fields.
  init(listedHeader header: Span<UInt8>) {
    flags = header.littleEndian16(at: 4)
    method = header.littleEndian16(at: 6)
    remaining = header.littleEndian32(at: 16)
    uncompressedByteCount = header.littleEndian32(at: 20)
    nameByteCount = header.littleEndian16(at: 24)
    extraByteCount = header.littleEndian16(at: 26) + header.littleEndian16(at: 28)
    start = header.littleEndian32(at: 38)
  }

  /// Whether the content is encrypted, in the old way or in a newer one.
  var isEncrypted: Bool { flags & 1 != 0 || flags & 0x2000 != 0 || method == 99 }

  /// Whether the content's size stands behind it.
  var isUnmeasured: Bool { flags & 8 != 0 && remaining == 0 && uncompressedByteCount == 0 }

  /// Whether the content is stored as it is, or compressed in a way that is known here.
  var hasKnownMethod: Bool { method == 0 || format != nil }

  /// How the content is compressed; `nil` if it is not, or in a way that is not known here.
  var format: StreamFormat? {
    switch method {
    case 8: .deflate
    case 12: .bzip2
    case 93: .zstd
    case 95: .xz
    default: nil
    }
  }

  /// Reads the extra fields for sizes of 64 bits, which are there in the place of those that do not
  /// fit in 32.
  mutating func readExtra(_ extra: Span<UInt8>) {
    let missing = 0xFFFF_FFFF
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
