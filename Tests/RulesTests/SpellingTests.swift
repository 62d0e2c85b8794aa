import Testing

@testable import Rules

@Suite struct SpellingTests {
  @Test(arguments: [
    ("prefx", "prefix"), ("perfix", "prefix"), ("prefixes", "prefix"), ("sevrity", "severity"),
    ("Body", "body"), ("bdoy", "body"),
  ]) func suggestsANearWord(word: String, nearest: String) {
    let known = ["id", "severity", "prefix", "body"]
    #expect(Spelling.nearest(to: word, among: known) == nearest)
  }

  @Test(arguments: ["", "xyz", "prefixation", "co"]) func suggestsNothingFar(word: String) {
    #expect(Spelling.nearest(to: word, among: ["id", "severity", "prefix", "body"]) == nil)
  }

  @Test func looksAtNoWordOfMoreThanSixtyFourBytes() {
    let word = String(repeating: "a", count: 65)
    #expect(Spelling.nearest(to: word, among: [String(word.dropLast())]) == nil)
    #expect(Spelling.nearest(to: String(word.dropLast()), among: [word]) == word)
  }
}
