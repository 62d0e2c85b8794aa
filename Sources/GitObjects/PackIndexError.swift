/// Why a pack's index cannot be used.
package enum PackIndexError: Error, Hashable, Sendable {
  /// The file is too short to be an index.
  case tooShort(byteCount: Int)
  /// The file is of a version that git does not write.
  case unknownVersion(UInt32)
  /// The table of 256 counts goes down at this first byte of names.
  case countsNotAscending(firstByte: Int)
  /// The file does not have the size that its counts ask for.
  case wrongSize(byteCount: Int, objectCount: Int)
}

extension PackIndexError: CustomStringConvertible {
  /// The cause, in a few words: `the index has version 7, which is not known`.
  package var description: String {
    switch self {
    case .tooShort(let count): "the index has only \(count) bytes"
    case .unknownVersion(let version): "the index has version \(version), which is not known"
    case .countsNotAscending(let byte):
      "the index counts fewer objects up to first byte \(byte) than before it"
    case .wrongSize(let count, let objects):
      "the index has \(count) bytes, which does not fit its \(objects) objects"
    }
  }
}
