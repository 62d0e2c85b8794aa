internal import Glibc

extension FileDescriptor {
  /// Makes the directory `path`; what is above it must be there.
  ///
  /// - Throws: `mkdir` with `EEXIST` if something is there, a directory too.
  package static func makeDirectory(_ path: [UInt8]) throws(SystemError) {
    if path.contains(0) { throw SystemError(call: "mkdir", code: EINVAL) }
    guard unsafe withCString(path, { unsafe mkdir($0, 0o777) }) == 0 else {
      throw SystemError("mkdir")
    }
  }
}
