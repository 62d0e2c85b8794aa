import ScanModel
import Testing

@testable import ByteSearch

@Suite struct NeedleGroupsTests {
  private let frequency = BitFrequency()

  private func bits(_ count: Int, seed: UInt64, placeCount: Int = 4) -> [PlaceBits] {
    var random = SplitMix64(seed: seed)
    return randomPatterns(count, lengths: 4...5, &random)
      .map { PlaceBits($0, placeCount: placeCount) }
  }

  @Test func upToEightHaveAGroupEach() {
    for count in 0...8 {
      let needles = bits(count, seed: 1)
      let groups = NeedleGroups(needles, frequency)
      #expect(groups.numbers == Array(0..<count))
      #expect(groups.groups == needles)
    }
  }

  @Test(arguments: [9, 57, 300])
  func aGroupHasTheBitsOfItsNeedlesAndNoOthers(count: Int) {
    let needles = bits(count, seed: 2)
    var groups = NeedleGroups(needles, frequency)
    #expect(groups.groups == unions(needles, groups.numbers))
    let fewer = needles.map { $0.looked(at: [1, 3]) }
    groups.regroup(fewer)
    #expect(groups.groups == unions(fewer, groups.numbers))
    #expect(abs(groups.rate - groups.rate(middlePlaces: [1, 3])) < 1e-6)
  }

  private func unions(_ needles: [PlaceBits], _ numbers: [Int]) -> [PlaceBits] {
    var unions = [PlaceBits](repeating: PlaceBits(), count: 8)
    for (needle, number) in zip(needles, numbers) { unions[number].formUnion(needle) }
    return unions
  }

  @Test func lookingAgainLetsNoMoreThrough() {
    for seed in 0..<20 as Range<UInt64> {
      let needles = bits(60, seed: seed)
      var groups = NeedleGroups(needles, frequency)
      let before = groups.rate
      groups.regroup(needles)
      #expect(groups.rate <= before * 1.0001, "seed \(seed)")
    }
  }

  @Test func theRateIsThatOfTheBytesThatFit() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<200 {
      var bits = PlaceBits()
      for place in 0..<4 {
        bits.low[place] = UInt16(truncatingIfNeeded: random.next())
        bits.middle[place] =
          random.next() % 4 == 0 ? 0xFFFF : UInt16(truncatingIfNeeded: random.next())
      }
      var expected: Float = 1
      for place in 0..<4 {
        let bytes = (0..<128).filter { byte in
          bits.low[place] >> UInt16(byte & 0xF) & 1 != 0
            && bits.middle[place] >> UInt16(byte >> 3) & 1 != 0
        }
        expected *= ByteFrequency.share(of: ByteClass(bytes.map(UInt8.init)))
      }
      #expect(abs(frequency.rate(of: bits) - expected) < 1e-5)
    }
  }

  @Test func aPlaceThatNotEveryNeedleHasFitsAllBytes() {
    let needle = PlaceBits(NeedlePattern(Array("abc".utf8)), placeCount: 3)
    #expect(needle.low[3] == 0xFFFF && needle.middle[3] == 0xFFFF)
    #expect(needle.low[0] == 1 << 1 && needle.middle[0] == 1 << 12)
  }

  @Test func theRateOfBytesIsThatOfEachPlace() {
    var random = SplitMix64(seed: 4)
    for pattern in randomPatterns(100, lengths: 4...5, &random) {
      let expected = pattern.places.prefix(4).reduce(Float(1)) { $0 * ByteFrequency.share(of: $1) }
      let rate = PlaceBytes(pattern, placeCount: 4).rate(frequency)
      #expect(abs(rate - expected) <= expected * 1e-4)
    }
  }

  @Test func groupsOfBytesLetLessThroughThanGroupsOfBits() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<10 {
      let patterns = randomPatterns(60, lengths: 4...5, &random)
      let bytes = patterns.map { PlaceBytes($0, placeCount: 4) }
      var ofBytes = NeedleGroups(bytes, frequency)
      ofBytes.regroup(bytes)
      let bits = patterns.map { PlaceBits($0, placeCount: 4) }
      var ofBits = NeedleGroups(bits, frequency)
      ofBits.regroup(bits)
      #expect(ofBytes.rate < ofBits.rate)
      #expect(ofBytes.groups.count == 8)
    }
  }
}
