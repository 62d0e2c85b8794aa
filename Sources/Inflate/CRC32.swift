internal import InflateShims

/// The checksum of zip and gzip, of bytes that come piece by piece.
package struct CRC32: Hashable, Sendable {
  /// The checksum of what has come so far.
  package private(set) var value: UInt32 = 0

  /// Starts with nothing.
  package init() {}

  /// Adds bytes.
  package mutating func add(_ bytes: Span<UInt8>) {
    // SAFETY: the shim reads no more than the count says.
    value = unsafe bytes.withUnsafeBufferPointer {
      unsafe codec_shims_crc32(value, $0.baseAddress, $0.count)
    }
  }
}
