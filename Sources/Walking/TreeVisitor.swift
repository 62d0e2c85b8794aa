package import Posix
package import ScanModel

/// What one worker of a walk does with what it meets.
///
/// Each worker has a visitor of its own.
///
/// A path is asked for only where something is to be said of it: building one for every file would
/// cost more than searching most of them.
package protocol TreeVisitor: ~Copyable, SendableMetatype {
  /// What has been read, passed over and not read; the walk adds to it too.
  var coverage: Coverage { get set }

  /// Reads an open file.
  ///
  /// - Parameters:
  ///   - file: The file, at its start.
  ///   - trustsShortReads: Whether a read that gives less than asked for has reached the end, as on
  ///     every local file system.
  ///   - path: The file's path.
  mutating func visit(
    _ file: borrowing FileDescriptor,
    trustsShortReads: Bool,
    path: () -> ContentPath
  )

  /// Whether a quick look finds in `names`, many names in one piece of memory, what may be a key.
  mutating func mayHoldKey(_ names: Span<UInt8>) -> Bool

  /// Looks for keys in the last part of a path, from offset `start` on.
  mutating func visitName(of path: ContentPath, from start: Int)
}

/// What a walk reads and what it leaves out.
package struct WalkOptions: Sendable {
  /// The paths to leave out and to take.
  package let filter: PathFilter

  /// What git ignores, to be left out too; `nil` to read it.
  package let gitIgnore: GitIgnoreContext?

  /// The number of threads, at least 1; `nil` for as many as there are processors, and more while they wait for
  /// the disk.
  package let threadCount: Int?

  /// Makes options.
  package init(
    filter: PathFilter,
    gitIgnore: GitIgnoreContext? = nil,
    threadCount: Int? = nil
  ) {
    precondition(threadCount.map { $0 > 0 } ?? true, "no thread to walk with")
    self.filter = filter
    self.gitIgnore = gitIgnore
    self.threadCount = threadCount
  }
}
