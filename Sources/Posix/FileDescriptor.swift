internal import Glibc
internal import PosixShims

/// An open file, closed when this value ends.
///
/// Invariant: `number` is an open descriptor that nothing else closes, for as long as the value
/// lives. Every descriptor is closed in child processes (`O_CLOEXEC`).
package struct FileDescriptor: ~Copyable, Sendable {
  /// The descriptor's number.
  package let number: Int32

  /// Whether the end of this value closes the descriptor.
  private let isOwned: Bool

  /// Whether reading waits for bytes that are still to come.
  private let waits: Bool

  /// Owns the descriptor of that number.
  ///
  /// - Parameters:
  ///   - number: The number, which nothing else closes.
  ///   - waits: `false` for what was a regular file when it was looked at: if it has become a FIFO
  ///     since, reading it fails with `EAGAIN` instead of waiting for whoever writes to it.
  init(owning number: Int32, waits: Bool = true) {
    self.number = number
    self.waits = waits
    isOwned = true
  }

  /// Lends the descriptor of that number, such as standard input; it is not closed.
  package init(borrowing number: Int32) {
    self.number = number
    waits = true
    isOwned = false
  }

  deinit {
    if isOwned { close(number) }
  }

  /// Opens what `path` names for reading; links are followed.
  ///
  /// A FIFO is opened without waiting for a writer; whether reading then `waits` for bytes that are
  /// still to come is the caller's choice: not for a regular file, so that one that has become a FIFO
  /// meanwhile cannot stop the program. Paths longer than the system takes at once (`PATH_MAX`) are
  /// opened part by part.
  package static func open(
    _ path: [UInt8],
    waits: Bool = true
  ) throws(SystemError) -> FileDescriptor {
    try FileDescriptor(owning: open(path, flags: readingFlags), waits: waits)
  }

  /// Opens the directory that `path` names; the last part must not be a link unless `followsLink`.
  package static func openDirectory(
    _ path: [UInt8],
    followsLink: Bool
  ) throws(SystemError) -> FileDescriptor {
    let flags = O_RDONLY | O_DIRECTORY | (followsLink ? 0 : O_NOFOLLOW)
    return try FileDescriptor(owning: open(path, flags: flags))
  }

  /// Opens what `path` names for reading if it is not a link.
  package static func openUnlinked(_ path: [UInt8]) throws(SystemError) -> FileDescriptor {
    try FileDescriptor(owning: open(path, flags: readingFlags | O_NOFOLLOW))
  }

  /// Opens what `path` names without reading it, only to ask for its status.
  static func openNameOnly(
    _ path: [UInt8],
    followsLink: Bool
  ) throws(SystemError) -> FileDescriptor {
    let flags = posix_shims_name_only_flag() | (followsLink ? 0 : O_NOFOLLOW)
    return try FileDescriptor(owning: open(path, flags: flags))
  }

  /// Creates the file at `path` for writing; fails if something is there.
  ///
  /// - Parameters:
  ///   - path: The new file's path.
  ///   - permissions: Who may do what with it; the process's mask takes some of it away.
  ///   - exactPermissions: Who may do what with it, whatever that mask says; `nil` to heed it.
  /// - Returns: The new file, open.
  /// - Throws: `open` with `EEXIST` if something is there, a link included.
  package static func createNew(
    _ path: [UInt8],
    permissions: UInt32 = 0o666,
    exactly exactPermissions: UInt32? = nil
  ) throws(SystemError) -> FileDescriptor {
    if path.contains(0) { throw SystemError(call: "open", code: EINVAL) }
    let number = unsafe withCString(path) { path in
      unsafe posix_shims_create(path, O_WRONLY | O_EXCL | O_NOFOLLOW, permissions)
    }
    guard number >= 0 else { throw SystemError("open") }
    let file = FileDescriptor(owning: number)
    if let exactPermissions, fchmod(number, exactPermissions) != 0 { throw SystemError("fchmod") }
    return file
  }

  /// Opens what stands at `path` for writing, without emptying it: a FIFO or a device.
  package static func openForWriting(_ path: [UInt8]) throws(SystemError) -> FileDescriptor {
    try FileDescriptor(owning: open(path, flags: O_WRONLY | O_NOCTTY))
  }

  /// Gives the file at `path` the name `newPath`, in the place of what has that name.
  package static func rename(_ path: [UInt8], to newPath: [UInt8]) throws(SystemError) {
    if path.contains(0) || newPath.contains(0) { throw SystemError(call: "rename", code: EINVAL) }
    let result = unsafe withCString(path) { path in
      unsafe withCString(newPath) { newPath in unsafe Glibc.rename(path, newPath) }
    }
    guard result == 0 else { throw SystemError("rename") }
  }

  /// The path, free of symbolic links, of what `path` names.
  package static func resolved(_ path: [UInt8]) throws(SystemError) -> [UInt8] {
    if path.contains(0) { throw SystemError(call: "realpath", code: EINVAL) }
    guard let text = unsafe withCString(path, { unsafe realpath($0, nil) }) else {
      throw SystemError("realpath")
    }
    defer { unsafe free(text) }
    // SAFETY: `realpath` ends the text with a zero.
    return unsafe Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }

  /// Removes the name `path` of a file.
  package static func remove(_ path: [UInt8]) throws(SystemError) {
    if path.contains(0) { throw SystemError(call: "unlink", code: EINVAL) }
    guard unsafe withCString(path, { unsafe unlink($0) }) == 0 else { throw SystemError("unlink") }
  }

  /// What a file is opened with: never wait for a FIFO's writer, never take a terminal.
  static let readingFlags = O_RDONLY | O_NONBLOCK | O_NOCTTY

  private static func open(_ path: [UInt8], flags: Int32) throws(SystemError) -> Int32 {
    if path.isEmpty { throw SystemError(call: "open", code: ENOENT) }
    if path.contains(0) { throw SystemError(call: "open", code: EINVAL) }
    var directory = FileDescriptor(borrowing: AT_FDCWD)
    var rest = path[...]
    // PATH_MAX counts the zero at the end; a part of a path is at most 255 bytes.
    while rest.count >= PATH_MAX {
      guard let slash = rest.prefix(Int(PATH_MAX) - 1).lastIndex(of: UInt8(ascii: "/")),
        slash > rest.startIndex
      else { throw SystemError(call: "open", code: ENAMETOOLONG) }
      let part = Array(rest[..<slash])
      let number = unsafe withCString(part) { part in
        unsafe posix_shims_open_at(
          directory.number,
          part,
          posix_shims_name_only_flag() | O_DIRECTORY
        )
      }
      guard number >= 0 else { throw SystemError("openat") }
      directory = FileDescriptor(owning: number)
      rest = rest[slash...].drop { $0 == UInt8(ascii: "/") }
    }
    let number = unsafe withCString(rest.isEmpty ? [UInt8(ascii: ".")] : Array(rest)) { rest in
      unsafe posix_shims_open_at(directory.number, rest, flags)
    }
    guard number >= 0 else { throw SystemError("openat") }
    return number
  }

  /// What the descriptor is open on.
  package func status() throws(SystemError) -> FileStatus {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw SystemError("fstat") }
    return FileStatus(status)
  }

  /// Reads at most `buffer.capacity - offset` bytes to `offset` in the buffer; 0 at the end.
  package func read(
    into buffer: borrowing ReadBuffer,
    at offset: Int
  ) throws(SystemError) -> Int {
    precondition(offset >= 0 && offset <= buffer.capacity, "offset \(offset) outside the buffer")
    while true {
      // SAFETY: the precondition keeps the bytes written inside the buffer.
      let count = unsafe Glibc.read(
        number,
        buffer.start.advanced(by: offset),
        buffer.capacity - offset
      )
      if count >= 0 { return count }
      if errno == EINTR, posix_shims_caught_signal() == 0 { continue }
      if errno == EAGAIN, waits, waitUntilReadable() { continue }
      throw SystemError("read")
    }
  }

  /// Reads at most `count` bytes that start `position` bytes into the file.
  package func read(
    into buffer: borrowing ReadBuffer,
    position: Int,
    count: Int
  ) throws(SystemError) -> Int {
    precondition(count >= 0, "\(count) bytes to read")
    let count = min(count, buffer.capacity)
    while true {
      // SAFETY: `count` is at most the buffer's capacity.
      let read = unsafe pread(number, buffer.start, count, position)
      if read >= 0 { return read }
      if errno != EINTR || posix_shims_caught_signal() != 0 { throw SystemError("pread") }
    }
  }

  /// The offset of the first byte at or after `offset` that is not in a hole; `nil` if there is none.
  ///
  /// What knows no holes answers `offset` itself (lseek(2), `SEEK_DATA`). The descriptor's own offset
  /// is moved there.
  package func seekData(from offset: Int) throws(SystemError) -> Int? {
    let position = posix_shims_seek_data(number, offset)
    if position >= 0 { return position }
    switch errno {
    case ENXIO: return nil
    case EINVAL, EOPNOTSUPP, ESPIPE: return offset
    default: throw SystemError("lseek")
    }
  }

  /// Moves the descriptor's own offset to `offset`, and returns it.
  package func seek(to offset: Int) throws(SystemError) -> Int {
    let position = lseek(number, offset, SEEK_SET)
    guard position >= 0 else { throw SystemError("lseek") }
    return position
  }

  /// Reads everything, but at most `maximumByteCount` bytes.
  package func readToEnd(maximumByteCount: Int) throws(SystemError) -> [UInt8] {
    let buffer = ReadBuffer(capacity: 1 << 16)
    var bytes: [UInt8] = []
    while bytes.count < maximumByteCount {
      let count = try read(into: buffer, at: 0)
      if count == 0 { break }
      let taken = min(count, maximumByteCount - bytes.count)
      buffer.withBytes(0..<taken) { piece in
        unsafe piece.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
      }
    }
    return bytes
  }

  /// Waits for bytes on a descriptor that somebody has made non-blocking, such as a terminal.
  private func waitUntilReadable() -> Bool {
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, -1) >= 0 || errno == EINTR && posix_shims_caught_signal() == 0
  }

  /// Writes all of `bytes`.
  package func write(_ bytes: Span<UInt8>) throws(SystemError) {
    var offset = 0
    while offset < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { raw -> Int in
        // SAFETY: `offset` is below the count.
        unsafe Glibc.write(number, raw.baseAddress?.advanced(by: offset), raw.count - offset)
      }
      if written > 0 {
        offset += written
      } else if errno == EAGAIN {
        var request = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&request, 1, -1)
      } else if errno != EINTR {
        throw SystemError("write")
      }
    }
  }

  /// Whether the descriptor is a terminal.
  package var isTerminal: Bool { isatty(number) == 1 }

  /// The magic number of the file system that holds the file, as `statfs(2)` lists them.
  package var fileSystemType: UInt64 { posix_shims_file_system_type(number) }
}

/// Lends `bytes`, which hold no zero, with a zero at the end.
@unsafe func withCString<Result>(
  _ bytes: [UInt8],
  _ body: (UnsafePointer<CChar>) -> Result
) -> Result {
  unsafe (bytes + [0]).withUnsafeBufferPointer { buffer in
    // SAFETY: the buffer is never empty, and `CChar` and `UInt8` have one layout.
    unsafe buffer.withMemoryRebound(to: CChar.self) { chars in
      guard let base = chars.baseAddress else { preconditionFailure("an empty C string") }
      return unsafe body(base)
    }
  }
}
