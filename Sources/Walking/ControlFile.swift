import Glibc
import ScanModel

/// What is asked of the file system about git's own files.
///
/// Such a file may lie in a hostile tree: it is opened without following a link in its last part,
/// without waiting (a FIFO would let it wait for ever), read only if it is a regular file, and only
/// up to a size.
enum ControlFile {
  /// Reads a whole file; `nil` if there is none.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - maximumByteCount: The most bytes it may have.
  ///   - followsLink: Whether `path` may be a symbolic link; only for the user's own files.
  /// - Returns: The file's bytes.
  /// - Throws: `ControlFileError` for a file that is there and cannot be used.
  static func read(
    _ path: [UInt8],
    maximumByteCount: Int,
    followsLink: Bool = false
  ) throws(ControlFileError) -> [UInt8]? {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followsLink ? 0 : O_NOFOLLOW)
    // SAFETY: the text ends with a zero, and `open` keeps no reference to it.
    let descriptor = unsafe open(text(path), flags)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: return nil
      case ELOOP: throw .notRegular
      default: throw .failed(errorNumber: errno)
      }
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .failed(errorNumber: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    guard status.st_size <= maximumByteCount else {
      throw .tooLarge(maximumByteCount: maximumByteCount)
    }
    return try readAll(descriptor, maximumByteCount: maximumByteCount)
  }

  /// Reads to the end; the file may have grown since its size was asked for.
  private static func readAll(
    _ descriptor: Int32,
    maximumByteCount: Int
  ) throws(ControlFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      // SAFETY: `read` writes no more than `count` bytes, and the buffer has as many.
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw .failed(errorNumber: errno)
      }
      bytes += buffer.prefix(count)
      guard bytes.count <= maximumByteCount else {
        throw .tooLarge(maximumByteCount: maximumByteCount)
      }
    }
  }

  /// What a path names, after following links; `nil` if it names nothing that can be looked at.
  static func status(of path: [UInt8]) -> Status? {
    var status = stat()
    // SAFETY: the text ends with a zero, and `stat` keeps no reference to it.
    let result = unsafe stat(text(path), &status)
    guard result == 0 else { return nil }
    return Status(
      isDirectory: status.st_mode & S_IFMT == S_IFDIR,
      isRegularFile: status.st_mode & S_IFMT == S_IFREG,
      owner: status.st_uid
    )
  }

  /// What is asked of a path's status.
  struct Status {
    /// Whether it is a directory.
    let isDirectory: Bool
    /// Whether it is a regular file.
    let isRegularFile: Bool
    /// The user it belongs to.
    let owner: UInt32
  }

  /// The user on whose behalf the process runs.
  static var user: UInt32 { geteuid() }

  /// The absolute path without links; `nil` if the path names nothing.
  static func realPath(_ path: [UInt8]) -> [UInt8]? {
    // SAFETY: the text ends with a zero; the result is a C string that is ours to free.
    guard let resolved = unsafe realpath(text(path), nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe bytes(of: resolved)
  }

  /// The value of an environment variable; `nil` if it is not set, or empty.
  static func environmentVariable(_ name: String) -> [UInt8]? {
    // SAFETY: the value is copied at once; nothing in this program changes the environment.
    guard let value = unsafe getenv(name) else { return nil }
    let bytes = unsafe bytes(of: value)
    return bytes.isEmpty ? nil : bytes
  }

  /// A path as the system wants it, with a zero at its end.
  private static func text(_ path: [UInt8]) -> [CChar] {
    path.map { CChar(bitPattern: $0) } + [0]
  }

  /// Copies a C string, without the zero at its end.
  private static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
    // SAFETY: `strlen` counts the bytes before the zero that ends every C string.
    unsafe Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }
}
