internal import Posix
internal import ScanModel

// What else holds objects: logs, indexes, other work trees, and what a command has left.

extension ReferenceReader {
  mutating func readLogs(_ directory: [UInt8]) {
    forEachFile(in: directory + Array("/logs".utf8), name: []) { reader, path, name in
      let name = ContentPath(Array(name.dropFirst())).text
      let holder: BlobHistory.Holder = name == "refs/stash" ? .stash : .reflog(name)
      guard let bytes = reader.file(path, Self.maximumLogByteCount) else { return }
      let digitCount = 2 * reader.location.format.byteCount
      GitFile.forEachLine(bytes) { line in
        for id in [line.prefix(digitCount), line.dropFirst(digitCount + 1).prefix(digitCount)] {
          guard let target = reader.objectID(id), !reader.logged.contains(target) else { continue }
          guard reader.logged.count < reader.maximumCount else {
            reader.failTooMany(path)
            return false
          }
          reader.logged.insert(target)
          reader.hold(target, holder)
        }
        return true
      }
    }
    logged = []
  }

  static let special = [
    "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD",
    "BISECT_HEAD", "BISECT_EXPECTED_REV", "AUTO_MERGE", "MERGE_AUTOSTASH",
  ]

  mutating func readSpecial(
    _ directory: [UInt8],
    _ holder: (String) -> BlobHistory.Holder
  ) {
    for name in Self.special {
      for line in lines(directory + Array("/\(name)".utf8), Self.maximumTableByteCount) {
        if let target = objectID(line[...]) { hold(target, holder(name)) }
      }
    }
  }

  mutating func readOtherWorkTrees() {
    for (directory, name) in otherWorkTrees() {
      readWorkTree(directory, name: name ?? "main")
      guard let text = name else { continue }
      forEachFile(in: directory + Array("/refs".utf8), name: []) { reader, path, _ in
        guard let line = reader.lines(path, Self.maximumFileByteCount).first,
          let target = reader.objectID(line[...])
        else { return }
        reader.hold(target, .worktree(text))
      }
      readLogs(directory)
    }
  }

  /// The git directories of the other work trees, and their names; `nil` for the main one's.
  mutating func otherWorkTrees() -> [(directory: [UInt8], name: String?)] {
    let common = location.commonDirectory
    let own = identity(location.gitDirectory)
    var trees: [(directory: [UInt8], name: String?)] = []
    if own != identity(common) { trees.append((common, nil)) }
    let parent = common + Array("/worktrees".utf8)
    for name in names(parent).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let directory = parent + [Self.slash] + name
      if GitFile.isDirectory(directory), identity(directory) != own {
        trees.append((directory, ContentPath(name).text))
      }
    }
    return trees
  }

  mutating func readWorkTree(_ directory: [UInt8], name: String) {
    if let target = readHead(directory).target { hold(target, .worktree(name)) }
    readIndex(directory, .worktree(name))
    readSpecial(directory) { _ in .worktree(name) }
  }

  func identity(_ path: [UInt8]) -> FileIdentity? {
    // What cannot be looked at is no other work tree either.
    (try? FileStatus.of(path))?.identity
  }

  mutating func readIndex(_ directory: [UInt8], _ holder: BlobHistory.Holder) {
    let shared = names(directory).filter { $0.starts(with: Array("sharedindex.".utf8)) }
    for name in [Array("index".utf8)] + shared {
      let path = directory + [Self.slash] + name
      guard let bytes = file(path, Self.maximumTableByteCount) else { continue }
      var held: [(ObjectID, ContentPath)] = []
      let isWhole = IndexEntries.forEach(in: bytes.span, format: location.format) { id, name in
        if blobs.contains(id) { held.append((id, ContentPath(name))) }
      }
      for (id, name) in held { hold(id, holder, path: name) }
      if !isWhole { fail(path, .malformed) }
    }
  }
}
