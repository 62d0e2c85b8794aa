/// A half-open range of byte offsets into one content.
///
/// Both offsets count from the first byte of the (decoded) content, which is 0.
package struct ByteRange: Hashable, Sendable {
  /// The offset of the first byte in the range.
  package let lowerBound: Int

  /// The offset just past the last byte in the range; never below `lowerBound`.
  package let upperBound: Int

  /// Makes the range `lowerBound..<upperBound`.
  ///
  /// - Precondition: `lowerBound <= upperBound`.
  package init(_ lowerBound: Int, _ upperBound: Int) {
    precondition(lowerBound <= upperBound, "range \(lowerBound)..<\(upperBound) runs backwards")
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }

  /// The number of bytes in the range.
  package var byteCount: Int { upperBound - lowerBound }

  /// Whether the two ranges share at least one byte.
  package func overlaps(_ other: ByteRange) -> Bool {
    lowerBound < other.upperBound && other.lowerBound < upperBound
  }
}
