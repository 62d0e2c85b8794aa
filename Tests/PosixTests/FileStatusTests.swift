import Glibc
import TestSupport
import Testing

@testable import Posix

@Suite struct FileStatusTests {
  private func path(_ scratch: Scratch, _ name: String) -> [UInt8] {
    Array(scratch.path(name).utf8)
  }

  @Test func saysKindSizeAndOwner() throws {
    let scratch = try Scratch()
    try scratch.write("f", "four")
    try scratch.makeDirectory("d")
    #expect(unsafe mkfifo(scratch.path("fifo"), 0o600) == 0)
    let status = try FileStatus.of(path(scratch, "f"))
    #expect(status.kind == .regular)
    #expect(status.byteCount == 4)
    #expect(status.owner == Process.effectiveUser)
    #expect(try FileStatus.of(path(scratch, "d")).kind == .directory)
    #expect(try FileStatus.of(path(scratch, "fifo")).kind == .special)
  }

  @Test func identityIsThatOfTheFile() throws {
    let scratch = try Scratch()
    for name in ["f", "g"] { try scratch.write(name, "") }
    #expect(unsafe link(scratch.path("f"), scratch.path("hard")) == 0)
    let identity = try FileStatus.of(path(scratch, "f")).identity
    #expect(try FileStatus.of(path(scratch, "hard")).identity == identity)
    #expect(try FileStatus.of(path(scratch, "g")).identity != identity)
    #expect(try FileDescriptor.open(path(scratch, "f")).status().identity == identity)
  }

  @Test func linkIsFollowedOrNot() throws {
    let scratch = try Scratch()
    try scratch.write("f", "")
    try scratch.link("l", to: "f")
    try scratch.link("dangling", to: "nowhere")
    #expect(try FileStatus.of(path(scratch, "l")).kind == .regular)
    #expect(try FileStatus.of(path(scratch, "l"), followsLink: false).kind == .symbolicLink)
    #expect(try FileStatus.of(path(scratch, "dangling"), followsLink: false).kind == .symbolicLink)
    #expect(throws: SystemError(call: "stat", code: ENOENT)) {
      try FileStatus.of(path(scratch, "dangling"))
    }
  }

  @Test func longPathHasAStatusToo() throws {
    let scratch = try Scratch()
    try scratch.write("f", "four")
    try scratch.link("l", to: "f")
    #expect(unsafe mkfifo(scratch.path("fifo"), 0o600) == 0)
    let long = String(repeating: "./", count: 3_000)
    #expect(try FileStatus.of(path(scratch, long + "f")) == FileStatus.of(path(scratch, "f")))
    #expect(try FileStatus.of(path(scratch, long + "l")).kind == .regular)
    #expect(try FileStatus.of(path(scratch, long + "l"), followsLink: false).kind == .symbolicLink)
    #expect(try FileStatus.of(path(scratch, long + "fifo")).kind == .special)
  }
}
