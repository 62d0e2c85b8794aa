internal import Glibc

/// Where a path really leads.
package enum RealPath {
  /// The absolute path without links, `.` and `..` of what `path` names.
  package static func of(_ path: [UInt8]) throws(SystemError) -> [UInt8] {
    if path.contains(0) { throw SystemError(call: "realpath", code: EINVAL) }
    // SAFETY: the result is a C string that is ours to free, and copied before that.
    guard let resolved = unsafe withCString(path, { unsafe realpath($0, nil) }) else {
      throw SystemError("realpath")
    }
    defer { unsafe free(resolved) }
    return unsafe Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
  }
}
