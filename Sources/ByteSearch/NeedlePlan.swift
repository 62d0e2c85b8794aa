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

  /// Whether this processor can run the kernel that looks up whole bytes.
  static let isWideKernelSupported = byte_search_wide_is_supported()

  /// The share of positions below which another lookup costs more than it saves: a false candidate
  /// takes about 5 ns, another lookup about 0.1 ns for each 64 bytes.
  private static let targetRate = 1.0 / 2_000

  /// Compiles the plan of `needles`, each of at least three ASCII bytes.
  init(_ needles: [NeedlePattern]) {
    let places = min(
      needles.map(\.places.count).min() ?? 0,
      Int(BYTE_SEARCH_MAXIMUM_LOOKUPS)
    )
    let groups = Self.grouped(needles.map { ByteBucket($0, places: places) }, into: 8)
    let buckets = groups.map(NibbleBucket.init)

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
    fillByteTable(groups)
  }

  /// Writes the buckets' bytes into the wide kernel's table.
  private mutating func fillByteTable(_ buckets: [ByteBucket]) {
    var table = [UInt8](repeating: 0, count: 128 * Int(BYTE_SEARCH_MAXIMUM_LOOKUPS))
    for (number, bucket) in buckets.enumerated() {
      for (place, bytes) in bucket.places.enumerated() {
        bytes.forEachASCII { table[128 * place + Int($0)] |= 1 << UInt8(number) }
      }
    }
    unsafe withUnsafeMutableBytes(of: &tables.byte_table) { unsafe $0.copyBytes(from: table) }
  }

  /// Writes the buckets' nibble sets into the kernel's tables.
  private mutating func fillTables(_ buckets: [NibbleBucket], lowCount: Int, highPlaces: [Int]) {
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
  private static func grouped(_ single: [ByteBucket], into count: Int) -> [ByteBucket] {
    var buckets: [ByteBucket?] = single
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
  private static func rate(of buckets: [NibbleBucket], highPlaces: [Int]) -> Double {
    buckets.reduce(0) { $0 + $1.rate(highPlaces: highPlaces) }
  }
}

/// The nibbles that the needles of one bucket have at each place.
private struct NibbleBucket {
  private(set) var low: [NibbleSet] = []
  private(set) var high: [NibbleSet] = []

  init(_ bucket: ByteBucket) {
    for bytes in bucket.places {
      var (low, high) = (NibbleSet(), NibbleSet())
      bytes.forEachASCII { byte in
        low.insert(byte & 0xF)
        high.insert(byte >> 4)
      }
      self.low.append(low)
      self.high.append(high)
    }
  }

  /// The estimated share of positions that pass all low lookups and those high ones.
  func rate(highPlaces: [Int]) -> Double {
    let lowRate = low.reduce(1) { $0 * $1.share(TextStatistics.lowShares) }
    return highPlaces.reduce(lowRate) { $0 * high[$1].share(TextStatistics.highShares) }
  }
}

/// A set of the values 0 to 15.
private struct NibbleSet {
  private var bits: UInt16 = 0

  mutating func insert(_ nibble: UInt8) { bits |= 1 << UInt16(nibble) }
  func has(_ nibble: Int) -> Bool { bits >> UInt16(nibble) & 1 != 0 }

  /// The sum of the shares of the values in the set.
  func share(_ shares: [Double]) -> Double {
    (0..<16).reduce(0) { bits >> UInt16($1) & 1 != 0 ? $0 + shares[$1] : $0 }
  }
}
