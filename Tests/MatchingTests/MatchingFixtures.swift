import ByteSearch
import Rules
import ScanModel

@testable import Matching

/// The built-in rules' matcher, and what it finds, in the twin's words.
struct Subject {
  let matcher: Matcher

  /// The subject that all tests share; reading the rules takes a while in a build for debugging.
  private static let shared = Result { Matcher(try RuleSet.builtin()) }

  init() throws {
    matcher = try Self.shared.get()
  }

  init(_ rules: RuleSet, kernel: NeedleTable.Kernel) {
    matcher = Matcher(rules, kernel: kernel)
  }

  /// What one search of all of `bytes` finds.
  func found(in bytes: [UInt8]) -> [NaiveMatcher.Found] {
    var scratch = MatchScratch()
    matcher.search(bytes.span, starts: 0..<bytes.count, into: &scratch)
    return scratch.matches.map { found($0) }
  }

  /// What searches of the pieces between `seams` find, each with no more around it than promised.
  func found(in text: [UInt8], seams: [Int]) -> [NaiveMatcher.Found] {
    var scratch = MatchScratch()
    var found: [NaiveMatcher.Found] = []
    var base = 0
    for (start, end) in zip([0] + seams, seams + [text.count]) {
      let newBase = max(0, start - matcher.maximumLookbehind)
      scratch.countMatches(from: newBase - base)
      base = newBase
      let piece = Array(text[base..<min(end + matcher.maximumLookahead, text.count)])
      matcher.search(piece.span, starts: start - base..<end - base, into: &scratch)
      let isLast = end == text.count
      found += scratch.takeMatches(endingBy: isLast ? Int.max : end - base)
        .map { self.found($0, base: base) }
    }
    return found
  }

  /// A match in the twin's words; its content starts at `base` of the whole.
  func found(_ match: Match, base: Int = 0) -> NaiveMatcher.Found {
    NaiveMatcher.Found(
      prefix: String(decoding: matcher.rules.rules[match.ruleIndex].prefix, as: UTF8.self),
      range: base + match.range.lowerBound..<base + match.range.upperBound,
      certainty: match.certainty,
      customerID: match.customerID
    )
  }

  /// What the matches in a content come to, in order.
  func confidences(in text: String) throws -> [Confidence] {
    confidences(in: try FakeKeys.expand(text))
  }

  /// What the matches in a content come to, in order.
  func confidences(in bytes: [UInt8]) -> [Confidence] {
    var scratch = MatchScratch()
    matcher.search(bytes.span, starts: 0..<bytes.count, into: &scratch)
    return scratch.matches.map {
      matcher.confidence(of: $0, wordsSeen: scratch.wordsSeen, contentHasKey: false)
    }
  }
}

/// Texts made of what matters to a matcher, the same for the same seed.
struct HostileText {
  private var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-".utf8
  )

  private static let fragments: [String] = [
    "zut_", "zqt_", "zwt_", "aky_", "zut_", "zwt_", "zut", "_", "ZUT_", "z", "Z", "t_", "ky_",
    "\\n", "\\t", "\\r", "\\\"", "\\u0022", "\\u003d", "\\x22", "%3D", "%22", "=3D", "&quot;",
    "%41",
    "=42", "\\x41", "\\u0041", "\\101", "\\12", "\\012", "%253D", "%2541", "\\", "\\\\", "%", "=",
    "\\u2028", "\\0", "=ab", "=C3", "\u{1B}[0m", "\\u001b[38;5;124m", "\\e[K", "[1m", "\u{1B}[",
    "^[[31m", "&#27;[1A", "\u{1B}[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20m", "m", "31m",
    "*", "z*", "Z*", "\n", " ", "\"", "'", "-", "é", "N", "vectara", "tara", "VECTARA", ".", "xxx",
    "your_api_key_here", "abcdefgh", "AAAAAAAAAAAA", "0123456789", "secret", "\0", "8",
  ]

  /// The next text.
  mutating func next(fragmentCount: Int) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<fragmentCount {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0, 1: appendKey(length: 38, to: &text)
      case 2: appendKey(length: Int.random(in: 0...70, using: &generator), to: &text)
      case 3: appendBody(Int.random(in: 0...70, using: &generator), to: &text)
      case 4:
        text +=
          [[0x2A], [0xDA, 0x2A], [0xFA, 0x2A], [0xFF]].randomElement(using: &generator) ?? []
      default: text += Array((Self.fragments.randomElement(using: &generator) ?? "").utf8)
      }
    }
    return text
  }

  /// A body of a real key's form: any customer, random bytes, a legal end.
  mutating func appendKey(length: Int, to text: inout [UInt8]) {
    text += Array((["zut_", "zqt_", "zwt_"].randomElement(using: &generator) ?? "").utf8)
    appendBody(length, to: &text)
    if length > 0, Int.random(in: 0..<4, using: &generator) > 0 {
      text[text.count - 1] = Array("AQgw".utf8).randomElement(using: &generator) ?? 0
    }
  }

  private mutating func appendBody(_ length: Int, to text: inout [UInt8]) {
    for _ in 0..<length { text.append(Self.alphabet[Int(generator.next() >> 58)]) }
  }
}
