import Rules
import ScanModel
import Testing

@Suite struct SplitMix64Tests {
  /// The first numbers of the reference implementation (Vigna, splitmix64.c) for this seed.
  @Test func givesTheNumbersOfTheReference() {
    var generator = SplitMix64(seed: 1_234_567)
    #expect(generator.next() == 6_457_827_717_110_365_317)
    #expect(generator.next() == 3_203_168_211_198_807_973)
    #expect(generator.next() == 9_817_491_932_198_370_423)
  }
}
