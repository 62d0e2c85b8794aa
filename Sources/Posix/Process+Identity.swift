internal import Glibc

extension Process {
  /// The name of the user whose rights the program has; the number if there is none.
  package static var userName: String {
    // SAFETY: the entry is the C library's own, and copied at once; no other thread asks for one.
    guard let entry = unsafe getpwuid(geteuid()), let name = unsafe entry.pointee.pw_name else {
      return "\(geteuid())"
    }
    return unsafe String(cString: name)
  }

  /// The name of this machine; `localhost` if it has none.
  package static var hostName: String {
    var buffer = [CChar](repeating: 0, count: 256)
    // SAFETY: at most all but the last byte of the buffer is written, so that a zero ends it.
    return unsafe buffer.withUnsafeMutableBufferPointer { buffer -> String in
      guard let base = buffer.baseAddress, unsafe gethostname(base, buffer.count - 1) == 0 else {
        return "localhost"
      }
      let name = unsafe String(cString: base)
      return name.isEmpty ? "localhost" : name
    }
  }
}
