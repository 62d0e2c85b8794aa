import ScanModel
import Testing

@testable import ByteSearch

@Suite struct NeedlePlanTests {
  @Test func looksAtLowBitsAloneForFewNeedlesAndAtMoreForMany() {
    let few = ["zut_", "zqt_", "zwt_", "aky_"].map { NeedlePattern(Array($0.utf8)) }
    #expect(NeedleTable(few, kernel: .portable).plan.middlePlaces == [])
    var random = SplitMix64(seed: 5)
    let many = randomPatterns(60, lengths: 4...4, &random)
    let table = NeedleTable(many, kernel: .portable)
    #expect(!table.plan.middlePlaces.isEmpty)
    #expect(table.plan.possibleRate < 0.1)
  }

  @Test func theShortestNeedleTellsHowManyPlacesAreLookedAt() {
    for (needles, count) in [(["abcd", "abc"], 3), (["abcd", "abcde"], 4)] {
      let table = NeedleTable(needles.map { NeedlePattern(Array($0.utf8)) })
      #expect(table.plan.placeCount == count)
    }
  }

  @Test func onlyThePortableKernelHasPairs() {
    let needles = ["abcd", "xbc"].map { NeedlePattern(Array($0.utf8)) }
    let pairs = NeedleTable(needles, kernel: .portable).plan.pairs
    let expected: [String: UInt8] = ["ab": 2, "bc": 1, "xb": 2]
    #expect(pairs.count == 1 << 16)
    #expect(pairs.count { $0 != 0 } == expected.count)
    for (pair, bits) in expected {
      let bytes = Array(pair.utf8)
      #expect(pairs[Int(bytes[0]) | Int(bytes[1]) << 8] == bits)
    }
    for kernel in kernels where kernel != .portable {
      #expect(NeedleTable(needles, kernel: kernel).plan.pairs.isEmpty)
    }
  }
}
