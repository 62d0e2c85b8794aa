package import ScanModel

/// One repository of a sweep.
package struct SweptRepository: Hashable, Sendable {
  /// What reports call it: a path as the user would type it, or the address that it is cloned from.
  ///
  /// Shards, the names of result files and the order of a sweep come from it.
  package let name: ContentPath

  /// The name as it is shown and written down: without keys, one of which it may hold.
  package let shownName: ContentPath

  /// Where it is.
  package let place: Place

  /// Where a repository is.
  package enum Place: Hashable, Sendable {
    /// On this machine, with these work trees, often one or none.
    case local(workTrees: [[UInt8]])
    /// Elsewhere; it is cloned first.
    case remote(CloneAddress)
    /// Nowhere that can be read.
    case unusable(cause: String)
  }

  /// Names a repository.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - place: Where it is.
  ///   - hidden: Takes keys out of a name.
  package init(
    name: ContentPath,
    place: Place,
    hidingKeys hidden: (ContentPath) -> ContentPath = { $0 }
  ) {
    self.name = name
    self.place = place
    shownName = hidden(name)
  }

  /// The digest of the name, which decides about shards and tells result files apart.
  package var nameDigest: Digest { Digest(of: name.bytes) }

  /// The name of its result file: the last part of its name, as far as it is plain, and a digest.
  package var resultFileName: [UInt8] {
    let parts = shownName.bytes.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }
    let last = parts.last { !$0.elementsEqual(".git".utf8) && !$0.elementsEqual(".".utf8) } ?? []
    let plain = last.prefix(Self.maximumPlainByteCount).map {
      Self.isPlain($0) ? $0 : UInt8(ascii: "_")
    }
    let start = plain.isEmpty || plain.first == UInt8(ascii: ".") ? Array("repository".utf8) : []
    return start + plain + Array("-\(nameDigest.short).jsonl".utf8)
  }

  private static let maximumPlainByteCount = 64

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
