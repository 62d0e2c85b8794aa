/// Why a control file that is there cannot be used.
package enum ControlFileError: Error, Hashable, Sendable {
  /// It is a link, a directory, a FIFO, or anything else but a file.
  case notRegular
  /// It is larger than a file of its kind may be.
  case tooLarge(maximumByteCount: Int)
  /// The system says no.
  case failed(SystemError)
}

extension ControlFileError: CustomStringConvertible {
  /// The cause, in a few words: `it is not a regular file`.
  package var description: String {
    switch self {
    case .notRegular: "it is not a regular file"
    case .tooLarge(let maximumByteCount): "it has more than \(maximumByteCount) bytes"
    case .failed(let error): error.description
    }
  }
}
