import Glibc
import Testing

@testable import Posix

@Suite struct SystemErrorTests {
  @Test(arguments: [
    (EACCES, "permission denied"), (ENOENT, "no such file or directory"),
    (ELOOP, "too many levels of symbolic links"), (EIO, "input/output error"),
    (ENAMETOOLONG, "file name too long"), (EDOTDOT, "RFS specific error"), (9_999, "error 9999"),
    (-1, "error -1"),
  ])
  func descriptionIsTheSystemsInLowerCase(code: Int32, text: String) {
    #expect(SystemError(call: "open", code: code).description == text)
  }

  @Test func kindsOfErrors() {
    func error(_ code: Int32) -> SystemError { SystemError(call: "open", code: code) }
    let codes = [ENOENT, ENOTDIR, ELOOP, EPIPE, EINTR, EACCES]
    #expect(codes.filter { error($0).isNotFound } == [ENOENT, ENOTDIR])
    #expect(codes.filter { error($0).isSymbolicLink } == [ELOOP])
    #expect(codes.filter { error($0).isBrokenPipe } == [EPIPE])
    #expect(codes.filter { error($0).isInterruption } == [EINTR])
  }
}
