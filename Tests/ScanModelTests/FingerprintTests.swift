import ScanModel
import Testing

@Suite struct FingerprintTests {
  /// Digests computed by `sha256sum`; those of the second have every word's top bit set, those of
  /// the third have words that start with zeros.
  @Test(arguments: [
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("5", "ef2d127de37b942baad06145e54b0c619a1f22327b2ebbcfbec78f5564afe39d"),
    ("98", "29db0c6782dbd5000559ef4d9e953e300e2b479eed26d887ef3f92b921c06a67"),
  ])
  func isWrittenAsSHA256AndReadBack(text: String, digest: String) {
    let fingerprint = Fingerprint(of: Array(text.utf8).span)
    #expect(fingerprint.description == "sha256:" + digest)
    #expect(Fingerprint(parsing: "sha256:" + digest) == fingerprint)
  }

  @Test func survivesTheRoundTripForAnyBytes() {
    var generator = SplitMix64(seed: 1)
    let failures = (0..<500).filter { _ in
      let fingerprint = Fingerprint(of: bytes(generator.next()).span)
      return Fingerprint(parsing: fingerprint.description) != fingerprint
    }
    #expect(failures == [])
  }

  @Test func refusesEverythingElse() {
    let digits = String(repeating: "0f", count: 32)
    let short = String(digits.dropLast())
    let wrong: [String] = [
      "", digits, "sha256:", "sha256:\(short)", "sha256:\(digits)0", "SHA256:\(digits)",
      "sha256:\(digits.uppercased())", "sha256:\(short)g", "sha256:\(short.dropLast())é",
      "sha256:\u{301}\(short.dropLast())", " sha256:\(short)", "sha512:\(digits)",
      "sha256-\(digits)", "sha256:\(short)\0",
    ]
    #expect(wrong.filter { Fingerprint(parsing: $0) != nil } == [])
  }

  @Test func ordersAsItsTextDoes() {
    var generator = SplitMix64(seed: 2)
    let fingerprints = (0..<200).map { _ in
      Fingerprint(of: bytes(generator.next()).span)
    }
    let texts = fingerprints.map(\.description)
    #expect(fingerprints.sorted().map(\.description) == texts.sorted())
    #expect(fingerprints.allSatisfy { !($0 < $0) })
  }

  @Test func ordersByTheFirstWordThatDiffers() throws {
    let zeros = String(repeating: "0", count: 64)
    for place in 0..<64 {
      var digits = Array(zeros)
      digits[place] = "8"
      let larger = try #require(Fingerprint(parsing: "sha256:" + String(digits)))
      let smaller = try #require(Fingerprint(parsing: "sha256:" + zeros))
      #expect(smaller < larger && !(larger < smaller) && larger != smaller)
    }
  }

  /// The bytes of a word, least significant first.
  private func bytes(_ word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
  }
}
