internal import ByteSearchKernel

// One pass over a content for every needle of a table.
//
// A kernel writes down where a needle may start; each such place is then checked exactly. Its list has
// a fixed number of places, so a content full of candidates costs time in proportion, and no memory
// but the hits.

extension NeedleTable {
  /// Appends every needle that starts in `bytes` at `start` or later, in order of offset, and at one
  /// offset in order of number.
  ///
  /// A needle cut off by the end of `bytes` is not found.
  ///
  /// - Complexity: O(n) in bytes; allocates only where `hits` must grow.
  package func search(_ bytes: Span<UInt8>, from start: Int = 0, into hits: inout [NeedleHit]) {
    precondition(start >= 0 && start <= bytes.count, "start \(start) outside 0...\(bytes.count)")
    if needles.isEmpty { return }
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { candidates in
        var position = start
        while position < bytes.count {
          let found = unsafe findCandidates(in: bytes, from: &position, candidates)
          for index in 0..<found {
            // SAFETY: a kernel writes the first `found` places, and only offsets inside `bytes`.
            unsafe check(candidates[index], in: bytes, into: &hits)
          }
        }
      }
    }
  }

  /// Runs the kernel from `position` on; moves `position` to what is not decided yet.
  @unsafe
  private func findCandidates(
    in bytes: UnsafeBufferPointer<UInt8>,
    from position: inout Int,
    _ candidates: UnsafeMutableBufferPointer<Int>
  ) -> Int {
    guard let base = bytes.baseAddress, let places = candidates.baseAddress else {
      position = bytes.count
      return 0
    }
    // SAFETY: `tables` has one element; the kernel reads `bytes` and writes `candidates` inside their
    // counts, and reads `pairs` only if it is the one for which the plan has filled them.
    return unsafe plan.tables.withUnsafeBufferPointer { tables in
      unsafe plan.pairs.withUnsafeBufferPointer { pairs in
        unsafe byte_search_candidates(
          kernel.code,
          base,
          bytes.count,
          &position,
          tables.baseAddress,
          pairs.baseAddress,
          places,
          candidates.count
        )
      }
    }
  }

  /// Appends the needles that start at `offset`.
  @unsafe
  private func check(
    _ offset: Int,
    in bytes: UnsafeBufferPointer<UInt8>,
    into hits: inout [NeedleHit]
  ) {
    // SAFETY: `offset` is inside `bytes`.
    let first = Int(unsafe bytes[offset])
    for index in starts[first]..<starts[first + 1] {
      let number = order[index]
      let lower = offsets[number]
      let length = offsets[number + 1] - lower
      guard length <= bytes.count - offset else { continue }
      var place = 1
      // SAFETY: `offset + place` stays below `offset + length`, which is at most `bytes.count`.
      while place < length, flat[lower + place].contains(unsafe bytes[offset + place]) {
        place += 1
      }
      if place == length { hits.append(NeedleHit(offset: offset, needle: number)) }
    }
  }
}
