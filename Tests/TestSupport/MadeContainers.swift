/// One entry of an archive that a test makes.
package struct MadeEntry: Sendable {
  /// How an entry's sizes and checksum are told.
  package enum Sizes: Sendable {
    /// In front of the content.
    case inFront
    /// Behind it, as who writes to a pipe has to.
    case behind
    /// In front, in the fields of 64 bits.
    case long
  }

  package var name: [UInt8]
  package var bytes: [UInt8]
  package var method = 8
  package var flags = 0
  package var sizes = Sizes.inFront

  /// What stands in the place of the content's checksum.
  package var checksum: UInt32?

  /// What stands in the place of the compressed content.
  package var compressed: [UInt8]?

  /// Whether the entry has a header of its own, and whether the list names it.
  package var isThere = true
  package var isListed = true

  /// Makes a deflated entry.
  package init(_ name: String, _ bytes: [UInt8], method: Int = 8) {
    self.name = Array(name.utf8)
    self.bytes = bytes
    self.method = method
  }
}

/// Containers that tests make, in every way that the forms allow, without another program.
package enum MadeContainers {
  /// A zip archive.
  package static func zip(_ entries: [MadeEntry]) -> [UInt8] {
    var archive: [UInt8] = []
    var list: [UInt8] = []
    for entry in entries {
      let content =
        entry.compressed ?? (entry.method == 8 ? Deflate.compressed(entry.bytes) : entry.bytes)
      let checksum = entry.checksum ?? Checksum.crc32(entry.bytes)
      let start = archive.count
      if entry.isThere { append(entry, content, checksum, to: &archive) }
      if entry.isListed { list += listed(entry, content, checksum, start) }
    }
    let start = archive.count
    archive += list
    let count = entries.count { $0.isListed }
    archive += little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
    archive += little(list.count, 4) + little(start, 4) + little(0, 2)
    return archive
  }

  private static func append(
    _ entry: MadeEntry,
    _ content: [UInt8],
    _ checksum: UInt32,
    to archive: inout [UInt8]
  ) {
    let sizes = little(content.count, 4) + little(entry.bytes.count, 4)
    let flags = entry.flags | (entry.sizes == .behind ? 8 : 0)
    archive += little(0x0403_4B50, 4) + little(20, 2) + little(flags, 2) + little(entry.method, 2)
    archive += little(0, 4)
    switch entry.sizes {
    case .inFront: archive += little(Int(checksum), 4) + sizes
    case .behind: archive += little(0, 12)
    case .long: archive += little(Int(checksum), 4) + [UInt8](repeating: 0xFF, count: 8)
    }
    let extra =
      entry.sizes == .long
      ? little(1, 2) + little(16, 2) + little(entry.bytes.count, 8) + little(content.count, 8) : []
    archive += little(entry.name.count, 2) + little(extra.count, 2) + entry.name + extra + content
    if entry.sizes == .behind {
      archive += little(0x0807_4B50, 4) + little(Int(checksum), 4) + sizes
    }
  }

  private static func listed(
    _ entry: MadeEntry,
    _ content: [UInt8],
    _ checksum: UInt32,
    _ start: Int
  ) -> [UInt8] {
    let flags = entry.flags | (entry.sizes == .behind ? 8 : 0)
    var header = little(0x0201_4B50, 4) + little(20, 2) + little(20, 2) + little(flags, 2)
    header += little(entry.method, 2) + little(0, 4) + little(Int(checksum), 4)
    header += little(content.count, 4) + little(entry.bytes.count, 4)
    header += little(entry.name.count, 2) + little(0, 12) + little(start, 4)
    return header + entry.name
  }

  /// A gzip member.
  package static func gzip(_ bytes: [UInt8], name: String? = nil) -> [UInt8] {
    let name: [UInt8] = name.map { Array($0.utf8) + [0] } ?? []
    var member: [UInt8] = [0x1F, 0x8B, 8, name.isEmpty ? 0 : 8, 0, 0, 0, 0, 0, 3]
    member += name
    member += Deflate.compressed(bytes)
    member += little(Int(Checksum.crc32(bytes)), 4)
    member += little(bytes.count, 4)
    return member
  }

  /// A stream in zlib's frame.
  package static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x9C]
    stream += Deflate.compressed(bytes)
    stream += little(Int(Checksum.adler32(bytes)), 4).reversed()
    return stream
  }

  /// A document with these streams.
  package static func pdf(_ streams: [[UInt8]]) -> [UInt8] {
    var document = Array("%PDF-1.4\n".utf8)
    for stream in streams {
      document += Array("stream\n".utf8)
      document += zlib(stream)
      document += Array("\nendstream\n".utf8)
    }
    return document
  }

  /// A tar archive in POSIX's form, with its end.
  package static func tar(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    entries.flatMap { tarEntry($0.name, $0.bytes) } + [UInt8](repeating: 0, count: 1_024)
  }

  /// One entry of a tar archive: its header, and its content in whole blocks.
  package static func tarEntry(
    _ name: String,
    _ bytes: [UInt8],
    type: Character = "0",
    byteCount: Int? = nil
  ) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
    }
    func octal(_ number: Int, _ digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    put(String(name.prefix(100)), at: 0)
    put("0000644\0" + "0000000\0" + "0000000\0", at: 100)
    put(octal(byteCount ?? bytes.count, 11) + "\0" + octal(0, 11) + "\0", at: 124)
    put("        " + String(type) + "", at: 148)
    put("ustar\0" + "00", at: 257)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\0 ", at: 148)
    let padding = (512 - bytes.count % 512) % 512
    header += bytes
    header += [UInt8](repeating: 0, count: padding)
    return header
  }

  private static func little(_ value: Int, _ byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 < 8 ? value >> (8 * $0) : 0) }
  }
}
