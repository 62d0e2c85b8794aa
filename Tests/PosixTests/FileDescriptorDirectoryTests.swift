import Glibc
import TestSupport
import Testing

@testable import Posix

@Suite struct FileDescriptorDirectoryTests {
  @Test func makesADirectoryOnce() throws {
    let scratch = try Scratch()
    let path = Array(scratch.path("new").utf8)
    try FileDescriptor.makeDirectory(path)
    #expect(try FileStatus.of(path).kind == .directory)
    #expect(throws: SystemError(call: "mkdir", code: EEXIST)) {
      try FileDescriptor.makeDirectory(path)
    }
  }

  @Test func makesNothingBelowWhatIsNotThere() throws {
    let scratch = try Scratch()
    #expect(throws: SystemError(call: "mkdir", code: ENOENT)) {
      try FileDescriptor.makeDirectory(Array(scratch.path("none/new").utf8))
    }
  }

  @Test func refusesAPathWithAZero() {
    #expect(throws: SystemError(call: "mkdir", code: EINVAL)) {
      try FileDescriptor.makeDirectory([0x61, 0, 0x62])
    }
  }
}
