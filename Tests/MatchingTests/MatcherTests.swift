import ByteSearch
import Rules
import ScanModel
import Testing

@testable import Matching

@Suite struct MatcherTests {
  private let subject: Subject
  private let key: [UInt8]

  init() throws {
    subject = try Subject()
    key = try FakeKeys.expand("{key:zut:matcher}")
  }

  /// The texts in which the matcher and its twin disagree, with what each finds.
  private func disagreements(in texts: [[UInt8]]) -> [String] {
    texts.compactMap { text in
      let found = subject.found(in: text)
      let expected = NaiveMatcher(bytes: text).found()
      guard found != expected else { return nil }
      return "\(String(decoding: text, as: UTF8.self).debugDescription): \(found), not \(expected)"
    }
  }

  @Test(arguments: 1...4)
  func agreesWithItsTwinOnHostileTexts(seed: UInt64) {
    var hostile = HostileText(seed: seed)
    let texts = (0..<200).map { hostile.next(fragmentCount: 2 + $0 % 9) }
    #expect(disagreements(in: texts) == [])
  }

  @Test func agreesWithItsTwinOnRepeatsCutAnywhere() {
    let units = ["zut_", "z", "_", "zut", "aky_", "zut_z", "*zut_", "\\nzut_", "zut_A", "A"]
    let repeats = units.map { String(repeating: $0, count: 140 / $0.utf8.count) }
    let texts = repeats.flatMap { text in
      stride(from: 0, through: text.utf8.count, by: 7).map { Array(text.utf8.dropFirst($0)) }
    }
    #expect(disagreements(in: texts) == [])
  }

  @Test func agreesWithItsTwinOnKeysInsideKeys() throws {
    let other = try FakeKeys.expand("{key:zqt:inner}")
    let texts = (0...key.count).flatMap { cut in
      [Array(key.prefix(cut)) + other, key + Array(other.dropFirst(cut)), other + key.prefix(cut)]
    }
    #expect(disagreements(in: texts) == [])
  }

  @Test(arguments: Set([NeedleTable.Kernel.best, .portable]))
  func findsAKeyAtEveryAlignment(kernel: NeedleTable.Kernel) throws {
    let subject = Subject(subject.matcher.rules, kernel: kernel)
    let misses = (0...70).filter { padding in
      let blanks = [UInt8](repeating: UInt8(ascii: " "), count: padding)
      let found = subject.found(in: blanks + key + [0] + key).map(\.range)
      return found != [padding..<padding + 42, padding + 43..<padding + 85]
    }
    #expect(misses == [])
  }

  @Test func findsInPiecesWhatItFindsInOneGo() {
    var hostile = HostileText(seed: 77)
    var mismatches: [String] = []
    for number in 0..<16 {
      let text = hostile.next(fragmentCount: 4 + number % 8)
      let whole = subject.found(in: text)
      for seam in 0...text.count where subject.found(in: text, seams: [seam]) != whole {
        mismatches.append("\(String(decoding: text, as: UTF8.self).debugDescription) at \(seam)")
      }
      for size in 1...9
      where subject.found(in: text, seams: Array(stride(from: size, to: text.count, by: size)))
        != whole
      {
        mismatches.append("\(String(decoding: text, as: UTF8.self).debugDescription) by \(size)")
      }
    }
    #expect(mismatches == [])
  }

  /// Of two matches that overlap across a seam one must go, as if there were no seam.
  @Test func resolvesOverlapsAcrossASeam() throws {
    let text = try FakeKeys.expand("zut_{body:outer:22}{key:zut:inner}")
    let whole = subject.found(in: text)
    #expect(whole.map(\.range) == [26..<68])
    #expect((0...text.count).filter { subject.found(in: text, seams: [$0]) != whole } == [])
  }

  @Test func seesContextWordsInPiecesToo() {
    let text = Array(" Vectara ".utf8)
    let misses = (0...text.count).filter { seam in
      var scratch = MatchScratch()
      subject.matcher.search(text.span, starts: 0..<seam, into: &scratch)
      subject.matcher.search(text.span, starts: seam..<text.count, into: &scratch)
      return scratch.wordsSeen != 0b1111
    }
    #expect(misses == [])
  }

  @Test func mayMatchIsSilentOnlyWithoutAPrefix() {
    let texts = ["a zut_ b", "a ZUT_ vectara TARA b", "", "zut", "flaky_test"]
    let answers = texts.map { text in
      let bytes = Array(text.utf8)
      return subject.matcher.mayMatch(bytes.span)
    }
    #expect(answers == [true, false, false, false, true])
  }

  @Test func everyOneOfManyContextWordsCounts() throws {
    let words = (0..<70).map { number in
      "word" + String(decoding: [97 + UInt8(number / 26), 97 + UInt8(number % 26)], as: UTF8.self)
    }
    let quoted = words.map { "\"\($0)\"" }.joined(separator: ",")
    let file = """
      { schema: "zleaks.rules/1", rules: [{ id: "r", description: "d", severity: "low",
        kind: "key", prefix: "qqq_", body: { alphabet: "base64url", otherLengths: [20, 64] },
        context: [\(quoted)], advice: "a", examples: {
          match: [{ text: "qqq_{body:example:30}", confidence: "possible" }], noMatch: ["qqq"] } }] }
      """
    let rules = try RuleSet().adding(fileNamed: "r.json5", bytes: Array(file.utf8))
    let matcher = Matcher(rules)
    let missed = try words.filter { word in
      let text = try FakeKeys.expand("\(word) qqq_{body:context:30}")
      var scratch = MatchScratch()
      matcher.search(text.span, starts: 0..<text.count, into: &scratch)
      let match = try #require(scratch.matches.first)
      return matcher.confidence(of: match, wordsSeen: scratch.wordsSeen, contentHasKey: false)
        != .likely
    }
    #expect(missed == [])
  }
}
