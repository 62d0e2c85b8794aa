import Glibc

/// Why a file of git's that is there cannot be used.
package enum ControlFileError: Error, Hashable, Sendable {
  /// It is a link, a directory, a FIFO, or anything else but a file.
  case notRegular
  /// It is larger than a file of its kind may be.
  case tooLarge(maximumByteCount: Int)
  /// The system says no.
  case failed(errorNumber: Int32)
}

extension ControlFileError: CustomStringConvertible {
  /// The cause, in a few words: `it is not a regular file`.
  package var description: String {
    switch self {
    case .notRegular: "it is not a regular file"
    case .tooLarge(let maximumByteCount): "it has more than \(maximumByteCount) bytes"
    // SAFETY: `strerror` gives a C string, which is copied at once.
    case .failed(let number): unsafe String(cString: strerror(number)).lowercased()
    }
  }
}
