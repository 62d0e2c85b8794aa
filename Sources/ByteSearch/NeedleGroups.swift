/// Needles in eight groups, so that bytes which fit a group by their bits seldom fit it by chance.
///
/// With up to eight needles each has a group of its own. More are put where each lets the fewest more
/// positions through, one after the other, and then again each where it does now that all the others
/// have a place. Merging the two groups that suit each other best until eight are left took eight times
/// as long, and let as many positions through.
struct NeedleGroups<Bits: PlaceSet> {
  /// The number of groups: the bits of a byte.
  static var count: Int { 8 }

  /// The bits of each group's needles; of fewer groups than `count` if there are fewer needles.
  private(set) var groups: [Bits] = []

  /// The number of each needle's group.
  private(set) var numbers: [Int] = []

  /// The estimated share of positions that each group lets through.
  private var rates: [Float] = []

  private let frequency: BitFrequency

  /// The number of needles beyond which looking at each again takes too long.
  private static var maximumRefinedCount: Int { 256 }

  /// Groups needles that have such bits, telling them apart by all of them.
  init(_ needles: [Bits], _ frequency: BitFrequency) {
    self.frequency = frequency
    numbers.reserveCapacity(needles.count)
    for needle in needles {
      if groups.count < Self.count {
        numbers.append(groups.count)
        groups.append(needle)
        rates.append(needle.rate(frequency))
      } else {
        let number = best(for: needle).number
        numbers.append(number)
        add(needle, to: number)
      }
    }
    refine(needles, rounds: 1)
  }

  /// Looks at other bits of the same needles, and puts each where it suits best by these.
  mutating func regroup(_ needles: [Bits]) {
    for number in groups.indices { groups[number] = Bits() }
    for (needle, number) in zip(needles, numbers) { groups[number].formUnion(needle) }
    rates = groups.map { $0.rate(frequency) }
    refine(needles, rounds: 3)
  }

  /// Moves each needle to the group that suits it best, up to that often.
  private mutating func refine(_ needles: [Bits], rounds: Int) {
    guard (Self.count + 1...Self.maximumRefinedCount).contains(needles.count) else { return }
    var rest = rounds
    while rest > 0, refine(needles) { rest -= 1 }
  }

  /// Moves each needle to the group that suits it best; whether one has moved.
  private mutating func refine(_ needles: [Bits]) -> Bool {
    var hasMoved = false
    for (index, needle) in needles.enumerated() {
      let old = numbers[index]
      var rest = Bits()
      for (other, number) in numbers.enumerated() where number == old && other != index {
        rest.formUnion(needles[other])
      }
      let restRate = rest.rate(frequency)
      let (number, cost) = best(for: needle)
      if number == old || cost >= rates[old] - restRate { continue }
      groups[old] = rest
      rates[old] = restRate
      add(needle, to: number)
      numbers[index] = number
      hasMoved = true
    }
    return hasMoved
  }

  /// The group that lets the fewest more positions through with `needle`, and how many more.
  private func best(for needle: Bits) -> (number: Int, cost: Float) {
    var best = (number: 0, cost: Float.infinity)
    for number in groups.indices {
      var union = groups[number]
      union.formUnion(needle)
      let cost = union == groups[number] ? 0 : union.rate(frequency) - rates[number]
      if cost < best.cost { best = (number, cost) }
    }
    return best
  }

  private mutating func add(_ needle: Bits, to number: Int) {
    groups[number].formUnion(needle)
    rates[number] = groups[number].rate(frequency)
  }

  /// The estimated share of positions that pass some group.
  var rate: Float { rates.reduce(0, +) }
}

extension NeedleGroups<PlaceBits> {
  /// The same if the bits 3 to 6 are looked at in those places only.
  func rate(middlePlaces: [Int]) -> Float {
    groups.reduce(0) { $0 + frequency.rate(of: $1.looked(at: middlePlaces)) }
  }
}

/// What a kernel can tell of the first four bytes of some needles.
protocol PlaceSet: Equatable {
  /// That of no needle.
  init()

  /// Adds what other needles have.
  mutating func formUnion(_ other: Self)

  /// The estimated share of positions that it fits.
  func rate(_ frequency: BitFrequency) -> Float
}

/// The bytes that some needles have at their first four places.
struct PlaceBytes: PlaceSet {
  private var first = ByteClass()
  private var second = ByteClass()
  private var third = ByteClass()
  private var fourth = ByteClass()

  init() {}

  /// The bytes of one needle; all bytes at a place that not every needle has.
  init(_ needle: NeedlePattern, placeCount: Int) {
    func bytes(_ place: Int) -> ByteClass {
      place < placeCount ? needle.places[place] : ByteClass(Array(0..<0x80))
    }
    (first, second, third, fourth) = (bytes(0), bytes(1), bytes(2), bytes(3))
  }

  mutating func formUnion(_ other: PlaceBytes) {
    first = first.union(other.first)
    second = second.union(other.second)
    third = third.union(other.third)
    fourth = fourth.union(other.fourth)
  }

  func rate(_ frequency: BitFrequency) -> Float {
    frequency.share(of: first) * frequency.share(of: second) * frequency.share(of: third)
      * frequency.share(of: fourth)
  }
}

/// What some needles have at their first four places, of the bits of bytes.
struct PlaceBits: PlaceSet {
  /// One bit for each value of the low four bits that a byte has there.
  var low = SIMD4<UInt16>.zero

  /// One bit for each value of the bits 3 to 6.
  var middle = SIMD4<UInt16>.zero

  /// The bits of nothing.
  init() {}

  /// The bits of one needle; all bits at a place that not every needle has.
  init(_ needle: NeedlePattern, placeCount: Int) {
    for place in 0..<4 {
      if place >= placeCount {
        low[place] = 0xFFFF
        middle[place] = 0xFFFF
      } else {
        needle.places[place].forEachASCII { byte in
          low[place] |= 1 << UInt16(byte & 0xF)
          middle[place] |= 1 << UInt16(byte >> 3)
        }
      }
    }
  }

  /// The same with all the bits 3 to 6 in the other places, as if they were not looked at.
  func looked(at middlePlaces: [Int]) -> PlaceBits {
    var bits = self
    for place in 0..<4 where !middlePlaces.contains(place) { bits.middle[place] = 0xFFFF }
    return bits
  }

  /// Adds what other needles have.
  mutating func formUnion(_ other: PlaceBits) {
    low |= other.low
    middle |= other.middle
  }

  func rate(_ frequency: BitFrequency) -> Float { frequency.rate(of: self) }
}

/// How frequent bytes with some of the low bits and some of the bits 3 to 6 are.
struct BitFrequency {
  /// The sums over the bytes of one value of the bits 3 to 6: for each of the 16 values two times 16,
  /// by which of the four lower, and which of the four upper of the eight bytes count.
  private let sums: [Float]

  /// The sums over the bytes of each value of the low four bits, for each set of four of the values.
  private let lowSums: [Float]

  init() {
    var sums = [Float](repeating: 0, count: 16 * 32)
    for half in 0..<32 {
      for set in 1..<16 {
        let byte = 4 * half + set.trailingZeroBitCount
        sums[16 * half + set] = sums[16 * half + set & (set - 1)] + ByteFrequency.perMillion[byte]
      }
    }
    self.sums = sums.map { $0 / 1_000_000 }
    var lowSums = [Float](repeating: 0, count: 4 * 16)
    for set in 0..<64 {
      // The bytes whose bits 0 to 3 are in the set have any bits 4 to 6.
      for high in 0..<8 { lowSums[set] += self.sums[16 * (4 * high + set / 16) + set % 16] }
    }
    self.lowSums = lowSums
  }

  /// The estimated share of positions that such bytes follow; places are taken as independent.
  func rate(of bits: PlaceBits) -> Float {
    share(bits.low[0], bits.middle[0]) * share(bits.low[1], bits.middle[1])
      * share(bits.low[2], bits.middle[2]) * share(bits.low[3], bits.middle[3])
  }

  /// The estimated share of bytes that are in `set`.
  func share(of set: ByteClass) -> Float {
    var share: Float = 0
    set.forEachASCIIQuarter { start, quarter in share += sums[4 * start + quarter] }
    return share
  }

  private func share(_ low: UInt16, _ middle: UInt16) -> Float {
    if middle == 0xFFFF {
      return lowSums[Int(low & 0xF)] + lowSums[16 + Int(low >> 4 & 0xF)]
        + lowSums[32 + Int(low >> 8 & 0xF)] + lowSums[48 + Int(low >> 12)]
    }
    var share: Float = 0
    var rest = middle
    while rest != 0 {
      let value = rest.trailingZeroBitCount
      rest &= rest &- 1
      // Bit 3 of a byte is the lowest of the bits 3 to 6.
      let lows = Int(low >> (8 * UInt16(value & 1)))
      share += sums[32 * value + lows & 0xF] + sums[32 * value + 16 + lows >> 4 & 0xF]
    }
    return share
  }
}
