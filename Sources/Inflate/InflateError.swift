/// Why a compressed stream could not be read.
package enum InflateError: Error, Hashable, Sendable {
  /// The bytes are not a zlib stream, or not what was compressed: the checksum is wrong.
  case corrupt
  /// The bytes end before the stream does.
  case truncated
  /// The stream holds more than the bytes expected.
  case tooLong(maximumByteCount: Int)
  /// The stream holds fewer than the bytes expected.
  case tooShort(byteCount: Int, expectedByteCount: Int)
  /// The system has no memory to give.
  case outOfMemory
}

extension InflateError: CustomStringConvertible {
  /// The cause, in a few words: `the compressed data is corrupt`.
  package var description: String {
    switch self {
    case .corrupt: "the compressed data is corrupt"
    case .truncated: "the compressed data is truncated"
    case .tooLong(let maximum): "the compressed data holds more than \(maximum) bytes"
    case .tooShort(let count, let expected):
      "the compressed data holds \(count) bytes, not \(expected)"
    case .outOfMemory: "out of memory"
    }
  }
}
