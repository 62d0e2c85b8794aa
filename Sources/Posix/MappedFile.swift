internal import Glibc

/// A whole file in memory, read as it is touched.
///
/// Invariant: `start` is the start of a mapping of `byteCount` bytes that nothing else unmaps; `nil`
/// for no bytes.
///
/// A file that is made shorter while it is mapped ends the program when the lost part is touched
/// (SIGBUS). Map only files that are replaced and never rewritten, such as git's packs and their
/// indexes.
///
/// Sendable is unchecked because of the pointer; the memory is never written to.
@safe
package struct MappedFile: ~Copyable, @unchecked Sendable {
  private let start: UnsafeMutableRawPointer?

  /// The size in bytes, as it was when the file was mapped.
  package let byteCount: Int

  /// Maps the regular file that `descriptor` is open on.
  ///
  /// - Throws: `SystemError`; for anything but a regular file, `mmap` with `ENODEV`.
  package init(_ descriptor: borrowing FileDescriptor) throws(SystemError) {
    let status = try descriptor.status()
    guard status.kind == .regular else { throw SystemError(call: "mmap", code: ENODEV) }
    var address: UnsafeMutableRawPointer?
    if status.byteCount > 0 {
      unsafe address = mmap(nil, status.byteCount, PROT_READ, MAP_SHARED, descriptor.number, 0)
      if unsafe address == MAP_FAILED { throw SystemError("mmap") }
    }
    unsafe start = address
    byteCount = status.byteCount
  }

  /// Maps the regular file at `path`; links are followed.
  package init(_ path: [UInt8]) throws(SystemError) {
    self = try MappedFile(try FileDescriptor.open(path))
  }

  deinit {
    if let start = unsafe start { unsafe munmap(start, byteCount) }
  }

  /// Lends the bytes.
  package func withBytes<Result: ~Copyable, Failure>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: the mapping is as long as `byteCount` and lives as long as this value, which is
    // borrowed for the call; see the type for files that shrink.
    let bytes = unsafe UnsafeBufferPointer<UInt8>(
      start: start.map { unsafe UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) },
      count: byteCount
    )
    return try unsafe body(Span(_unsafeElements: bytes))
  }

  /// Gives back the memory that holds what was touched so far; it comes back when touched again.
  ///
  /// The pages stay in the system's cache, but no longer count as this program's.
  package func releaseMemory() { releaseMemory(in: 0..<byteCount) }

  /// Gives back the memory that holds what was touched so far of a range of offsets, whose start is
  /// that of a page.
  package func releaseMemory(in range: Range<Int>) {
    let range = range.clamped(to: 0..<byteCount)
    guard !range.isEmpty, let start = unsafe start else { return }
    // SAFETY: the range is inside the mapping; dropping pages of a shared mapping of a file loses
    // nothing.
    unsafe madvise(start + range.lowerBound, range.count, MADV_DONTNEED)
  }
}
