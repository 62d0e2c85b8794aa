internal import Glibc

/// What a file is and where it lies.
package struct FileStatus: Hashable, Sendable {
  /// What kind of file it is.
  package let kind: FileKind

  /// The device and the number of the file on it: one file, however it is named.
  package let identity: FileIdentity

  /// The size in bytes, for a regular file.
  package let byteCount: Int

  /// Who may read, write and execute it: the nine lowest bits of `st_mode` (inode(7)).
  package let permissions: UInt32

  /// The number of the user whom it belongs to.
  package let owner: UInt32

  /// When its contents last changed, in nanoseconds since 1970.
  package let modifiedNanoseconds: Int

  init(_ status: stat) {
    kind = FileKind(mode: status.st_mode)
    identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    byteCount = Int(status.st_size)
    permissions = status.st_mode & 0o777
    owner = status.st_uid
    let (seconds, overflows) = Int(status.st_mtim.tv_sec).multipliedReportingOverflow(
      by: 1_000_000_000
    )
    modifiedNanoseconds = overflows ? seconds : seconds &+ Int(status.st_mtim.tv_nsec)
  }

  /// The status of what `path` names, or of the link that it names unless `followsLink`.
  package static func of(
    _ path: [UInt8],
    followsLink: Bool = true
  ) throws(SystemError) -> FileStatus {
    if path.contains(0) { throw SystemError(call: "stat", code: EINVAL) }
    if path.count >= PATH_MAX {
      return try FileDescriptor.openNameOnly(path, followsLink: followsLink).status()
    }
    var status = stat()
    let result = unsafe withCString(path) { path in
      unsafe fstatat(AT_FDCWD, path, &status, followsLink ? 0 : AT_SYMLINK_NOFOLLOW)
    }
    guard result == 0 else { throw SystemError("stat") }
    return FileStatus(status)
  }
}

/// The device and the number of a file on it.
package struct FileIdentity: Hashable, Sendable {
  /// The device's number.
  package let device: UInt64

  /// The file's number on the device.
  package let inode: UInt64
}

/// What kind of file a name stands for.
package enum FileKind: Hashable, Sendable {
  case regular
  case directory
  case symbolicLink
  /// A FIFO, socket or device.
  case special
  /// Not told by the directory; ask for the status.
  case unknown

  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .regular
    case S_IFDIR: self = .directory
    case S_IFLNK: self = .symbolicLink
    default: self = .special
    }
  }

  /// Reads the `d_type` of a directory entry (readdir(3)).
  init(directoryEntryType type: UInt8) {
    switch Int(type) {
    case Int(DT_REG): self = .regular
    case Int(DT_DIR): self = .directory
    case Int(DT_LNK): self = .symbolicLink
    case Int(DT_UNKNOWN): self = .unknown
    default: self = .special
    }
  }
}
