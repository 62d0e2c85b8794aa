import ByteSearch
import ScanModel
import TestSupport
import Testing

/// The kernels that this processor can run.
let kernels = NeedleTable.Kernel.allCases.filter(\.isSupported)

/// Sets of needles from few to many, alike and not alike.
let needleSets: [[[UInt8]]] = [
  ["zut_", "zqt_", "zwt_", "aky_"],
  ["zut_", "zqt_", "zwt_", "aky_", "tara", "TARA"],
  ["abc"],
  ["aaaa", "aaa", "aaaaa", "aab"],
  ["z\0u\0t\0_\0", "\0z\0u\0t\0_", "zut_", "7a75745f", "7A75745F"],
  (0..<44).map { "n\($0 * 7919 % 1_000)-\($0)xyz" },
].map { $0.map { Array($0.utf8) } }

@Suite struct NeedleTableTests {
  @Test(arguments: kernels, needleSets)
  func agreesWithTheNaiveTwinOnEveryLengthAndPlace(
    kernel: NeedleTable.Kernel,
    needles: [[UInt8]]
  ) {
    let table = NeedleTable(needles, kernel: kernel)
    let needle = needles[0]
    var disagreements: [String] = []
    for count in Array(0...150) + [191, 192, 193, 255, 256, 257] {
      let last = max(count - needle.count, 0)
      let places = Set([0, 1, 15, 16, 17, 31, 32, 61, 62, 63, 64, 65] + (last - 3...last + 3))
      for place in places where (0...count).contains(place) {
        var bytes = [UInt8](repeating: UInt8(ascii: "."), count: count)
        let end = min(place + needle.count, count)
        bytes.replaceSubrange(place..<end, with: needle.prefix(end - place))
        var found: [NeedleHit] = []
        table.search(bytes.span, into: &found)
        if found != naiveHits(needles, in: bytes) { disagreements.append("\(place) of \(count)") }
      }
    }
    #expect(disagreements == [])
  }

  @Test(arguments: kernels, needleSets)
  func agreesWithTheNaiveTwinOnRandomBytesOfFewValues(
    kernel: NeedleTable.Kernel,
    needles: [[UInt8]]
  ) {
    var random = SplitMix64(seed: 7)
    let table = NeedleTable(needles, kernel: kernel)
    let alphabet = Array(Set(needles.joined()).sorted().prefix(12)) + [0, 0xFF]
    for round in 0..<60 {
      let count = Int.random(in: 0...700, using: &random)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      let start = Int.random(in: 0...count, using: &random)
      var found: [NeedleHit] = []
      table.search(bytes.span, from: start, into: &found)
      #expect(found == naiveHits(needles, in: bytes, from: start), "round \(round), seed 7")
    }
  }

  @Test(arguments: kernels)
  func agreesWithTheNaiveTwinOnRandomBytesOfAllValues(kernel: NeedleTable.Kernel) {
    var random = SplitMix64(seed: 11)
    let bytes = (0..<60_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    for needles in needleSets {
      #expect(hits(needles, in: bytes, kernel: kernel) == naiveHits(needles, in: bytes))
    }
  }

  @Test(
    arguments: kernels,
    ["z", "_", "t", "zut_", "z_t_", "aky_", "a", "zu", "zzut_", "_tuz", "\0", "tara"]
  )
  func agreesWithTheNaiveTwinOnAdversarialRepeats(kernel: NeedleTable.Kernel, unit: String) {
    for needles in needleSets {
      for count in [63, 64, 65, 127, 128, 129, 1_000, 4_095] {
        let bytes = Array(repeatElement(Array(unit.utf8), count: count).joined().prefix(count))
        #expect(hits(needles, in: bytes, kernel: kernel) == naiveHits(needles, in: bytes))
      }
    }
  }

  @Test(arguments: kernels, [1, 9, 20, 64, 65, 130])
  func patternsAgreeWithTheNaiveTwin(kernel: NeedleTable.Kernel, count: Int) {
    var random = SplitMix64(seed: 13)
    for shortest in [3, 4] {
      let patterns = randomPatterns(count, lengths: shortest...7, &random)
      let table = NeedleTable(patterns, kernel: kernel)
      for length in Array(0...6) + Array(47...53) + Array(63...69) + [131, 700] {
        let bytes = (0..<length).map { _ in
          (patternAlphabet + [0xE1, 0xFF]).randomElement(using: &random) ?? 0
        }
        var found: [NeedleHit] = []
        table.search(bytes.span, into: &found)
        #expect(found == naiveHits(patterns, in: bytes), "\(count) patterns, \(length) bytes")
      }
    }
  }

  @Test(arguments: kernels)
  func findsANeedleAtEveryPositionOfABlockAndOfAStretch(kernel: NeedleTable.Kernel) {
    var random = SplitMix64(seed: 17)
    let patterns = randomPatterns(40, lengths: 3...6, &random)
    let table = NeedleTable(patterns, kernel: kernel)
    let literal = patterns[0].places.map { $0.bytes[0] }
    // A stretch of the kernels is 64 blocks of 48 or 64 positions.
    let around = [0, 3_072, 4_096].flatMap { max($0 - 70, 0)...$0 + 70 }
    // No pattern has a full stop, so that all hits are inside the literal.
    let expected = naiveHits(patterns, in: literal)
    var disagreements: [Int] = []
    for place in around {
      for rest in [0, 1, 66] {
        let dots = [UInt8](repeating: UInt8(ascii: "."), count: place)
        var found: [NeedleHit] = []
        let bytes = dots + literal + [UInt8](repeating: UInt8(ascii: "."), count: rest)
        table.search(bytes.span, into: &found)
        let shifted = expected.map { NeedleHit(offset: $0.offset + place, needle: $0.needle) }
        if found != shifted { disagreements.append(place) }
      }
    }
    #expect(expected.contains(NeedleHit(offset: 0, needle: 0)))
    #expect(disagreements == [])
  }

  @Test(arguments: kernels, needleSets)
  func bytesThatAreNotASCIIAreInNoNeedle(kernel: NeedleTable.Kernel, needles: [[UInt8]]) {
    for place in 0..<3 {
      var needle = needles[0]
      needle[place] |= 0x80
      let bytes = Array(repeatElement(needle, count: 30).joined())
      #expect(hits(needles, in: bytes, kernel: kernel) == naiveHits(needles, in: bytes))
    }
  }

  @Test(arguments: kernels)
  func findsNothingThatStartsBeforeTheStart(kernel: NeedleTable.Kernel) {
    let needles = [Array("zut_".utf8)]
    let bytes = Array("zut_zut_zut_".utf8)
    for start in 0...bytes.count {
      #expect(
        hits(needles, in: bytes, from: start, kernel: kernel)
          == naiveHits(needles, in: bytes, from: start)
      )
    }
  }

  @Test(arguments: kernels)
  func findsMoreHitsThanTheCandidateListHolds(kernel: NeedleTable.Kernel) {
    for count in [500, 3_000] {
      let bytes = Array(repeatElement(Array("aaaa".utf8), count: count).joined())
      let found = hits([Array("aaa".utf8)], in: bytes, kernel: kernel)
      #expect(found.map(\.offset) == Array(0..<(bytes.count - 2)))
    }
  }

  @Test func anEmptyTableFindsNothing() {
    #expect(hits([], in: Array("zut_".utf8), kernel: .best).isEmpty)
  }

  @Test func refusesANeedleThatIsTooShort() async {
    await #expect(processExitsWith: .failure) { _ = NeedleTable([[0x61, 0x62]]) }
  }
}
