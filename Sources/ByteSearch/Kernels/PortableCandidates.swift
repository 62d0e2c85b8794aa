// Finds where a needle may start, with Swift's SIMD types alone.
//
// For each block of 64 positions and each anchor, compare the block at the anchor's place with each of
// the anchor's bytes and or the masks; and the anchors' masks. What is left is checked exactly by the
// caller. Pseudo-code:
//
//     while a block and its lookahead are inside the buffer:
//       possible = all lanes
//       for each anchor: possible &= or over its bytes of (bytes at position + place == byte)
//       report the lanes left; move one block on
//     the rest: the same byte by byte
//
// Concrete types only: generic code over `V: SIMD`, and comparing with a scalar literal, run lane by
// lane (0.03 GB/s). Four masks of 16 lanes are or-ed and looked at as two words: `any()` calls a
// function that goes lane by lane as soon as it is not inlined (3.0 GB/s for the whole search).

extension AnchorPlan {
  private typealias Lanes = SIMD16<UInt8>

  /// The bytes that one round of the loop decides.
  private static let blockByteCount = 64

  /// Writes candidates to `candidates` from its start, in ascending order, and returns how many;
  /// moves `position` to the first offset not yet decided.
  ///
  /// Stops early when fewer than a block's worth of places are left.
  @unsafe
  func findCandidates(
    in bytes: UnsafeBufferPointer<UInt8>,
    from position: inout Int,
    _ candidates: UnsafeMutableBufferPointer<Int>
  ) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var found = 0
    unsafe comparisons.withUnsafeBufferPointer { comparisons in
      while position + Self.blockByteCount + lookahead <= raw.count {
        if candidates.count - found < Self.blockByteCount { return }
        // SAFETY: the loop condition keeps a block readable at every anchor's offset.
        let lanes = unsafe Self.possibleLanes(in: raw, at: position, comparisons)
        if lanes != 0 { unsafe Self.append(lanes, at: position, to: candidates, &found) }
        position += Self.blockByteCount
      }
    }
    if candidates.count - found < Self.blockByteCount { return found }
    while position < raw.count {
      if candidates.count == found { return found }
      // SAFETY: `isPossible` compares with the count; `found` is below `candidates.count`.
      if unsafe isPossible(in: raw, at: position) {
        unsafe candidates[found] = position
        found += 1
      }
      position += 1
    }
    return found
  }

  /// One bit for each of the 64 positions from `position` on at which every anchor matches.
  @unsafe
  private static func possibleLanes(
    in raw: UnsafeRawBufferPointer,
    at position: Int,
    _ comparisons: UnsafeBufferPointer<Comparison>
  ) -> UInt64 {
    let none = SIMDMask<SIMD16<Int8>>(repeating: false)
    let all = SIMDMask<SIMD16<Int8>>(repeating: true)
    var (possible1, possible2, possible3, possible4) = (all, all, all, all)
    var index = 0
    while index < comparisons.count {
      // SAFETY: `index` stays below the count: the inner loop ends with an anchor's last comparison,
      // and the last comparison of all is one.
      let at = unsafe position + comparisons[index].offset
      let first = unsafe raw.loadUnaligned(fromByteOffset: at, as: Lanes.self)
      let second = unsafe raw.loadUnaligned(fromByteOffset: at + 16, as: Lanes.self)
      let third = unsafe raw.loadUnaligned(fromByteOffset: at + 32, as: Lanes.self)
      let fourth = unsafe raw.loadUnaligned(fromByteOffset: at + 48, as: Lanes.self)
      var (equal1, equal2, equal3, equal4) = (none, none, none, none)
      var isLast = false
      while !isLast {
        let needle = unsafe Lanes(repeating: comparisons[index].byte)
        isLast = unsafe comparisons[index].isLast
        index += 1
        equal1 .|= first .== needle
        equal2 .|= second .== needle
        equal3 .|= third .== needle
        equal4 .|= fourth .== needle
      }
      possible1 .&= equal1
      possible2 .&= equal2
      possible3 .&= equal3
      possible4 .&= equal4
    }
    let either = (possible1 .| possible2) .| (possible3 .| possible4)
    // SAFETY: a mask of 16 lanes is 16 bytes, all ones or all zeros each.
    let words = unsafe unsafeBitCast(either, to: SIMD2<UInt64>.self)
    guard words[0] | words[1] != 0 else { return 0 }
    return bits(possible1) | bits(possible2) << 16
      | bits(possible3) << 32 | bits(possible4) << 48
  }

  /// One bit for each lane that is set; slow, and only for blocks that have one.
  private static func bits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt64 {
    (0..<16).reduce(0) { mask[$1] ? $0 | 1 << UInt64($1) : $0 }
  }

  /// Writes the positions of the lanes set.
  @unsafe
  private static func append(
    _ lanes: UInt64,
    at position: Int,
    to candidates: UnsafeMutableBufferPointer<Int>,
    _ found: inout Int
  ) {
    var rest = lanes
    while rest != 0 {
      // SAFETY: the caller has left room for a whole block.
      unsafe candidates[found] = position + rest.trailingZeroBitCount
      found += 1
      rest &= rest - 1
    }
  }

  /// Whether every anchor matches for a candidate at `position`.
  @unsafe
  private func isPossible(in raw: UnsafeRawBufferPointer, at position: Int) -> Bool {
    anchors.allSatisfy { anchor in
      let at = position + anchor.offset
      // SAFETY: the comparison with the count comes first.
      return at < raw.count && anchor.bytes.contains(unsafe raw[at])
    }
  }
}
