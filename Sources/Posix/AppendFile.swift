internal import Glibc
internal import PosixShims

/// A file that is only ever added to, by one program at a time.
///
/// It is its owner's alone, locked for as long as this value lives (flock(2)), and what was added
/// is on the disk when `append` returns.
package struct AppendFile: ~Copyable, Sendable {
  private let file: FileDescriptor

  /// Opens and locks the file at `path`, which must not be a link.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - creates: Whether to make it, with permissions 0600, if there is none.
  /// - Throws: `locked` if another program has it; that program's content can be read meanwhile.
  package init(_ path: [UInt8], creates: Bool) throws(AppendFileError) {
    let file = try Self.open(path, creates: creates)
    let status: FileStatus
    do throws(SystemError) { status = try file.status() } catch { throw .failed(error) }
    guard status.kind == .regular else { throw .notRegular }
    guard status.owner == Process.effectiveUser else { throw .notOwned }
    guard status.permissions & 0o077 == 0 else { throw .openToOthers }
    if flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      throw errno == EWOULDBLOCK ? .locked : .failed(SystemError("flock"))
    }
    self.file = file
  }

  private static func open(
    _ path: [UInt8],
    creates: Bool
  ) throws(AppendFileError) -> FileDescriptor {
    if path.isEmpty { throw .missing }
    if path.contains(0) { throw .failed(SystemError(call: "open", code: EINVAL)) }
    let flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
    let number = unsafe withCString(path) { path in
      unsafe posix_shims_open_at(AT_FDCWD, path, flags)
    }
    if number >= 0 { return FileDescriptor(owning: number) }
    if errno == ELOOP || errno == EISDIR || errno == ENXIO { throw .notRegular }
    guard errno == ENOENT else { throw .failed(SystemError("open")) }
    guard creates else { throw .missing }
    let new = unsafe withCString(path) { path in
      unsafe posix_shims_create(path, flags | O_EXCL, 0o600)
    }
    // Two programs that start at the same moment: the other one has made it, and has it.
    if new < 0, errno == EEXIST { throw .locked }
    guard new >= 0 else { throw .failed(SystemError("open")) }
    let file = FileDescriptor(owning: new)
    // Whatever the process's mask took away; a file that its owner cannot read is of no use.
    guard fchmod(new, 0o600) == 0 else { throw .failed(SystemError("fchmod")) }
    syncDirectory(of: path)
    return file
  }

  /// Makes the new name last; what cannot do that, such as some network file system, does without.
  private static func syncDirectory(of path: [UInt8]) {
    let slash = UInt8(ascii: "/")
    let parent = path.lastIndex(of: slash).map { Array(path[...$0]) } ?? [UInt8(ascii: ".")]
    guard let directory = try? FileDescriptor.openDirectory(parent, followsLink: true) else {
      return
    }
    _ = fsync(directory.number)
  }

  /// Everything in the file, but at most `maximumByteCount` bytes.
  package func read(maximumByteCount: Int) throws(SystemError) -> [UInt8] {
    let buffer = ReadBuffer(capacity: 1 << 16)
    var bytes: [UInt8] = []
    while bytes.count < maximumByteCount {
      let wanted = min(buffer.capacity, maximumByteCount - bytes.count)
      let count = try file.read(into: buffer, position: bytes.count, count: wanted)
      if count == 0 { break }
      buffer.withBytes(0..<count) { piece in
        unsafe piece.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
      }
    }
    return bytes
  }

  /// Adds bytes at the end, and waits until they are on the disk.
  package func append(_ bytes: Span<UInt8>) throws(SystemError) {
    try file.write(bytes)
    while fsync(file.number) != 0 {
      if errno != EINTR { throw SystemError("fsync") }
    }
  }
}

/// Why a file cannot be added to.
package enum AppendFileError: Error, Hashable, Sendable {
  /// There is none.
  case missing
  /// It is a link, a directory, a FIFO, or anything else but a file.
  case notRegular
  /// It is another user's.
  case notOwned
  /// Others than its owner may read or write it.
  case openToOthers
  /// Another program has locked it.
  case locked
  /// The system says no.
  case failed(SystemError)
}

extension AppendFileError: CustomStringConvertible {
  /// The cause, in a few words.
  package var description: String {
    switch self {
    case .missing: "no such file or directory"
    case .notRegular: "it is not a regular file"
    case .notOwned: "it is another user's file"
    case .openToOthers: "others than its owner may read or write it; 'chmod 600' it"
    case .locked: "another program has it open"
    case .failed(let error): error.description
    }
  }
}
