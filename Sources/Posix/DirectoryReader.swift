internal import Glibc
internal import PosixShims

/// The memory that directories are listed into; one for each worker.
///
/// Invariant: `start` is the start of `capacity` bytes owned by this value.
@safe
package final class DirectoryBuffer {
  let start: UnsafeMutableRawPointer

  /// The size in bytes: room for about a thousand entries.
  static let capacity = 65_536

  /// Makes a buffer.
  package init() {
    unsafe start = UnsafeMutableRawPointer.allocate(byteCount: Self.capacity, alignment: 16)
    unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: Self.capacity)
  }

  deinit {
    unsafe start.deallocate()
  }

  /// Lends the bytes in `range`.
  package func withBytes<Result>(_ range: Range<Int>, _ body: (Span<UInt8>) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= Self.capacity, "\(range) outside")
    // SAFETY: the range is inside the initialised bytes, which live as long as this value.
    let bytes = unsafe UnsafeBufferPointer(
      start: start.advanced(by: range.lowerBound).assumingMemoryBound(to: UInt8.self),
      count: range.count
    )
    return unsafe body(Span(_unsafeElements: bytes))
  }
}

/// One name in a directory.
///
/// Its bytes are in the buffer that it was listed into, until the next batch.
package struct DirectoryEntry: Hashable, Sendable {
  /// Where the name is in the buffer, without the zero that follows it.
  package let nameRange: Range<Int>

  /// What the directory says it is.
  package let kind: FileKind
}

/// An open directory, listed in batches.
package struct OpenDirectory: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  /// Opens the directory at `path`; the last part must not be a link unless `followsLink`.
  package init(_ path: [UInt8], followsLink: Bool) throws(SystemError) {
    descriptor = try FileDescriptor.openDirectory(path, followsLink: followsLink)
  }

  /// What the directory is and where it lies.
  package func status() throws(SystemError) -> FileStatus { try descriptor.status() }

  /// The magic number of the file system that holds the directory.
  package var fileSystemType: UInt64 { descriptor.fileSystemType }

  /// Fills `buffer` with the next entries; returns the bytes filled, 0 when there are no more.
  package func fill(_ buffer: DirectoryBuffer) throws(SystemError) -> Int {
    // SAFETY: the kernel writes at most the buffer's capacity.
    let count = unsafe posix_shims_directory_entries(
      descriptor.number,
      buffer.start,
      DirectoryBuffer.capacity
    )
    guard count >= 0 else { throw SystemError("getdents64") }
    return count
  }

  /// Opens the file of that entry for reading, if it is not a link.
  package func openFile(
    _ entry: DirectoryEntry,
    in buffer: DirectoryBuffer
  ) throws(SystemError) -> FileDescriptor {
    // SAFETY: an entry's name lies inside the buffer with a zero behind it; `nextEntry` checked it.
    let name = unsafe buffer.start.advanced(by: entry.nameRange.lowerBound)
    let number = unsafe posix_shims_open_at(
      descriptor.number,
      name.assumingMemoryBound(to: CChar.self),
      FileDescriptor.readingFlags | O_NOFOLLOW
    )
    guard number >= 0 else { throw SystemError("openat") }
    return FileDescriptor(owning: number, waits: false)
  }

  /// Opens the file named `name` for reading, if it is not a link.
  package func openFile(_ name: [UInt8]) throws(SystemError) -> FileDescriptor {
    if name.contains(0) { throw SystemError(call: "openat", code: EINVAL) }
    let number = unsafe withCString(name) { name in
      unsafe posix_shims_open_at(
        descriptor.number,
        name,
        FileDescriptor.readingFlags | O_NOFOLLOW
      )
    }
    guard number >= 0 else { throw SystemError("openat") }
    return FileDescriptor(owning: number, waits: false)
  }

  /// What kind of file `name` is, for an entry whose directory does not tell.
  package func kind(of name: [UInt8]) throws(SystemError) -> FileKind {
    if name.contains(0) { throw SystemError(call: "fstatat", code: EINVAL) }
    var status = stat()
    let result = unsafe withCString(name) { name in
      unsafe fstatat(descriptor.number, name, &status, AT_SYMLINK_NOFOLLOW)
    }
    guard result == 0 else { throw SystemError("fstatat") }
    return FileKind(mode: status.st_mode)
  }
}

extension DirectoryBuffer {
  /// The name of an entry of the batch that the buffer holds.
  package func name(of entry: DirectoryEntry) -> [UInt8] {
    withBytes(entry.nameRange) { name in name.indices.map { name[$0] } }
  }

  /// Reads the entry at `offset`, and moves `offset` behind it; `nil` when `count` bytes are read.
  ///
  /// The layout is `struct linux_dirent64` (getdents64(2)): an 8-byte number, an 8-byte offset, a
  /// 2-byte record length, a type byte, and the name with a zero behind it.
  package func nextEntry(at offset: inout Int, of count: Int) -> DirectoryEntry? {
    let count = min(count, Self.capacity)
    guard offset >= 0, offset + 19 < count else { return nil }
    // SAFETY: the guard keeps the fixed part of the record inside the buffer.
    let length = Int(
      unsafe start.loadUnaligned(fromByteOffset: offset + 16, as: UInt16.self)
    )
    let type = unsafe start.load(fromByteOffset: offset + 18, as: UInt8.self)
    let nameStart = offset + 19
    let end = offset + length
    guard length > 19, end <= count else { return nil }
    var nameEnd = nameStart
    // SAFETY: `nameEnd` stays below `end`, which is inside the buffer.
    while nameEnd < end, unsafe start.load(fromByteOffset: nameEnd, as: UInt8.self) != 0 {
      nameEnd += 1
    }
    guard nameEnd < end else { return nil }
    offset = end
    return DirectoryEntry(
      nameRange: nameStart..<nameEnd,
      kind: FileKind(directoryEntryType: type)
    )
  }
}
