import Rules
import ScanModel
import TestSupport
import Testing

@testable import Matching

@Suite struct EncodedSearchTests {
  /// What is found, and the rules whose words are.
  private struct Found: Equatable {
    var matches: [Match] = []
    var wordsSeen: UInt64 = 0
  }

  private typealias Search = (_ piece: [UInt8], Range<Int>, Int, inout MatchScratch) -> Void

  private static let matchers = Result {
    let rules = try RuleSet.builtin()
    return (1...3).map { Matcher(rules, decodeDepth: $0) }
  }

  private func found(_ matcher: Matcher, in text: [UInt8], by size: Int, _ search: Search) -> Found
  {
    var scratch = MatchScratch()
    var found = Found()
    var base = 0
    for start in stride(from: 0, to: max(text.count, 1), by: size) {
      let end = min(start + size, text.count)
      let newBase = max(0, start - matcher.maximumLookbehind)
      scratch.countMatches(from: newBase - base)
      base = newBase
      let piece = Array(text[base..<min(end + matcher.maximumLookahead, text.count)])
      search(piece, start - base..<end - base, base, &scratch)
      found.matches += scratch.takeMatches(endingBy: end == text.count ? .max : end - base)
        .map { $0.counted(from: -base) }
    }
    found.wordsSeen = scratch.wordsSeen
    return found
  }

  /// What the matcher finds in pieces of `size` bytes.
  private func found(_ matcher: Matcher, in text: [UInt8], by size: Int) -> Found {
    found(matcher, in: text, by: size) { piece, starts, origin, scratch in
      matcher.search(piece.span, starts: starts, origin: origin, into: &scratch)
    }
  }

  /// What its twin finds in pieces of `size` bytes.
  private func expected(_ matcher: Matcher, in text: [UInt8], by size: Int) -> Found {
    found(matcher, in: text, by: size) { piece, starts, origin, scratch in
      NaiveEncodedSearch.search(matcher, piece, starts: starts, origin: origin, into: &scratch)
    }
  }

  @Test(arguments: 1...6)
  func agreesWithItsTwinOnTextsFullOfNeedles(seed: UInt64) throws {
    var encoded = EncodedHostileText(seed: seed)
    let matchers = try Self.matchers.get()
    var matchCount = 0
    for round in 0..<12 {
      let text = encoded.next(byteCount: round == 0 ? 9_000 : 1_500)
      let matcher = matchers[(round + 1) % 3]
      let whole = found(matcher, in: text, by: .max)
      matchCount += whole.matches.count
      #expect(whole == expected(matcher, in: text, by: .max), "round \(round)")
      for size in [700, 3_001] where size < text.count {
        let inPieces = found(matcher, in: text, by: size)
        #expect(inPieces == expected(matcher, in: text, by: size), "round \(round) by \(size)")
        #expect(inPieces.matches == whole.matches, "round \(round) by \(size)")
      }
    }
    #expect(matchCount > 10)
  }

  @Test(arguments: TextEncoding.simple + TextEncoding.nested)
  func agreesWithItsTwinOnPrefixesInARow(encoding: TextEncoding) throws {
    let matcher = try Self.matchers.get()[1]
    var random = SplitMix64(seed: 9)
    let units = ["zqt_", "zqt_AA", "zqt_xxxxxxxx,", "zut_\n", "aky_1234 "]
    for unit in units {
      let prefixes = Array(String(repeating: unit, count: 600 / unit.utf8.count).utf8)
      let key = try FakeKeys.expand(" {key:zwt:\(random.next())} ")
      let text = encoding.encode(prefixes + key + prefixes).bytes
      let all = found(matcher, in: text, by: .max)
      #expect(all == expected(matcher, in: text, by: .max), "\(unit)")
      #expect(all.matches.contains { $0.certainty == .decided(.exact) }, "\(unit)")
    }
  }
}

/// Texts full of keys and what looks like them, in all encodings, the same for the same seed.
private struct EncodedHostileText {
  private var generator: SplitMix64
  private var plain: HostileText

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
    plain = HostileText(seed: seed + 1_000)
  }

  private static let gaps: [[UInt8]] =
    ["", "", "\n", " ", "\"", "=", "%", "\\", "&", "A", "+", "%2", "&#", "vectara "].map {
      Array($0.utf8)
    } + [[0], [0xFF, 0xFE], [0, 0]]

  /// The next text, of about that many bytes.
  mutating func next(byteCount: Int) -> [UInt8] {
    var text: [UInt8] = []
    while text.count < byteCount {
      text += piece() + (Self.gaps.randomElement(using: &generator) ?? [])
    }
    return text
  }

  /// A text in up to three encodings, perhaps cut, perhaps several times.
  private mutating func piece() -> [UInt8] {
    var text = plain.next(fragmentCount: Int.random(in: 1...4, using: &generator))
      .map { $0 & 0x7F }
    for _ in 0..<Int.random(in: 0...3, using: &generator) where !text.isEmpty {
      let encoding = (TextEncoding.simple + TextEncoding.nested).randomElement(using: &generator)
      text = encoding?.encode(text).bytes.map { $0 } ?? text
      if text.count > 1_500 { break }
    }
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: return Array(text.dropFirst(Int.random(in: 0...text.count, using: &generator)))
    case 1: return Array(text.prefix(Int.random(in: 0...text.count, using: &generator)))
    case 2 where text.count < 200: return Array([text, text, text, text, text].joined())
    default: return text
    }
  }
}
