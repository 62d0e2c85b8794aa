internal import ByteSearchKernel

extension Span<UInt8> {
  /// The first offset from `start` on where two contents differ, or one of them ends.
  ///
  /// - Complexity: O(n) in the bytes that are equal, some 16 of them a cycle.
  package func firstDifference(from other: Span<UInt8>, at start: Int) -> Int {
    let end = Swift.min(count, other.count)
    guard start < end else { return end }
    precondition(start >= 0, "\(start) is no offset")
    return unsafe withUnsafeBufferPointer { left in
      unsafe other.withUnsafeBufferPointer { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return end }
        // SAFETY: both have `end` bytes at the least, and `start` is before that.
        return start
          + (unsafe byte_search_first_difference(left + start, right + start, end - start))
      }
    }
  }
}
