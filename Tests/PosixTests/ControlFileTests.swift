import Posix
import TestSupport
import Testing

@Suite struct ControlFileTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func readsUpToTheSizeAllowed() throws {
    let scratch = try Scratch()
    let content = [UInt8](repeating: 7, count: 100_000)
    try scratch.write("f", content)
    let path = bytes(scratch.path("f"))
    #expect(try ControlFile.read(path, maximumByteCount: 100_000) == content)
    #expect(throws: ControlFileError.tooLarge(maximumByteCount: 99_999)) {
      try ControlFile.read(path, maximumByteCount: 99_999)
    }
  }

  @Test func fileThatIsNotThereIsNil() throws {
    let scratch = try Scratch()
    try scratch.write("f", "")
    for name in ["missing", "missing/f", "f/below"] {
      #expect(try ControlFile.read(bytes(scratch.path(name)), maximumByteCount: 9) == nil)
    }
  }

  @Test(arguments: ["link", "fifo", "directory"])
  func refusesWhatIsNoFile(kind: String) throws {
    let scratch = try Scratch()
    try scratch.write("f", "x")
    switch kind {
    case "link": try scratch.link("it", to: "f")
    case "fifo": #expect(try Command.run(["mkfifo", scratch.path("it")]).status == 0)
    default: try scratch.makeDirectory("it")
    }
    #expect(throws: ControlFileError.notRegular) {
      try ControlFile.read(bytes(scratch.path("it")), maximumByteCount: 9)
    }
  }

  @Test func followsTheLinkOfTheUsersOwnFile() throws {
    let scratch = try Scratch()
    try scratch.write("f", "x")
    try scratch.link("it", to: "f")
    let path = bytes(scratch.path("it"))
    #expect(try ControlFile.read(path, maximumByteCount: 9, followsLink: true) == bytes("x"))
  }

  @Test func errorsSayWhy() {
    #expect(ControlFileError.notRegular.description == "it is not a regular file")
    #expect(
      ControlFileError.tooLarge(maximumByteCount: 9).description == "it has more than 9 bytes"
    )
    #expect(
      ControlFileError.failed(SystemError(call: "open", code: 13)).description
        == "permission denied"
    )
  }
}
