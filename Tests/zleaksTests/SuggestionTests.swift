import Rules
import Testing

@testable import zleaks

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "ab", 2), ("json", "json", 0), ("jsn", "json", 1),
    ("jsno", "json", 1), ("jxon", "json", 1), ("jsonx", "json", 1), ("kitten", "sitting", 3),
    ("ca", "abc", 3),
  ])
  func countsEdits(_ left: String, _ right: String, _ expected: Int) {
    #expect(Spelling.editDistance(Array(left.utf8), Array(right.utf8)) == expected)
    #expect(Spelling.editDistance(Array(right.utf8), Array(left.utf8)) == expected)
  }

  @Test(
    arguments: [
      ("jsn", "json"), ("js", nil), ("tex", "text"), ("x", nil), ("", nil), ("josn", "json"),
      ("jsonl2", "jsonl"), ("verbosely", nil),
    ] as [(String, String?)]
  )
  func findsTheNearestWord(_ typed: String, _ expected: String?) {
    let words = ["text", "json", "jsonl"]
    #expect(Suggestion.nearest(to: Array(typed.utf8), among: words) == expected)
  }

  @Test func doesNotTryLongTexts() {
    let long = [UInt8](repeating: UInt8(ascii: "a"), count: 65)
    let word = String(repeating: "a", count: 65)
    #expect(Suggestion.nearest(to: long, among: [word]) == nil)
    #expect(Suggestion.nearest(to: Array(long.dropLast()), among: [word]) == word)
  }
}
