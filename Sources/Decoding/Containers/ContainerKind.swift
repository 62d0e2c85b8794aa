package import Inflate

/// A form in which contents are kept inside another, told by its first bytes, never by its name.
package enum ContainerKind: Hashable, Sendable, CaseIterable {
  /// gzip (RFC 1952).
  case gzip
  /// xz.
  case xz
  /// Zstandard (RFC 8878).
  case zstd
  /// bzip2.
  case bzip2
  /// zip, and what is zip: jar, docx, xlsx, whl, apk, ipa.
  case zip
  /// tar, in the forms of POSIX and GNU.
  case tar
  /// PDF, whose streams are kept compressed.
  case pdf
  /// What is told but not read: see `UnreadForm`.
  case unread

  /// How many first bytes of a content tell its kind.
  package static let headByteCount = 262

  /// The kind of the content that starts with `head`; `nil` for any other content.
  ///
  /// - Parameter head: The first `headByteCount` bytes or more, or the whole content.
  /// - Returns: The kind, as far as the first bytes tell.
  package static func detect(_ head: Span<UInt8>) -> ContainerKind? {
    // The first byte rules out nearly every other file.
    guard head.count >= 4 else { return nil }
    switch head[0] {
    case 0x1F: if head[1] == 0x8B, head[2] == 8, head[3] < 0x20 { return .gzip }
    case 0xFD: if head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) { return .xz }
    // A frame that is to be passed over may come first.
    case 0x50...0x5F where head[1] == 0x2A && head[2] == 0x4D && head[3] == 0x18: return .zstd
    case 0x28: if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .zstd }
    case 0x42: if isBzip2(head) { return .bzip2 }
    case 0x50: if isZip(head) { return .zip }
    case 0x25: if head.starts(with: Array("%PDF-".utf8)) { return .pdf }
    default: break
    }
    if isTar(head) { return .tar }
    return UnreadForm.isForm(of: head) ? .unread : nil
  }

  /// How the content is compressed, if it is one compressed stream and nothing else.
  package var streamFormat: StreamFormat? {
    switch self {
    case .gzip: .gzip
    case .xz: .xz
    case .zstd: .zstd
    case .bzip2: .bzip2
    default: nil
    }
  }

  /// A reader at the start of such a content; `nil` if nothing reads it here.
  package func makeReader(
    using decoders: ContainerDecoders = ContainerDecoders()
  ) -> (any ContainerReader)? {
    switch self {
    case .zip: return ZipReader(decoders)
    case .tar: return TarReader()
    case .pdf: return PDFReader(decoders)
    case .unread: return nil
    case .gzip, .xz, .zstd, .bzip2:
      return streamFormat.flatMap { LoneStreamReader($0, decoders) }
    }
  }

  /// How many last bytes of a content tell what its first bytes do not.
  package static let tailByteCount = 22

  /// The kind of a content that starts with something else and ends with `tail`: a zip archive behind a
  /// program or a script, such as those that unpack or run themselves.
  ///
  /// - Parameter tail: The content's last bytes.
  /// - Returns: The kind; `nil` for any other content, and for an archive that ends with a comment.
  package static func detect(tail: Span<UInt8>) -> ContainerKind? {
    guard tail.count >= tailByteCount else { return nil }
    let record = tail.extracting(tail.count - tailByteCount..<tail.count)
    // `PK`, the kind of record, in its middle the entries on this disk and in all, at its end the
    // length of the comment.
    guard record[0] == 0x50, record[1] == 0x4B, record[2] == 5, record[3] == 6 else { return nil }
    let count = record.littleEndian16(at: 8)
    guard count > 0, count == record.littleEndian16(at: 10) else { return nil }
    return record.littleEndian16(at: 20) == 0 ? .zip : nil
  }

  private static func isTar(_ head: Span<UInt8>) -> Bool {
    head.count >= headByteCount
      && head.extracting(257..<262).starts(with: [0x75, 0x73, 0x74, 0x61, 0x72])
  }

  private static func isZip(_ head: Span<UInt8>) -> Bool {
    guard head[1] == 0x4B else { return false }
    switch (head[2], head[3]) {
    // A file, the end of an empty archive, or a mark of one in parts.
    case (3, 4), (5, 6), (7, 8), (0x30, 0x30): return true
    default: return false
    }
  }

  /// `BZh`, a level, and the start of a block or of the end.
  private static func isBzip2(_ head: Span<UInt8>) -> Bool {
    guard head.count >= 6, head.starts(with: [0x42, 0x5A, 0x68]) else { return false }
    guard (0x31...0x39).contains(head[3]) else { return false }
    return head[4] == 0x31 && head[5] == 0x41 || head[4] == 0x17 && head[5] == 0x72
  }
}

extension Span<UInt8> {
  /// Whether the bytes start with `prefix`.
  func starts(with prefix: [UInt8]) -> Bool {
    guard count >= prefix.count else { return false }
    for index in prefix.indices where self[index] != prefix[index] { return false }
    return true
  }

  /// The two bytes at `offset` as a number, the least significant byte first.
  func littleEndian16(at offset: Int) -> Int { Int(self[offset]) | Int(self[offset + 1]) << 8 }

  /// The four bytes at `offset` as a number, the least significant byte first.
  func littleEndian32(at offset: Int) -> Int {
    littleEndian16(at: offset) | littleEndian16(at: offset + 2) << 16
  }

  /// The eight bytes at `offset` as a number, the least significant byte first; the largest number
  /// there is if it is larger.
  func littleEndian64(at offset: Int) -> Int {
    let high = littleEndian32(at: offset + 4)
    return high > Int(Int32.max) ? .max : littleEndian32(at: offset) | high << 32
  }
}

extension [UInt8] {
  /// Adds the bytes of `bytes`.
  mutating func append(_ bytes: Span<UInt8>) {
    reserveCapacity(count + bytes.count)
    for index in bytes.indices { append(bytes[index]) }
  }
}
