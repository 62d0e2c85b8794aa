/// Forms of compressed and packed contents that are told by their first bytes, and not read here.
enum UnreadForm {
  /// What such contents start with.
  private static let signatures: [[UInt8]] = [
    // 7z and RAR.
    [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], Array("Rar!".utf8) + [0x1A, 0x07],
    // LZ4, as it is now and as the kernel has it; compress(1); lzip; lzop; framed Snappy.
    [0x04, 0x22, 0x4D, 0x18], [0x02, 0x21, 0x4C, 0x18], [0x1F, 0x9D], Array("LZIP".utf8),
    [0x89, 0x4C, 0x5A, 0x4F, 0, 0x0D, 0x0A, 0x1A], [0xFF, 6, 0, 0] + Array("sNaPpY".utf8),
    // Cabinets of Windows; packages of Debian and of RPM.
    Array("MSCF".utf8) + [0, 0, 0, 0], Array("!<arch>\ndebian".utf8), [0xED, 0xAB, 0xEE, 0xDB],
    // Packs and bundles of git, which `zleaks history` reads in a repository.
    Array("PACK".utf8) + [0, 0, 0], Array("# v2 git bundle\n".utf8),
    Array("# v3 git bundle\n".utf8),
  ]

  /// The signatures by their first byte.
  private static let table: [[[UInt8]]] = signatures.reduce(
    into: Array(repeating: [], count: 256)
  ) { $0[Int($1[0])].append($1) }

  /// Whether a content that starts with `head` has such a form.
  static func isForm(of head: Span<UInt8>) -> Bool {
    head.count > 0 && table[Int(head[0])].contains { head.starts(with: $0) }
  }
}
