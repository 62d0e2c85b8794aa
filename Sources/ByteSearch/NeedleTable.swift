/// The literals that one pass over a content looks for.
///
/// The table is compiled once: a plan for the C kernel, a plan for the portable kernel, and an index
/// by first byte for the exact check of what either of them lets through. A few needles or a few
/// dozen make no difference to how it is used.
package struct NeedleTable: Sendable {
  /// The needles, in the order in which hits number them.
  package let needles: [[UInt8]]

  /// What the C kernel looks at.
  let plan: NeedlePlan

  /// What the portable kernel looks at.
  let anchors: AnchorPlan

  /// All needles' bytes, one after the other.
  let flat: [UInt8]

  /// Where each needle starts in `flat`, and at the end where the last one ends.
  let offsets: [Int]

  /// For each first byte, the numbers of the needles that start with it: the slice
  /// `order[starts[byte]..<starts[byte + 1]]`.
  let starts: [Int]

  /// The needles' numbers, grouped by first byte.
  let order: [Int]

  /// The kernel that `search` runs.
  let kernel: Kernel

  /// The ways to find candidates; all find the same hits.
  package enum Kernel: Sendable, CaseIterable {
    /// The C kernel, for processors with AVX2.
    case vector
    /// Swift's SIMD types, for every other processor.
    case portable

    /// The kernel for this processor.
    package static var best: Kernel { NeedlePlan.isKernelSupported ? .vector : .portable }
  }

  /// The shortest and the longest needle that a table takes, in bytes.
  package static let needleLengths = 3...64

  /// Compiles a table.
  ///
  /// - Parameters:
  ///   - needles: ASCII literals of `needleLengths` bytes each.
  ///   - kernel: Which kernel to run; `.vector` needs a processor that has it.
  /// - Complexity: About the square of the number of needles once that exceeds eight.
  package init(_ needles: [[UInt8]], kernel: Kernel = .best) {
    for needle in needles {
      precondition(
        Self.needleLengths.contains(needle.count),
        "a needle of \(needle.count) bytes"
      )
      precondition(needle.allSatisfy { $0 < 0x80 }, "a needle that is not ASCII")
    }
    precondition(kernel == .portable || NeedlePlan.isKernelSupported, "no AVX2 here")
    self.needles = needles
    self.kernel = kernel
    plan = NeedlePlan(needles)
    anchors = AnchorPlan(needles)
    flat = Array(needles.joined())
    offsets = needles.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let order = needles.indices.sorted { (needles[$0][0], $0) < (needles[$1][0], $1) }
    var starts = [Int](repeating: 0, count: 257)
    for needle in needles { starts[Int(needle[0]) + 1] += 1 }
    for byte in 0..<256 { starts[byte + 1] += starts[byte] }
    self.starts = starts
    self.order = order
  }
}

/// A needle found.
package struct NeedleHit: Hashable, Sendable {
  /// The offset of the needle's first byte in what was searched.
  package let offset: Int

  /// The needle's number in its table.
  package let needle: Int

  /// Notes that the needle of that number starts at `offset`.
  package init(offset: Int, needle: Int) {
    self.offset = offset
    self.needle = needle
  }
}
