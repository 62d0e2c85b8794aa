internal import Posix

/// The files of packs in an object directory, by their names.
///
/// A pack and an index of one name belong together whatever that is, as for git itself. Of files that
/// are alone only those count that have the names that git gives to whole packs: `.tmp-1-pack-ab.idx`
/// and `tmp_pack_ab` are left by a command that was ended early, and git makes nothing of them either.
struct PackNames {
  /// Where the packs are that have an index, in the order of their names.
  private(set) var paths: [[UInt8]] = []

  /// Where the packs are that have no index.
  private(set) var packsAlone: [[UInt8]] = []

  /// Where the indexes are that have no pack.
  private(set) var indexesAlone: [[UInt8]] = []

  /// Whether a pack was fetched by a partial clone.
  private(set) var isPartial = false

  /// Lists nothing.
  init() {}

  /// Lists the packs of an object directory; it need not have any.
  init(of directory: [UInt8]) throws(SystemError) {
    let directory = directory + Array("/pack".utf8)
    let names = try DirectoryListing.names(directory)
    let present = Set(names)
    for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let path = directory + [UInt8(ascii: "/")] + name
      if let stem = Self.stem(name, ".pack") {
        if present.contains(stem + Array(".idx".utf8)) {
          paths.append(path)
        } else if !stem.starts(with: ".tmp-".utf8) {
          packsAlone.append(path)
        }
      } else if let stem = Self.stem(name, ".idx"), stem.starts(with: "pack-".utf8) {
        if !present.contains(stem + Array(".pack".utf8)) { indexesAlone.append(path) }
      } else if Self.stem(name, ".promisor") != nil {
        isPartial = true
      }
    }
  }

  private static func stem(_ name: [UInt8], _ ending: String) -> [UInt8]? {
    let ending = Array(ending.utf8)
    guard name.count > ending.count, name.suffix(ending.count).elementsEqual(ending) else {
      return nil
    }
    return Array(name.dropLast(ending.count))
  }
}
