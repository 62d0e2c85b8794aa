internal import Posix

/// A directory for what a worker needs while it runs, locked for as long as it does.
///
/// Whoever starts later removes the areas that nobody holds: a worker that was killed leaves
/// nothing behind for good, and one that runs loses nothing. A program that writes there for a
/// worker holds the lock as well, so that what it writes is not removed under its hands if it
/// outlives the worker.
struct WorkArea: ~Copyable, Sendable {
  /// The directory.
  let path: [UInt8]

  private let lock: FileDescriptor

  /// The lock's number, for a program that holds it too.
  var lockNumber: Int32 { lock.number }

  static let prefix = Array(".zleaks-sweep-".utf8)
  private static let lockSuffix = Array(".lock".utf8)

  /// Makes an area in `parent`, and removes those that nobody holds.
  init(in parent: [UInt8]) throws(SystemError) {
    Self.removeAbandoned(in: parent)
    while true {
      let identifier = String(UInt64.random(in: 0...UInt64.max), radix: 16)
      let path = parent + [UInt8(ascii: "/")] + Self.prefix + Array(identifier.utf8)
      // The lock comes first, so that an area without one is nobody's.
      let lock = try FileDescriptor.createNew(path + Self.lockSuffix, permissions: 0o600)
      // Between the two calls, one who starts at the same time may take it for an abandoned one's.
      guard try lock.lock(), Self.isNamed(path + Self.lockSuffix, lock) else { continue }
      try FileDescriptor.makeDirectory(path)
      self.path = path
      self.lock = lock
      return
    }
  }

  /// Whether the file still has that name.
  private static func isNamed(_ path: [UInt8], _ file: borrowing FileDescriptor) -> Bool {
    guard let named = try? FileStatus.of(path, followsLink: false), let held = try? file.status()
    else { return false }
    return named.identity == held.identity
  }

  /// Removes the directory and all that is in it.
  consuming func remove() {
    Self.remove(path)
  }

  private static func removeAbandoned(in parent: [UInt8]) {
    for entry in (try? DirectoryTree.names(in: parent, followsLink: true)) ?? [] {
      let path = parent + [UInt8(ascii: "/")] + entry.name
      guard entry.name.starts(with: prefix),
        entry.name.suffix(lockSuffix.count).elementsEqual(lockSuffix),
        let status = try? FileStatus.of(path, followsLink: false),
        status.kind == .regular, status.owner == Process.effectiveUser,
        let lock = try? FileDescriptor.openUnlinked(path), (try? lock.lock()) == true
      else { continue }
      remove(Array(path.dropLast(lockSuffix.count)))
    }
  }

  /// Removes an area, and then its lock.
  ///
  /// If something stays, so does the lock, by which the next worker knows that there is something to
  /// remove: a program that was started for a worker that was killed may still write.
  private static func remove(_ path: [UInt8]) {
    do throws(SystemError) { try DirectoryTree.remove(path) } catch {
      guard error.isNotFound else { return }
    }
    try? FileDescriptor.remove(path + lockSuffix)
  }
}
