internal import PosixShims

extension Process {
  /// The whole environment, as `NAME=value`, byte for byte.
  package static var environment: [[UInt8]] {
    (0..<posix_shims_environment_count()).compactMap { index in
      // SAFETY: the index is below the count; each variable ends with a zero.
      guard let variable = unsafe posix_shims_environment_at(index) else { return nil }
      return unsafe Array(String(cString: variable).utf8)
    }
  }
}
