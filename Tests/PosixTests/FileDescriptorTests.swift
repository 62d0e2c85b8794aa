import Glibc
import TestSupport
import Testing

@testable import Posix

@Suite(.timeLimit(.minutes(10))) struct FileDescriptorTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// The error that `body` throws.
  private func error(_ body: () throws(SystemError) -> Void) -> SystemError? {
    do throws(SystemError) {
      try body()
      return nil
    } catch { return error }
  }

  /// Makes a pipe of the smallest size.
  private func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    try #require(unsafe pipe(&ends) == 0)
    // F_SETPIPE_SZ, which the C library shows only to GNU programs.
    _ = fcntl(ends[1], 1_031, 4_096)
    return (ends[0], ends[1])
  }

  @Test func readsFromWhereItStandsOrAtAPosition() throws {
    let scratch = try Scratch()
    try scratch.write("f", "0123456789")
    let file = try FileDescriptor.open(bytes(scratch.path("f")))
    let buffer = ReadBuffer(capacity: 8)
    func text(_ range: Range<Int>) -> String {
      buffer.withBytes(range) { bytes in
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      }
    }
    #expect(try file.read(into: buffer, at: 5) == 3)
    #expect(text(5..<8) == "012")
    #expect(try file.read(into: buffer, position: 6, count: 100) == 4)
    #expect(text(0..<4) == "6789")
    #expect(try file.read(into: buffer, position: 1, count: 2) == 2)
    #expect(text(0..<4) == "1289")
    #expect(try file.read(into: buffer, position: 10, count: 2) == 0)
    #expect(
      error { () throws(SystemError) in _ = try file.read(into: buffer, position: -1, count: 1) }?
        .code == EINVAL
    )
    #expect(try file.read(into: buffer, at: 0) == 7)
    #expect(text(0..<7) == "3456789")
    #expect(try file.read(into: buffer, at: 0) == 0)
    #expect(try file.read(into: buffer, at: 8) == 0)
  }

  @Test func readToEndStopsAtTheMaximum() throws {
    let scratch = try Scratch()
    let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    try scratch.write("f", content)
    for maximum in [0, 1, 65_536, 65_537, 199_999, 200_000, .max] {
      let file = try FileDescriptor.open(bytes(scratch.path("f")))
      #expect(try file.readToEnd(maximumByteCount: maximum) == Array(content.prefix(maximum)))
    }
  }

  @Test func directoryCannotBeRead() throws {
    let scratch = try Scratch()
    let directory = try FileDescriptor.open(bytes(scratch.path))
    #expect(try directory.status().kind == .directory)
    let buffer = ReadBuffer(capacity: 8)
    let error = error { () throws(SystemError) in _ = try directory.read(into: buffer, at: 0) }
    #expect(error == SystemError(call: "read", code: EISDIR))
  }

  @Test func closesWhatItOwnsAndNotWhatItBorrows() throws {
    let ends = try makePipe()
    do { _ = FileDescriptor(borrowing: ends.read) }
    #expect(fcntl(ends.read, F_GETFD) == 0)
    do { _ = FileDescriptor(owning: ends.write) }
    // The other end sees that the writer is gone.
    #expect(try FileDescriptor(owning: ends.read).readToEnd(maximumByteCount: 1) == [])
  }

  @Test func isClosedInOtherPrograms() throws {
    let scratch = try Scratch()
    try scratch.write("f", "")
    let path = bytes(scratch.path("f"))
    #expect(fcntl(try FileDescriptor.open(path).number, F_GETFD) & FD_CLOEXEC != 0)
    #expect(fcntl(try FileDescriptor.openForWriting(path).number, F_GETFD) & FD_CLOEXEC != 0)
    let new = try FileDescriptor.createNew(bytes(scratch.path("new")))
    #expect(fcntl(new.number, F_GETFD) & FD_CLOEXEC != 0)
  }

  @Test(arguments: [false, true])
  func writesAllToASlowReader(isNonBlocking: Bool) throws {
    let ends = try makePipe()
    if isNonBlocking { #expect(fcntl(ends.write, F_SETFL, O_NONBLOCK) == 0) }
    let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let result = Monitor<SystemError??>(nil)
    try WorkerThread.detach {
      let end = FileDescriptor(owning: ends.write)
      do throws(SystemError) {
        try end.write(content.span)
        result.withLock { $0 = .some(nil) }
      } catch {
        result.withLock { $0 = error }
      }
      result.notifyAll()
    }
    let reader = FileDescriptor(owning: ends.read)
    let buffer = ReadBuffer(capacity: 1_000)
    var received: [UInt8] = []
    while true {
      let count = try reader.read(into: buffer, at: 0)
      if count == 0 { break }
      buffer.withBytes(0..<count) { bytes in received += bytes.indices.map { bytes[$0] } }
      if received.count % 7 == 0 { usleep(50) }
    }
    #expect(result.wait(until: { $0 }) == nil)
    #expect(received == content)
  }

  @Test func waitsForBytesOfANonBlockingPipe() throws {
    let ends = try makePipe()
    #expect(fcntl(ends.read, F_SETFL, O_NONBLOCK) == 0)
    try WorkerThread.detach {
      let end = FileDescriptor(owning: ends.write)
      usleep(20_000)
      try? end.write(([7] as [UInt8]).span)
    }
    #expect(try FileDescriptor(owning: ends.read).readToEnd(maximumByteCount: 9) == [7])
  }

  @Test func doesNotWaitWhereAFileWasExpected() throws {
    let scratch = try Scratch()
    let path = bytes(scratch.path("fifo"))
    #expect(unsafe mkfifo(scratch.path("fifo"), 0o600) == 0)
    // Nobody writes: the end.
    #expect(try FileDescriptor.open(path).readToEnd(maximumByteCount: 9) == [])
    let writer = FileDescriptor(owning: unsafe open(scratch.path("fifo"), O_RDWR | O_CLOEXEC))
    let file = try FileDescriptor.open(path, waits: false)
    let error = error { () throws(SystemError) in _ = try file.readToEnd(maximumByteCount: 9) }
    #expect(error?.code == EAGAIN)
    #expect(try writer.status().kind == .special)
  }

  @Test func pipeWithoutAReaderIsAnError() async {
    // A process of its own: what SIGPIPE does belongs to the whole process.
    await #expect(processExitsWith: .success) {
      Process.ignoreWriteSignals()
      var ends: [Int32] = [-1, -1]
      #expect(unsafe pipe(&ends) == 0)
      close(ends[0])
      let end = FileDescriptor(owning: ends[1])
      do throws(SystemError) {
        try end.write(([1] as [UInt8]).span)
        Issue.record("nobody reads, and nobody says so")
      } catch {
        #expect(error.isBrokenPipe)
        #expect(error.description == "broken pipe")
      }
    }
  }

  @Test func createNewLeavesWhatIsThere() throws {
    let scratch = try Scratch()
    let path = bytes(scratch.path("f"))
    do { try FileDescriptor.createNew(path).write(bytes("old").span) }
    #expect(
      error { () throws(SystemError) in _ = try FileDescriptor.createNew(path) }?.code == EEXIST
    )
    #expect(try scratch.read("f") == bytes("old"))
    try scratch.link("dangling", to: "elsewhere")
    let link = bytes(scratch.path("dangling"))
    #expect(
      error { () throws(SystemError) in _ = try FileDescriptor.createNew(link) }?.code == EEXIST
    )
    #expect(
      error { () throws(SystemError) in _ = try FileStatus.of(bytes(scratch.path("elsewhere"))) }?
        .isNotFound == true
    )
  }

  @Test func renameReplacesAndRemoveRemoves() throws {
    let scratch = try Scratch()
    try scratch.write("a", "new")
    try scratch.write("b", "old")
    let (a, b) = (bytes(scratch.path("a")), bytes(scratch.path("b")))
    try FileDescriptor.rename(a, to: b)
    #expect(try scratch.read("b") == bytes("new"))
    #expect(
      error { () throws(SystemError) in try FileDescriptor.rename(a, to: b) }?.isNotFound == true
    )
    try FileDescriptor.remove(b)
    #expect(
      error { () throws(SystemError) in try FileDescriptor.remove(b) }
        == SystemError(call: "unlink", code: ENOENT)
    )
  }

  @Test func openForWritingDoesNotEmpty() throws {
    let scratch = try Scratch()
    try scratch.write("f", "abc")
    let path = bytes(scratch.path("f"))
    do { try FileDescriptor.openForWriting(path).write(bytes("X").span) }
    #expect(try scratch.read("f") == bytes("Xbc"))
  }

  @Test func linkIsOpenedOnlyWhereItMayBe() throws {
    let scratch = try Scratch()
    try scratch.write("f", "x")
    try scratch.link("l", to: "f")
    let link = bytes(scratch.path("l"))
    #expect(try FileDescriptor.open(link).readToEnd(maximumByteCount: 9) == bytes("x"))
    #expect(
      error { () throws(SystemError) in _ = try FileDescriptor.openUnlinked(link) }?.isSymbolicLink
        == true
    )
  }

  @Test func pathWithAZeroIsRefusedByEveryCall() throws {
    let scratch = try Scratch()
    try scratch.write("f", "x")
    let (good, bad) = (bytes(scratch.path("f")), bytes(scratch.path("f") + "\0.txt"))
    let new = bytes(scratch.path("new") + "\0.txt")
    let errors = [
      error { () throws(SystemError) in _ = try FileDescriptor.open(bad) },
      error { () throws(SystemError) in _ = try FileDescriptor.openUnlinked(bad) },
      error { () throws(SystemError) in _ = try FileDescriptor.openForWriting(bad) },
      error { () throws(SystemError) in _ = try FileDescriptor.openDirectory(bad, followsLink: true)
      },
      error { () throws(SystemError) in _ = try FileDescriptor.createNew(new) },
      error { () throws(SystemError) in try FileDescriptor.rename(bad, to: good) },
      error { () throws(SystemError) in try FileDescriptor.rename(good, to: new) },
      error { () throws(SystemError) in try FileDescriptor.remove(bad) },
      error { () throws(SystemError) in _ = try FileStatus.of(bad) },
      error { () throws(SystemError) in _ = try RealPath.of(bad) },
    ]
    #expect(errors.map { $0?.code } == [Int32?](repeating: EINVAL, count: 10))
    #expect(try scratch.read("f") == bytes("x"))
  }

  @Test func emptyAndOverlongPathsAreErrors() throws {
    func code(_ path: String) -> Int32? {
      error { () throws(SystemError) in _ = try FileDescriptor.open(bytes(path)) }?.code
    }
    #expect(code("") == ENOENT)
    let name = String(repeating: "n", count: 5_000)
    for path in [name, "/" + name, "/tmp/" + name, "/tmp/" + name + "/x", name + "/x"] {
      #expect(code(path) == ENAMETOOLONG)
    }
    // Long only in its slashes.
    let slashes = String(repeating: "/", count: 10_000)
    #expect(code("/tmp" + slashes) == nil)
    #expect(code(slashes) == nil)
    #expect(code("/tmp" + slashes + "no-such-file-here") == ENOENT)
  }
}
