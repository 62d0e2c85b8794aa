import Glibc
import ScanModel
import Synchronization
import TestSupport
import Testing

@testable import Walking

/// What happens when a tree changes between being listed and being read.
///
/// One thread lists a directory whole before it opens anything there, and reads its files before it
/// goes into its directories: whatever the first visit changes, the walk has already listed.
@Suite(.timeLimit(.minutes(10))) struct DirectoryWalkerChangeTests {
  /// Walks a directory with the files `a` and `b`; calls `change` with the path of the other one in
  /// the first visit.
  private func record(
    in scratch: Scratch,
    changing change: @escaping @Sendable (String) -> Void
  ) throws -> WalkRecord {
    for name in ["a", "b"] { try scratch.write("t/\(name)", "x") }
    let isChanged = Mutex(false)
    let (a, b) = (scratch.path("t/a"), scratch.path("t/b"))
    return try recordWalk(scratch.path("t"), threadCount: 1) { path in
      let isFirst = isChanged.withLock { isChanged in
        defer { isChanged = true }
        return !isChanged
      }
      if isFirst { change(path == a ? b : a) }
    }
  }

  /// Walks a directory with the file `a` and the directory `d`, which has a file; `change` is called
  /// with the path of `d` before it is listed.
  private func record(
    in scratch: Scratch,
    changingDirectory change: @escaping @Sendable (String) -> Void
  ) throws -> WalkRecord {
    try scratch.write("t/a", "x")
    try scratch.write("t/d/f", "x")
    let directory = scratch.path("t/d")
    return try recordWalk(scratch.path("t"), threadCount: 1) { path in
      if path.hasSuffix("/a") { change(directory) }
    }
  }

  @Test func fileThatIsGoneIsNoProblem() throws {
    let record = try record(in: Scratch(), changing: { unsafe unlink($0) })
    #expect(record.files.count == 1)
    #expect(record.coverage.isComplete)
    #expect(record.coverage.skipped == [:])
  }

  @Test func fileThatHasBecomeALinkIsCounted() throws {
    let scratch = try Scratch()
    try scratch.write("outside", "secret")
    let target = scratch.path("outside")
    let record = try record(
      in: scratch,
      changing: { path in
        unsafe unlink(path)
        unsafe symlink(target, path)
      }
    )
    #expect(record.files.map(\.bytes) == [Array("x".utf8)])
    #expect(record.coverage.skipped == [.symbolicLink: 1])
    #expect(record.coverage.isComplete)
  }

  @Test func fileThatHasBecomeADirectoryIsAProblem() throws {
    let scratch = try Scratch()
    let record = try record(
      in: scratch,
      changing: { path in
        unsafe unlink(path)
        unsafe mkdir(path, 0o755)
      }
    )
    #expect(record.files.count == 1)
    #expect(record.coverage.problems.map(\.operation) == [.read])
    #expect(record.coverage.problems.map(\.cause) == ["is a directory"])
  }

  @Test func fileThatHasBecomeAFIFODoesNotStopTheWalk() throws {
    let scratch = try Scratch()
    let writer = Mutex<Int32>(-1)
    let record = try record(
      in: scratch,
      changing: { path in
        unsafe unlink(path)
        unsafe mkfifo(path, 0o600)
        // Somebody who has it open for writing and says nothing.
        writer.withLock { $0 = unsafe open(path, O_RDWR | O_CLOEXEC) }
      }
    )
    writer.withLock { _ = close($0) }
    #expect(record.files.count == 1)
    #expect(record.coverage.problems.map(\.operation) == [.read])
    #expect(record.coverage.problems.map(\.cause) == ["resource temporarily unavailable"])
  }

  @Test func directoryThatIsGoneIsNoProblem() throws {
    let record = try record(
      in: Scratch(),
      changingDirectory: { path in
        unsafe unlink(path + "/f")
        unsafe rmdir(path)
      }
    )
    #expect(record.files.count == 1)
    #expect(record.coverage.isComplete)
  }

  @Test func directoryThatHasBecomeALinkIsCounted() throws {
    let scratch = try Scratch()
    try scratch.write("outside/secret", "x")
    let target = scratch.path("outside")
    let record = try record(
      in: scratch,
      changingDirectory: { path in
        unsafe rename(path, target + "/old")
        unsafe symlink(target, path)
      }
    )
    #expect(record.paths == [scratch.path("t/a")])
    #expect(record.coverage.skipped == [.symbolicLink: 1])
    #expect(record.coverage.isComplete)
  }

  @Test func directoryThatHasBecomeAFileIsAProblem() throws {
    let scratch = try Scratch()
    let old = scratch.path("old")
    let record = try record(
      in: scratch,
      changingDirectory: { path in
        unsafe rename(path, old)
        close(unsafe open(path, O_WRONLY | O_CREAT, 0o600))
      }
    )
    #expect(record.problems == ["cannot list '\(scratch.path("t/d"))': not a directory"])
  }

  @Test func fileIsReadAsFarAsItGoes() throws {
    let scratch = try Scratch()
    let record = try recordWalk(
      write(scratch, count: 40_000),
      threadCount: 1,
      onVisit: { path in unsafe truncate(path, 10) }
    )
    #expect(record.files.map(\.bytes.count) == [10])
    let grown = try recordWalk(
      write(scratch, count: 10),
      threadCount: 1,
      onVisit: { path in unsafe truncate(path, 40_000) }
    )
    #expect(grown.files.map(\.bytes.count) == [40_000])
    #expect(record.coverage.isComplete && grown.coverage.isComplete)
  }

  private func write(_ scratch: Scratch, count: Int) throws -> String {
    try scratch.write("s/f", [UInt8](repeating: 7, count: count))
    return scratch.path("s")
  }
}
