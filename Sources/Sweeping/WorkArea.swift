internal import Posix

/// A directory for what a worker needs while it runs, locked for as long as it does.
///
/// Whoever starts later removes the areas that nobody holds: a worker that was killed leaves
/// nothing behind for good, and one that runs loses nothing.
struct WorkArea: ~Copyable, Sendable {
  /// The directory.
  let path: [UInt8]

  private let lock: FileDescriptor

  static let prefix = Array(".zleaks-sweep-".utf8)
  private static let lockSuffix = Array(".lock".utf8)

  /// Makes an area in `parent`, and removes those that nobody holds.
  init(in parent: [UInt8]) throws(SystemError) {
    Self.removeAbandoned(in: parent)
    let identifier = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    let path = parent + [UInt8(ascii: "/")] + Self.prefix + Array(identifier.utf8)
    // The lock comes first, so that an area without one is nobody's.
    let lock = try FileDescriptor.createNew(path + Self.lockSuffix, permissions: 0o600)
    _ = try lock.lock()
    try FileDescriptor.makeDirectory(path)
    self.path = path
    self.lock = lock
  }

  /// Removes the directory and all that is in it.
  consuming func remove() {
    // What cannot be removed, the next worker will try to.
    try? DirectoryTree.remove(path)
    try? FileDescriptor.remove(path + Self.lockSuffix)
  }

  private static func removeAbandoned(in parent: [UInt8]) {
    for entry in (try? DirectoryTree.names(in: parent, followsLink: true)) ?? [] {
      let path = parent + [UInt8(ascii: "/")] + entry.name
      guard entry.kind == .regular, entry.name.starts(with: prefix),
        entry.name.suffix(lockSuffix.count).elementsEqual(lockSuffix),
        let status = try? FileStatus.of(path, followsLink: false),
        status.owner == Process.effectiveUser,
        let lock = try? FileDescriptor.openUnlinked(path), (try? lock.lock()) == true
      else { continue }
      try? DirectoryTree.remove(Array(path.dropLast(lockSuffix.count)))
      try? FileDescriptor.remove(path)
    }
  }
}
