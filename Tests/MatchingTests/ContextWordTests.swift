import Testing

@testable import Matching

@Suite struct ContextWordTests {
  /// Whether the word is seen where one of its needles stands.
  private func sees(_ word: ContextWord, in text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.contains { offset in
      word.needles.contains { bytes[offset...].starts(with: $0) }
        && word.stands(in: bytes.span, needleOffset: offset)
    }
  }

  @Test(arguments: ["vectara", "Vectara", "VECTARA", "VecTARA", "myvectaras", "x vectara"])
  func isSeenInAnyUsualCase(text: String) {
    #expect(sees(ContextWord("Vectara"), in: text))
  }

  @Test(arguments: ["tara", "ectara", "vectar", "v\u{0}ctara", "6ectara", "vector tara", ""])
  func isNotSeenElsewhere(text: String) {
    #expect(!sees(ContextWord("vectara"), in: text))
  }

  @Test func aWordOfFourLettersIsItsOwnNeedle() {
    let word = ContextWord("acme")
    #expect(word.needles == [Array("acme".utf8), Array("ACME".utf8)])
    #expect(sees(word, in: "acme") && sees(word, in: "ACME"))
  }
}
