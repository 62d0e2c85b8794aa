internal import Glibc
internal import PosixShims

extension FileDescriptor {
  /// Opens the file at `path` for adding to its end, and makes it if nothing is there.
  ///
  /// Each `write` lands behind what is there at that moment, whoever else adds to the file.
  package static func openForAppending(_ path: [UInt8]) throws(SystemError) -> FileDescriptor {
    if path.contains(0) { throw SystemError(call: "open", code: EINVAL) }
    let number = unsafe withCString(path) { path in
      unsafe posix_shims_create(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_NONBLOCK, 0o666)
    }
    guard number >= 0 else { throw SystemError("open") }
    return FileDescriptor(owning: number)
  }

  /// Waits until everything written, or listed in the directory, is on the disk.
  package func synchronize() throws(SystemError) {
    while fsync(number) != 0 {
      if errno != EINTR { throw SystemError("fsync") }
    }
  }

  /// Locks the file against every other process that asks, until this descriptor is closed
  /// (flock(2)); the end of the process, however it comes, closes it.
  ///
  /// - Returns: Whether it is locked; `false` if another process holds it.
  package func lock() throws(SystemError) -> Bool {
    while posix_shims_lock(number) != 0 {
      if errno == EWOULDBLOCK { return false }
      if errno != EINTR { throw SystemError("flock") }
    }
    return true
  }

  /// Removes the empty directory `path`.
  package static func removeDirectory(_ path: [UInt8]) throws(SystemError) {
    if path.contains(0) { throw SystemError(call: "rmdir", code: EINVAL) }
    guard unsafe withCString(path, { unsafe rmdir($0) }) == 0 else { throw SystemError("rmdir") }
  }
}
