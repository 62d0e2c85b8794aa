internal import ByteSearchKernel

/// The lookups that tell where a needle may start, for the C kernel.
///
/// Each needle goes into one of eight buckets; with more than eight needles, those that look alike
/// share one. Every plan looks at low nibbles at up to four places; high nibbles are added while the
/// estimated number of false candidates is worth more than another lookup costs.
struct NeedlePlan: Sendable {
  /// The tables in the kernel's form.
  private(set) var tables = byte_search_plan()

  /// The estimated share of positions in source text that are candidates, needles or not.
  private(set) var candidateRate: Double

  /// Whether this processor can run the kernel.
  static let isKernelSupported = byte_search_is_supported()

  /// The share of positions below which another lookup costs more than it saves: a false candidate
  /// takes about 5 ns, another lookup about 0.1 ns for each 64 bytes.
  private static let targetRate = 1.0 / 2_000

  /// Compiles the plan of `needles`, each of at least three ASCII bytes.
  init(_ needles: [[UInt8]]) {
    let places = min(needles.map(\.count).min() ?? 0, Int(BYTE_SEARCH_MAXIMUM_LOOKUPS))
    let buckets = Self.grouped(needles.map { Bucket($0.prefix(places)) }, into: 8)

    let lowCount = max(places, 1)
    var highPlaces: [Int] = []
    var rate = Self.rate(of: buckets, highPlaces: highPlaces)
    while rate > Self.targetRate, highPlaces.count < places {
      let rest = (0..<places).filter { !highPlaces.contains($0) }
      let best = rest.min {
        Self.rate(of: buckets, highPlaces: highPlaces + [$0])
          < Self.rate(of: buckets, highPlaces: highPlaces + [$1])
      }
      guard let best else { break }
      highPlaces.append(best)
      rate = Self.rate(of: buckets, highPlaces: highPlaces)
    }
    candidateRate = rate
    fillTables(buckets, lowCount: lowCount, highPlaces: highPlaces)
  }

  /// Writes the buckets' nibble sets into the kernel's tables.
  private mutating func fillTables(_ buckets: [Bucket], lowCount: Int, highPlaces: [Int]) {
    var low = [UInt8](repeating: 0, count: 64)
    var high = [UInt8](repeating: 0, count: 64)
    for (number, bucket) in buckets.enumerated() {
      for nibble in 0..<16 {
        for place in 0..<min(lowCount, bucket.low.count) where bucket.low[place].has(nibble) {
          low[16 * place + nibble] |= 1 << UInt8(number)
        }
        for (index, place) in highPlaces.enumerated() where bucket.high[place].has(nibble) {
          high[16 * index + nibble] |= 1 << UInt8(number)
        }
      }
    }
    tables.low_count = UInt8(lowCount)
    tables.high_count = UInt8(highPlaces.count)
    // The imported struct's arrays are tuples; their bytes are laid out as in C.
    unsafe withUnsafeMutableBytes(of: &tables.low_table) { unsafe $0.copyBytes(from: low) }
    unsafe withUnsafeMutableBytes(of: &tables.high_table) { unsafe $0.copyBytes(from: high) }
    unsafe withUnsafeMutableBytes(of: &tables.low_offset) {
      unsafe $0.copyBytes(from: (0..<4).map(UInt8.init))
    }
    let offsets = highPlaces.map(UInt8.init)
    unsafe withUnsafeMutableBytes(of: &tables.high_offset) {
      unsafe $0.copyBytes(from: offsets)
    }
  }

  /// Merges buckets, each time the two whose union lets the fewest more candidates through, until
  /// `count` are left.
  private static func grouped(_ single: [Bucket], into count: Int) -> [Bucket] {
    var buckets: [Bucket?] = single
    // What merging each pair costs, known once and again only for the pairs of a merged bucket.
    var costs = single.map { left in single.map { left.costOfMerging($0) } }
    for _ in 0..<max(single.count - count, 0) {
      var best = (cost: Double.infinity, left: 0, right: 0)
      for left in buckets.indices where buckets[left] != nil {
        for right in buckets.indices.dropFirst(left + 1) where buckets[right] != nil {
          if costs[left][right] < best.cost { best = (costs[left][right], left, right) }
        }
      }
      guard let left = buckets[best.left], let right = buckets[best.right] else { break }
      let union = left.union(right)
      buckets[best.left] = union
      buckets[best.right] = nil
      for (other, bucket) in buckets.enumerated() {
        guard let bucket else { continue }
        let cost = union.costOfMerging(bucket)
        costs[best.left][other] = cost
        costs[other][best.left] = cost
      }
    }
    return buckets.compactMap(\.self)
  }

  /// The estimated share of positions at which some bucket passes.
  private static func rate(of buckets: [Bucket], highPlaces: [Int]) -> Double {
    buckets.reduce(0) { $0 + $1.rate(highPlaces: highPlaces) }
  }
}

/// The nibbles that the needles of one bucket have at each place.
private struct Bucket {
  var low: [NibbleSet]
  var high: [NibbleSet]

  /// The estimated share of positions that pass all low lookups and all high ones.
  let rate: Double

  init(_ bytes: ArraySlice<UInt8>) {
    self.init(low: bytes.map { NibbleSet($0 & 0xF) }, high: bytes.map { NibbleSet($0 >> 4) })
  }

  private init(low: [NibbleSet], high: [NibbleSet]) {
    self.low = low
    self.high = high
    rate = zip(low, high).reduce(1) { $0 * $1.0.lowShare * $1.1.highShare }
  }

  func union(_ other: Bucket) -> Bucket {
    Bucket(
      low: zip(low, other.low).map { $0.union($1) },
      high: zip(high, other.high).map { $0.union($1) }
    )
  }

  /// How many more positions pass when both buckets are one.
  func costOfMerging(_ other: Bucket) -> Double {
    union(other).rate - rate - other.rate
  }

  /// The estimated share of positions that pass all low lookups and those high ones.
  func rate(highPlaces: [Int]) -> Double {
    let lowRate = low.reduce(1) { $0 * $1.lowShare }
    return highPlaces.reduce(lowRate) { $0 * high[$1].highShare }
  }
}

/// A set of the values 0 to 15.
private struct NibbleSet {
  private let bits: UInt16

  init(_ nibble: UInt8) { bits = 1 << UInt16(nibble) }
  private init(bits: UInt16) { self.bits = bits }

  func has(_ nibble: Int) -> Bool { bits >> UInt16(nibble) & 1 != 0 }
  func union(_ other: NibbleSet) -> NibbleSet { NibbleSet(bits: bits | other.bits) }

  /// The share of bytes in source text whose low nibble is in the set.
  var lowShare: Double { Self.share(bits, Self.lowShares) }

  /// The share of bytes in source text whose high nibble is in the set.
  var highShare: Double { Self.share(bits, Self.highShares) }

  private static func share(_ bits: UInt16, _ shares: [Double]) -> Double {
    (0..<16).reduce(0) { bits >> UInt16($1) & 1 != 0 ? $0 + shares[$1] : $0 }
  }

  /// Counted over 50 MB of C headers, Python and JavaScript.
  private static let lowShares = [
    0.217, 0.061, 0.044, 0.064, 0.080, 0.093, 0.041, 0.026,
    0.046, 0.070, 0.056, 0.023, 0.048, 0.046, 0.056, 0.089,
  ]

  /// Counted over the same text.
  private static let highShares = [
    0.033, 0.002, 0.288, 0.074, 0.062, 0.055, 0.284, 0.194,
    0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001,
  ]
}
