/// What is asked of the file system about small files that steer the program, git's own or ours.
///
/// Such a file may lie in a hostile tree: it is opened without following a link in its last part,
/// without waiting (a FIFO would let it wait for ever), read only if it is a regular file, and only
/// up to a size.
package enum ControlFile {
  /// Reads a whole file; `nil` if there is none.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - maximumByteCount: The most bytes it may have.
  ///   - followsLink: Whether `path` may be a symbolic link; only for the user's own files.
  /// - Returns: The file's bytes.
  /// - Throws: `ControlFileError` for a file that is there and cannot be used.
  package static func read(
    _ path: [UInt8],
    maximumByteCount: Int,
    followsLink: Bool = false
  ) throws(ControlFileError) -> [UInt8]? {
    let file: FileDescriptor
    do throws(SystemError) {
      file =
        followsLink
        ? try FileDescriptor.open(path, waits: false) : try FileDescriptor.openUnlinked(path)
    } catch {
      if error.isNotFound { return nil }
      throw error.isSymbolicLink ? .notRegular : .failed(error)
    }
    return try readAll(file, maximumByteCount: maximumByteCount)
  }

  /// Reads to the end; the file may have grown since its size was asked for.
  private static func readAll(
    _ file: borrowing FileDescriptor,
    maximumByteCount: Int
  ) throws(ControlFileError) -> [UInt8] {
    let status: FileStatus
    let bytes: [UInt8]
    do throws(SystemError) { status = try file.status() } catch { throw .failed(error) }
    guard status.kind == .regular else { throw .notRegular }
    guard status.byteCount <= maximumByteCount else {
      throw .tooLarge(maximumByteCount: maximumByteCount)
    }
    do throws(SystemError) {
      bytes = try file.readToEnd(maximumByteCount: maximumByteCount + 1)
    } catch {
      throw .failed(error)
    }
    guard bytes.count <= maximumByteCount else {
      throw .tooLarge(maximumByteCount: maximumByteCount)
    }
    return bytes
  }

  /// What a path names, after following links; `nil` if it names nothing that can be looked at.
  package static func status(of path: [UInt8]) -> FileStatus? {
    // Why it cannot be looked at makes no difference to anybody who asks.
    try? FileStatus.of(path)
  }
}
