import Posix
import TestSupport
import Testing

@Suite struct MappedFileTests {
  private func bytes(_ path: String) throws -> [UInt8] {
    let file = try MappedFile(Array(path.utf8))
    let before = file.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    file.releaseMemory()
    let after = file.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    #expect(before == after)
    #expect(file.byteCount == before.count)
    return before
  }

  @Test func lendsTheBytesOfAFile() throws {
    let scratch = try Scratch()
    let content = (0..<10_000).map { UInt8(truncatingIfNeeded: $0) }
    try scratch.write("a", content)
    try scratch.write("empty", "")
    #expect(try bytes(scratch.path("a")) == content)
    #expect(try bytes(scratch.path("empty")) == [])
  }

  @Test func keepsTheBytesOfAFileThatIsRemoved() throws {
    let scratch = try Scratch()
    try scratch.write("a", "content")
    let path = Array(scratch.path("a").utf8)
    let file = try MappedFile(path)
    try FileDescriptor.remove(path)
    #expect(file.withBytes { bytes in bytes.indices.map { bytes[$0] } } == Array("content".utf8))
  }

  @Test func refusesWhatIsNoFile() throws {
    let scratch = try Scratch()
    #expect(throws: SystemError(call: "mmap", code: 19)) { try bytes(scratch.path) }
    #expect(throws: SystemError(call: "openat", code: 2)) { try bytes(scratch.path("none")) }
  }
}
