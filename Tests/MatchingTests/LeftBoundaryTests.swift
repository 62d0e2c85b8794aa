import ByteSearch
import Rules
import ScanModel
import Testing

@testable import Matching

@Suite struct LeftBoundaryTests {
  private let subject: Subject
  private let key: [UInt8]

  init() throws {
    subject = try Subject()
    key = try FakeKeys.expand("{key:zwt:left}")
  }

  /// What a key behind `text` comes to.
  private func confidence(after text: [UInt8]) -> [Confidence] {
    subject.confidences(in: text + key)
  }

  @Test func aByteIsABoundaryIfNoBodyHasIt() {
    let mismatches = (UInt8.min...UInt8.max).filter { byte in
      let expected: Confidence = NaiveMatcher.isBodyByte(byte) ? .likely : .exact
      return confidence(after: [byte]) != [expected]
    }
    #expect(mismatches == [])
    #expect(confidence(after: []) == [.exact])
  }

  @Test(arguments: [
    "\\n", "\\t", "\\r", "\\\"", "\\'", "\\0", "\\u0022", "\\u0027", "\\u003d", "\\u003D", "\\x22",
    "\\x3d", "\\x3D", "%3D", "%3d", "%22", "%27", "%20", "%0A", "%253D", "%2522", "=3D", "=22",
    "=0A",
    "=20", "&quot;", "&#34;", "&#x22;", "\\012", "\\12", "\\042", "\\\\n", "\\u2028", "\\xa0",
    "%A0",
    "\u{1B}[m", "\u{1B}[0m", "\u{1B}[31m", "\u{1B}[1;31m", "\u{1B}[38;5;124m", "\u{1B}[K",
    "\u{1B}[38;2;100;200;255m", "\u{1B}[01;31m\u{1B}[K", "\u{1B}[?25h", "\\u001b[38;5;124m",
    "\\u001B[0m", "\\x1b[32m", "\\x1B[0m", "\\033[0m", "\\e[1m", "^[[31m", "%1B[0m", "&#27;[0m",
  ])
  func theEndOfAnEscapeIsABoundary(escape: String) {
    #expect(confidence(after: Array(escape.utf8)) == [.exact])
    #expect(confidence(after: Array("abc\(escape)".utf8)) == [.exact])
  }

  @Test(arguments: [
    // Letters, digits and the two signs, however they are written.
    "%41", "%7A", "%30", "%5F", "%2D", "%2541", "=42", "=5F", "\\x41", "\\x5f", "\\u0041",
    "\\u002d",
    "\\101", "\\60", "\\137",
    // Almost escapes.
    "n", "t", "3D", "%D", "% 3D", "%3", "=3d", "=C3", "x22", "\\x2", "u0022", "\\u022", "\\U0022z",
    "quot", "&quot", "\\s", "\\z", "\\m", "\\9", "\\89",
    // Almost colours.
    "m", "[0m", "31m", "[38;5;124m", "u001b[0m", "\\u001c[0m", "\u{1B}0m", "\u{1B}[31 m",
    "\u{1B}[1m2m",
    "\u{1B}[", "\u{1B}[31", "\u{1B}[31_", "\u{1B}[-m",
  ])
  func whatOnlyLooksLikeAnEscapeIsNone(decoy: String) throws {
    let last = try #require(decoy.utf8.last)
    let expected: Confidence = NaiveMatcher.isBodyByte(last) ? .likely : .exact
    #expect(confidence(after: Array(decoy.utf8)) == [expected])
  }

  @Test func percentEscapesMeanTheirByte() {
    let mismatches = (UInt8.min...UInt8.max).filter { byte in
      let digits = String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
      let expected: Confidence = NaiveMatcher.isBodyByte(byte) ? .likely : .exact
      return ["%", "%25", "\\x", "\\u00"].contains { start in
        confidence(after: Array((start + digits).utf8)) != [expected]
          || confidence(after: Array((start + digits.uppercased()).utf8)) != [expected]
      }
    }
    #expect(mismatches == [])
  }

  @Test func aControlSequenceHasAnEnd() {
    let lengths = (0...70).filter { count in
      let text = "\u{1B}[" + String(repeating: "1", count: count) + "m"
      return confidence(after: Array(text.utf8)) == [.exact]
    }
    // No terminal has sequences that long; the look back is bounded.
    #expect(lengths == Array(0...46))
  }
}

@Suite struct LeftBoundaryGlanceTests {
  /// The quick look may only say no where there is none.
  @Test func mayStandWhereverOneStands() {
    var hostile = HostileText(seed: 31)
    for _ in 0..<300 {
      let text = hostile.next(fragmentCount: 6)
      let wrong = text.indices.filter { offset in
        LeftBoundary.stands(before: offset, in: text.span, alphabet: .base64URL)
          && !LeftBoundary.mayStand(before: offset, in: text.span, alphabet: .base64URL)
      }
      #expect(wrong == [])
    }
  }

  @Test func doesNotStandInAWord() {
    let text = Array("longword9zqt_".utf8)
    let mayStand = LeftBoundary.mayStand(before: 9, in: text.span, alphabet: .base64URL)
    #expect(!mayStand)
  }
}
