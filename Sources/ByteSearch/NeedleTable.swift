internal import ByteSearchKernel

/// The literals that one pass over a content looks for.
///
/// The table is compiled once: a plan for the kernel, and an index by first byte for the exact check of
/// what it lets through. A few needles or a few dozen make no difference to how it is used.
package struct NeedleTable: Sendable {
  /// The needles, in the order in which hits number them.
  package let needles: [NeedlePattern]

  /// What the kernel looks at.
  let plan: NeedlePlan

  /// All needles' places, one after the other.
  let flat: [ByteClass]

  /// Where each needle starts in `flat`, and at the end where the last one ends.
  let offsets: [Int]

  /// For each first byte, the numbers of the needles that may start with it: the slice
  /// `order[starts[byte]..<starts[byte + 1]]`.
  let starts: [Int]

  /// The needles' numbers, grouped by first byte.
  let order: [Int]

  /// The kernel that `search` runs.
  let kernel: Kernel

  /// The ways to find candidates; all find the same hits.
  package enum Kernel: Sendable, CaseIterable {
    /// Whole bytes looked up, for processors with AVX-512 VBMI.
    case wide
    /// Halves of bytes looked up, for processors with AVX2 or NEON.
    case vector
    /// Pairs of bytes looked up one after the other, for every other processor.
    case portable

    /// The kernel for this processor.
    package static var best: Kernel { allCases.first(where: \.isSupported) ?? .portable }

    /// Whether this processor can run it.
    package var isSupported: Bool { byte_search_is_supported(code) }

    /// What the C library calls it.
    var code: byte_search_kernel {
      switch self {
      case .wide: BYTE_SEARCH_WIDE
      case .vector: BYTE_SEARCH_VECTOR
      case .portable: BYTE_SEARCH_PORTABLE
      }
    }
  }

  /// The shortest and the longest needle that a table takes, in bytes.
  package static let needleLengths = 3...64

  /// Compiles a table of literals.
  ///
  /// - Parameters:
  ///   - needles: ASCII literals of `needleLengths` bytes each.
  ///   - kernel: Which kernel to run, one that this processor supports.
  /// - Complexity: About the square of the number of needles, of up to 256 of them.
  package init(_ needles: [[UInt8]], kernel: Kernel = .best) {
    self.init(needles.map { NeedlePattern($0) }, kernel: kernel)
  }

  /// Compiles a table of patterns.
  ///
  /// - Parameters:
  ///   - needles: Patterns of ASCII bytes, of `needleLengths` places each.
  ///   - kernel: Which kernel to run, one that this processor supports.
  /// - Complexity: About the square of the number of needles, of up to 256 of them.
  package init(_ needles: [NeedlePattern], kernel: Kernel = .best) {
    for needle in needles {
      let count = needle.places.count
      precondition(Self.needleLengths.contains(count), "a needle of \(count) bytes")
      precondition(
        needle.places.allSatisfy { $0.isASCII && !$0.isEmpty },
        "a needle that is not ASCII"
      )
    }
    precondition(kernel.isSupported, "this processor has no \(kernel) kernel")
    self.needles = needles
    self.kernel = kernel
    plan = NeedlePlan(needles, for: kernel.code)
    flat = needles.flatMap(\.places)
    var (offsets, counts) = ([0], [Int](repeating: 0, count: 257))
    for needle in needles {
      offsets.append(offsets[offsets.count - 1] + needle.places.count)
      needle.places[0].forEachASCII { counts[Int($0) + 1] += 1 }
    }
    for byte in 0..<256 { counts[byte + 1] += counts[byte] }
    starts = counts
    var order = [Int](repeating: 0, count: counts[256])
    for (number, needle) in needles.enumerated() {
      needle.places[0].forEachASCII { byte in
        order[counts[Int(byte)]] = number
        counts[Int(byte)] += 1
      }
    }
    self.offsets = offsets
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
