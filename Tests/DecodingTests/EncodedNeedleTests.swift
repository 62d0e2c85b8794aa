import ByteSearch
import ScanModel
import TestSupport
import Testing

@testable import Decoding

@Suite struct EncodedNeedleTests {
  /// Prefixes of three bytes are missing: a line end in the middle of one hides it.
  private static let prefixes = ["zut_", "aky_", "acme_key_", "AB12cd"].map {
    Array($0.utf8)
  }

  @Test(arguments: TextEncoding.simple.filter { !$0.variant.hasPrefix("partly") }, prefixes)
  func everyEncodedPrefixHoldsANeedle(encoding: TextEncoding, prefix: [UInt8]) {
    let needles = EncodedNeedle.needles(keys: [prefix], identifiers: [], depth: 1)
    var random = SplitMix64(seed: 1)
    for round in 0..<100 {
      let before = Array(repeating: UInt8(ascii: "x"), count: round)
      let after = (0..<80).map { _ in UInt8.random(in: 0x20...0x7A, using: &random) }
      let encoded = encoding.encode(before + prefix + after)
      let carrier = encoded.carrier(of: before.count..<before.count + prefix.count)
      let hits = (carrier.lowerBound..<carrier.upperBound).filter { offset in
        needles.contains { needle in
          needle.pattern.stands(at: offset - needle.anchor, in: encoded.bytes.span)
        }
      }
      #expect(!hits.isEmpty, "round \(round)")
    }
  }

  @Test func thereAreNoneWithoutDecoding() {
    #expect(EncodedNeedle.needles(keys: Self.prefixes, identifiers: [], depth: 0) == [])
  }

  @Test func prefixesThatEndAlikeShareTheirNeedles() {
    let one = EncodedNeedle.needles(keys: [Array("zut_".utf8)], identifiers: [], depth: 2)
    let three = EncodedNeedle.needles(
      keys: ["zut_", "zqt_", "zwt_"].map { Array($0.utf8) },
      identifiers: [],
      depth: 2
    )
    #expect(one.count == three.count)
  }
}
