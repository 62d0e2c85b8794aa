/// The names in a repository's index: the files that git tracks.
///
/// Source: `gitformat-index(5)`, versions 2, 3 and 4. The index says nowhere whether its hashes
/// have 20 or 32 bytes; a file of one kind does not parse as the other, so both are tried. The
/// checksum at the end is not verified, as in git itself since 2.40 under `index.skipHash`.
struct GitTrackedNames: Sendable {
  /// The names one after the other, in the order of their bytes.
  private var bytes: [UInt8] = []

  /// The offset in `bytes` just past each name.
  private var ends: [Int] = []

  /// The names of an index that is not there.
  init() {}

  /// Reads the names of an index file.
  ///
  /// - Throws: `GitIndexError` for a file that is not an index, or has what is not known here and
  ///   may hide names: another version, or an extension that must be understood.
  init(parsing file: [UInt8]) throws(GitIndexError) {
    do throws(GitIndexError) {
      try self.init(parsing: file, hashByteCount: 20)
    } catch let firstError {
      do throws(GitIndexError) {
        try self.init(parsing: file, hashByteCount: 32)
      } catch {
        throw firstError
      }
    }
  }

  private init(parsing file: [UInt8], hashByteCount: Int) throws(GitIndexError) {
    var reader = GitIndexReader(file, hashByteCount: hashByteCount)
    let header = try reader.readHeader()
    var name: [UInt8] = []
    var disorderOffset: Int?
    for _ in 0..<header.entryCount {
      let previous = name
      try reader.readName(into: &name, version: header.version)
      // Entries of one name are the stages of a conflict.
      if name.isEmpty || name.lexicographicallyPrecedes(previous) {
        disorderOffset = disorderOffset ?? reader.offset
      }
      guard bytes.count + name.count <= Self.maximumByteCount else { throw .namesTooLong }
      bytes += name
      ends.append(bytes.count)
    }
    try reader.readExtensions()
    // Asked last, since a split index has empty names and its extension says more.
    if let disorderOffset { throw .corrupt(at: disorderOffset) }
  }

  /// The most bytes that all names together may have; version 4 can repeat a long one cheaply.
  private static let maximumByteCount = 512 << 20

  /// Whether `path`, or anything below it, is tracked.
  func contains(_ path: [UInt8]) -> Bool {
    let index = firstIndex(notBefore: path)
    if index < ends.count, isName(at: index, path, followedBySlash: false) { return true }
    let below = firstIndex(notBefore: path + [UInt8(ascii: "/")])
    return below < ends.count && isName(at: below, path, followedBySlash: true)
  }

  /// Whether the name at `index` is `path`, or starts with it and a `/`.
  private func isName(at index: Int, _ path: [UInt8], followedBySlash: Bool) -> Bool {
    let name = name(at: index)
    guard followedBySlash else { return name.elementsEqual(path) }
    return name.count > path.count && name.starts(with: path)
      && name[name.startIndex + path.count] == UInt8(ascii: "/")
  }

  /// The index of the first name that does not come before `path`; the number of names if none.
  private func firstIndex(notBefore path: [UInt8]) -> Int {
    var low = 0
    var high = ends.count
    while low < high {
      let middle = low + (high - low) / 2
      if name(at: middle).lexicographicallyPrecedes(path) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private func name(at index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }
}
