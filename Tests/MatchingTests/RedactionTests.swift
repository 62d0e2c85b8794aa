import Rules
import ScanModel
import Testing

@testable import Matching

@Suite struct RedactionTests {
  private let rules: RuleSet

  init() throws {
    rules = try Subject().matcher.rules
  }

  private func redacted(_ text: String, by id: String) throws -> String {
    let rule = try #require(rules.rule(named: RuleID(id)))
    let bytes = Array(text.utf8)
    return Redacted(bytes.span, matchedBy: rule).text
  }

  @Test func aKeyShowsItsPrefixAndItsLastFour() throws {
    let key = String(decoding: try FakeKeys.expand("{key:zqt:redacted}"), as: UTF8.self)
    let expected = "zqt_…" + key.suffix(4)
    #expect(try redacted(key, by: "vectara-query-key") == expected)
  }

  @Test(arguments: 0...64)
  func aShortBodyShowsNothing(length: Int) throws {
    let text = String(String(repeating: "0123456789abcdef", count: 4).prefix(length))
    let expected = length < 20 ? "zut_…" : "zut_…" + text.suffix(4)
    #expect(try redacted("zut_" + text, by: "vectara-personal-key") == expected)
  }

  @Test func aKeyIDIsShownWhole() throws {
    #expect(try redacted("aky_12345", by: "vectara-key-id") == "aky_12345")
    let longest = "aky_" + String(repeating: "a", count: 64)
    #expect(try redacted(longest, by: "vectara-key-id") == longest)
  }
}
