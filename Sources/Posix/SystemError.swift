internal import Glibc

/// A system call that failed.
package struct SystemError: Error, Hashable, Sendable {
  /// The call's name: `openat`, `read`.
  package let call: String

  /// The error number, as `errno(3)` lists them.
  package let code: Int32

  /// Notes that `call` failed with error number `code`.
  package init(call: String, code: Int32) {
    self.call = call
    self.code = code
  }

  /// Notes that `call` has just failed, for the reason in `errno`.
  init(_ call: String) {
    self.init(call: call, code: errno)
  }

  /// Whether what was named does not exist (any more).
  package var isNotFound: Bool { code == ENOENT || code == ENOTDIR }

  /// Whether the path ended in a symbolic link that was not to be followed.
  package var isSymbolicLink: Bool { code == ELOOP }

  /// Whether nobody reads the other end of the pipe any more.
  package var isBrokenPipe: Bool { code == EPIPE }

  /// Whether a signal interrupted the call.
  package var isInterruption: Bool { code == EINTR }
}

extension SystemError: CustomStringConvertible {
  /// The reason in the system's words, in lower case: `permission denied`.
  package var description: String {
    var buffer = [CChar](repeating: 0, count: 256)
    // SAFETY: `strerror_r` writes at most `buffer.count` bytes, with a zero at the end.
    let text = unsafe buffer.withUnsafeMutableBufferPointer { buffer -> String in
      guard let base = buffer.baseAddress, unsafe strerror_r(code, base, buffer.count) == 0 else {
        return "error \(code)"
      }
      return unsafe String(cString: base)
    }
    // Names, such as `RFS`, stay.
    if text.dropFirst().first?.isUppercase == true { return text }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
