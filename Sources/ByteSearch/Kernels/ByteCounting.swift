internal import ByteSearchKernel

// Counts one byte's occurrences, for line numbers. Runs only over contents that hold a finding, and
// over standard input; 16 lanes at a time, the counts of 255 rounds summed before they can overflow.

extension Span<UInt8> {
  /// The number of bytes equal to `byte` in the `range` of offsets.
  ///
  /// - Complexity: O(n) in the range's length.
  package func count(of byte: UInt8, in range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) outside \(count)")
    return unsafe withUnsafeBytes { raw in
      // SAFETY: the range is inside the span.
      unsafe countKernel(of: byte, in: UnsafeRawBufferPointer(rebasing: raw[range]))
    }
  }

  /// The offset of the last `byte` in the `range` of offsets, or `nil` if there is none.
  package func lastIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    range.last { self[$0] == byte }
  }

  /// The offset of the first `byte` in the `range` of offsets, or `nil` if there is none.
  package func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    range.first { self[$0] == byte }
  }
}

/// The floor that searching is measured against: the sum of the 64-bit words in `bytes`.
package func sumOfWords(_ bytes: Span<UInt8>) -> UInt64 {
  unsafe bytes.withUnsafeBufferPointer { bytes in
    guard let base = bytes.baseAddress else { return 0 }
    // SAFETY: the pointer and the count are one buffer's.
    return unsafe byte_search_sum_of_words(base, bytes.count)
  }
}

@unsafe private func countKernel(of byte: UInt8, in raw: UnsafeRawBufferPointer) -> Int {
  typealias Lanes = SIMD16<UInt8>
  let needle = Lanes(repeating: byte)
  let one = Lanes(repeating: 1)
  let zero = Lanes(repeating: 0)
  var total = 0
  var offset = 0
  while offset + 16 <= raw.count {
    var sums = Lanes(repeating: 0)
    let rounds = min(255, (raw.count - offset) / 16)
    for _ in 0..<rounds {
      // SAFETY: `rounds` blocks of 16 bytes are inside the buffer from `offset` on.
      let block = unsafe raw.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
      sums = sums &+ zero.replacing(with: one, where: block .== needle)
      offset += 16
    }
    for lane in 0..<16 { total += Int(sums[lane]) }
  }
  while offset < raw.count {
    // SAFETY: the loop condition.
    if unsafe raw[offset] == byte { total += 1 }
    offset += 1
  }
  return total
}
