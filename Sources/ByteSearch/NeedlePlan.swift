internal import ByteSearchKernel

/// The lookups that tell where a needle may start, for the C kernels.
///
/// Each needle is in one of eight groups. A plan looks at the low four bits of the first four bytes of
/// a needle, and at the bits 3 to 6 of as many of them as the estimated number of false candidates
/// makes worth it.
struct NeedlePlan: Sendable {
  /// The tables in the kernels' form: an array of one, whose address does not change.
  let tables: [byte_search_plan]

  /// The portable kernel's table of pairs; empty if another kernel searches.
  let pairs: [UInt8]

  /// How many places are looked at.
  let placeCount: Int

  /// The places of which the bits 3 to 6 are looked at too.
  let middlePlaces: [Int]

  /// The estimated share of positions that the lookups let through, needles or not.
  let possibleRate: Float

  /// The share of positions below which another lookup costs more than it saves.
  ///
  /// One costs about 2.5 cycles for 64 positions, a false candidate 7; the estimate takes bytes as
  /// independent, and text has three to five times as many.
  private static let targetRate: Float = 0.002

  /// The share of positions below which a branch for them costs less than none: one that is guessed
  /// wrongly takes about 20 cycles, noting a block that has none about 2.
  private static let fewRate: Float = 0.0002

  /// Compiles the plan of `needles`, each of at least three ASCII bytes, for a kernel.
  init(_ needles: [NeedlePattern], for kernel: byte_search_kernel) {
    let count = needles.reduce(Int(BYTE_SEARCH_PLACES)) { min($0, $1.places.count) }
    var plan = byte_search_plan()
    plan.place_count = UInt8(count)
    placeCount = count
    if kernel == BYTE_SEARCH_WIDE {
      // Whole bytes are looked up: the tables of bits are not.
      let bytes = needles.map { PlaceBytes($0, placeCount: count) }
      var groups = NeedleGroups(bytes, BitFrequency())
      groups.regroup(bytes)
      possibleRate = groups.rate
      middlePlaces = Array(0..<count)
      plan.fillByteTables(needles, groups.numbers, placeCount: count)
    } else {
      let bits = needles.map { PlaceBits($0, placeCount: count) }
      var groups = NeedleGroups(bits, BitFrequency())
      middlePlaces = Self.middlePlaces(of: groups, placeCount: count)
      groups.regroup(bits.map { [middlePlaces] in $0.looked(at: middlePlaces) })
      possibleRate = groups.rate
      let slots = middlePlaces + (0..<count).filter { [middlePlaces] in !middlePlaces.contains($0) }
      plan.fillBitTables(groups.groups, slots: slots)
      plan.fillByteTables(needles, groups.numbers, placeCount: count)
    }
    plan.middle_count = UInt8(middlePlaces.count)
    plan.expects_few = possibleRate < Self.fewRate
    tables = [plan]
    pairs = kernel == BYTE_SEARCH_PORTABLE ? Self.pairs(of: needles, placeCount: count) : []
  }

  /// The places whose bits 3 to 6 must be looked at.
  private static func middlePlaces(of groups: NeedleGroups<PlaceBits>, placeCount: Int) -> [Int] {
    var places = Array(0..<placeCount)
    while !places.isEmpty {
      var best = (places: places, rate: Float.infinity)
      for index in places.indices {
        var rest = places
        rest.remove(at: index)
        let rate = groups.rate(middlePlaces: rest)
        if rate < best.rate { best = (rest, rate) }
      }
      guard best.rate <= targetRate else { break }
      places = best.places
    }
    return places
  }

  /// The pairs of bytes that needles have, and at which places.
  private static func pairs(of needles: [NeedlePattern], placeCount: Int) -> [UInt8] {
    var pairs = [UInt8](repeating: 0, count: Int(BYTE_SEARCH_PAIRS))
    for needle in needles {
      for place in 0..<placeCount - 1 {
        let bit: UInt8 = 1 << UInt8(placeCount - 2 - place)
        needle.places[place].forEachASCII { first in
          needle.places[place + 1].forEachASCII { pairs[Int(first) | Int($0) << 8] |= bit }
        }
      }
    }
    return pairs
  }
}

extension byte_search_plan {
  /// Writes the groups' bits, the place of each slot in that order.
  fileprivate mutating func fillBitTables(_ groups: [PlaceBits], slots: [Int]) {
    unsafe withUnsafeMutableBytes(of: &slot_place) {
      unsafe $0.copyBytes(from: slots.map(UInt8.init))
    }
    let low = Self.bitTable(groups.map(\.low), slots: slots)
    let middle = Self.bitTable(groups.map(\.middle), slots: slots)
    // The imported struct's arrays are tuples; their bytes are laid out as in C.
    unsafe withUnsafeMutableBytes(of: &low_table) { unsafe $0.copyBytes(from: low) }
    unsafe withUnsafeMutableBytes(of: &middle_table) { unsafe $0.copyBytes(from: middle) }
  }

  /// For each slot and each value of four bits, the groups that have it.
  private static func bitTable(_ groups: [SIMD4<UInt16>], slots: [Int]) -> [UInt8] {
    var table = [UInt8](repeating: 0, count: 16 * Int(BYTE_SEARCH_PLACES))
    for (slot, place) in slots.enumerated() {
      for (number, bits) in groups.enumerated() {
        var rest = bits[place]
        while rest != 0 {
          table[16 * slot + rest.trailingZeroBitCount] |= 1 << UInt8(number)
          rest &= rest - 1
        }
      }
    }
    return table
  }

  /// Writes the bytes that each group and each needle has.
  fileprivate mutating func fillByteTables(
    _ needles: [NeedlePattern],
    _ groups: [Int],
    placeCount: Int
  ) {
    let places = Int(BYTE_SEARCH_PLACES)
    var bytes = [UInt8](repeating: 0, count: 128 * places)
    var words = [UInt64](repeating: 0, count: 256 * places)
    for index in 256 * placeCount..<words.count { words[index] = .max }
    for (number, needle) in needles.enumerated() {
      // Needles that follow each other look alike; beyond 64, neighbours share a bit.
      let bit = needles.count <= 64 ? number : 64 * number / needles.count
      for place in 0..<placeCount {
        needle.places[place].forEachASCII { byte in
          bytes[128 * place + Int(byte)] |= 1 << UInt8(groups[number])
          words[256 * place + Int(byte)] |= 1 << UInt64(bit)
        }
      }
    }
    unsafe withUnsafeMutableBytes(of: &byte_table) { unsafe $0.copyBytes(from: bytes) }
    unsafe words.withUnsafeBytes { words in
      unsafe withUnsafeMutableBytes(of: &needle_table) { unsafe $0.copyMemory(from: words) }
    }
  }
}
