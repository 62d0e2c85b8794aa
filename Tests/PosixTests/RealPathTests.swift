import Glibc
import TestSupport
import Testing

@testable import Posix

@Suite struct RealPathTests {
  @Test func hasNoLinks() throws {
    let scratch = try Scratch()
    try scratch.makeDirectory("d/e")
    try scratch.link("l", to: "d/e")
    #expect(
      try RealPath.of(Array(scratch.path("l/../e/.").utf8)) == Array(scratch.path("d/e").utf8)
    )
  }

  @Test func ofNothingIsAnError() throws {
    let scratch = try Scratch()
    #expect(throws: SystemError(call: "realpath", code: ENOENT)) {
      try RealPath.of(Array(scratch.path("missing").utf8))
    }
  }
}
