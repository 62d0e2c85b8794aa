package import Inflate
package import Posix

/// Why a loose object, one in a file of its own, cannot be read.
package enum LooseObjectError: Error, Hashable, Sendable {
  /// The system says no.
  case system(SystemError)
  /// It is a directory, a FIFO, or anything else but a file.
  case notRegular
  /// It does not start with a type, a space, a size and a zero.
  case badHeader
  /// Its compressed bytes cannot be read.
  case inflate(InflateError)
  /// It is larger than this program makes in memory.
  case tooLarge(byteCount: Int, maximumByteCount: Int)
}

extension LooseObjectError: CustomStringConvertible {
  /// The cause, in a few words: `the header is not an object's`.
  package var description: String {
    switch self {
    case .system(let error): error.description
    case .notRegular: "it is not a regular file"
    case .badHeader: "the header is not an object's"
    case .inflate(let error): error.description
    case .tooLarge(let count, let maximum):
      "the object has \(count) bytes, more than the limit of \(maximum) bytes"
    }
  }
}
