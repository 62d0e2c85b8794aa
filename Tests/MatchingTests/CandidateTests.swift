import Rules
import ScanModel
import Testing

@testable import Matching

@Suite struct CandidateTests {
  private let subject: Subject
  private let prefixes = ["zut", "zqt", "zwt"]

  init() throws {
    subject = try Subject()
  }

  @Test(arguments: ["z*", "Z*", "{byte:da}*", "{byte:fa}*", "xyz*", "{byte:00}{byte:e9}z*"])
  func aKeyAfterAHeaderOfCompiledPythonIsExact(header: String) throws {
    for follower in ["N", "r", "zut_", "_", "{body:next:40}", "{key:zqt:next}", ""] {
      let text = try FakeKeys.expand(header + "{key:zwt:header}" + follower)
      let start = try FakeKeys.expand(header).count
      let first = try #require(subject.found(in: text).first)
      #expect(first.range == start..<start + 42)
      #expect(first.certainty == .decided(.exact))
      #expect(first.customerID == 1)
    }
  }

  @Test func aKeyAfterAnyOtherByteAndItsLengthIsLikely() throws {
    let key = try FakeKeys.expand("{key:zut:length}N")
    let mismatches = (UInt8.min...UInt8.max).filter { byte in
      let isHeader = [0x7A, 0x5A, 0xDA, 0xFA].contains(byte)
      let found = subject.found(in: [byte, 0x2A] + key)
      return found.map(\.certainty) != [.decided(isHeader ? .exact : .likely)]
        || found.map(\.range) != [2..<44]
    }
    #expect(mismatches == [])
    #expect(subject.found(in: [0x2A] + key).map(\.certainty) == [.decided(.likely)])
  }

  @Test func noOtherLengthByteCutsARunShort() throws {
    let key = try FakeKeys.expand("{key:zut:length}N")
    let mismatches = (UInt8.min...UInt8.max).filter { byte in
      let found = subject.found(in: [UInt8(ascii: "z"), byte] + key)
      if byte == 0x2A { return false }
      let isGlued = NaiveMatcher.isBodyByte(byte)
      return found.map(\.range) != (isGlued ? [] : [2..<45])
        || found.map(\.certainty) != (isGlued ? [] : [.likelyInContext])
    }
    #expect(mismatches == [])
  }

  @Test func aPlaceholderAfterALengthByteStaysAPlaceholder() throws {
    let text = "z*zut_" + String(repeating: "A", count: 38)
    #expect(subject.confidences(in: Array(text.utf8)) == [.possible])
    #expect(subject.confidences(in: Array((text + "N").utf8)) == [.possible])
  }

  @Test func theByteAfterAKeyEndsItOrNot() throws {
    let key = try FakeKeys.expand("{key:zqt:right}")
    let mismatches = (UInt8.min...UInt8.max).filter { byte in
      let expected: Match.Certainty =
        NaiveMatcher.isBodyByte(byte) ? .likelyInContext : .decided(.exact)
      return subject.found(in: key + [byte]).map(\.certainty) != [expected]
    }
    #expect(mismatches == [])
  }

  @Test func onlyFourEndsAreLegal() throws {
    let key = try FakeKeys.expand("{key:zqt:end}")
    let exact = (UInt8.min...UInt8.max).filter { end in
      subject.found(in: key.dropLast() + [end]).contains { $0.certainty == .decided(.exact) }
    }
    #expect(exact == Array("AQgw".utf8))
  }

  @Test func otherLengthsNeedContext() throws {
    var mismatches: [String] = []
    for length in (1...80) where length != 38 {
      for prefix in prefixes.suffix(length % 4) {
        let text = "\(prefix)_{body:lengths:\(length)}"
        let isListed = (20...64).contains(length)
        let alone: [Confidence] = isListed ? [.possible] : []
        let inContext: [Confidence] = isListed ? [.likely] : []
        if try subject.confidences(in: text) != alone { mismatches.append(text) }
        for word in ["vectara ", "# VECTARA\n", "\u{0}Vectara\u{0}", "xvectarax "]
        where try subject.confidences(in: word + text) != inContext {
          mismatches.append(word + text)
        }
        let after = text + "\n" + String(repeating: " ", count: 500) + "Vectara"
        if try subject.confidences(in: after) != inContext { mismatches.append(after) }
        if try subject.confidences(in: "x" + text) != [] { mismatches.append("x" + text) }
      }
    }
    #expect(mismatches == [])
  }

  @Test func aForeignTokenOf43IsPossibleUnlessItsContentSpeaksOfVectara() throws {
    for seed in 0..<20 {
      let token = "zwt_{body:foreign-\(seed):43}"
      #expect(try subject.confidences(in: "token = \(token)") == [.possible])
      #expect(try subject.confidences(in: "Vectara token = \(token)") == [.likely])
    }
  }

  @Test func aKeyIDWantsABoundaryAndFourTo64Characters() throws {
    var mismatches: [String] = []
    for length in 1...80 {
      let text = "aky_" + String(repeating: "aB3", count: 30).prefix(length)
      let expected: [Confidence] = (4...64).contains(length) ? [.likely] : []
      if try subject.confidences(in: text) != expected { mismatches.append(text) }
      if try subject.confidences(in: "\\n" + text) != expected { mismatches.append("\\n" + text) }
      if try subject.confidences(in: "fl" + text) != [] { mismatches.append("fl" + text) }
      if try subject.confidences(in: "vectara-" + text) != [] { mismatches.append("-" + text) }
    }
    #expect(mismatches == [])
  }

  @Test func anIDInSmallLettersNeedsContextOrAKey() throws {
    let text = try FakeKeys.expand("aky_host")
    var scratch = MatchScratch()
    subject.matcher.search(text.span, starts: 0..<text.count, into: &scratch)
    let match = try #require(scratch.matches.first)
    func confidence(_ words: UInt64, _ hasKey: Bool) -> Confidence {
      subject.matcher.confidence(of: match, wordsSeen: words, contentHasKey: hasKey)
    }
    #expect(confidence(0, false) == .possible)
    #expect(confidence(.max, false) == .likely)
    #expect(confidence(0, true) == .likely)
  }

  @Test func aKeyDoesNotLendItsPresenceToAnother() throws {
    let text = try FakeKeys.expand("zut_{body:other:43}")
    var scratch = MatchScratch()
    subject.matcher.search(text.span, starts: 0..<text.count, into: &scratch)
    let match = try #require(scratch.matches.first)
    let confidence = subject.matcher.confidence(of: match, wordsSeen: 0, contentHasKey: true)
    #expect(confidence == .possible)
  }
}
