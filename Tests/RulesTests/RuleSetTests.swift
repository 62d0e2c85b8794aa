import ByteSearch
import ScanModel
import Testing

@testable import Rules

@Suite struct RuleSetTests {
  @Test func builtinRulesAreTheFourKindsOfKey() throws {
    let rules = try RuleSet.builtin().rules
    #expect(
      rules.map(\.id.name) == [
        "vectara-index-key", "vectara-key-id", "vectara-personal-key", "vectara-query-key",
      ]
    )
    #expect(
      rules.map { String(decoding: $0.prefix, as: UTF8.self) } == ["zwt_", "aky_", "zut_", "zqt_"]
    )
    #expect(rules.map(\.severity) == [.high, .info, .critical, .medium])
    #expect(rules.map(\.kind) == [.key, .identifier, .key, .key])
    #expect(rules.map(\.contextWords) == Array(repeating: ["vectara"], count: 4))
  }

  @Test func builtinKeysAreThirtyEightCharactersWithACustomerID() throws {
    for rule in try RuleSet.builtin().rules where rule.kind == .key {
      #expect(rule.body.alphabet == .base64URL)
      #expect(rule.body.exactLength == 38)
      #expect(rule.body.finalBytes?.bytes == Array("AQgw".utf8))
      #expect(rule.body.otherLengths == 20...64)
      #expect(rule.body.beginsWithCustomerID)
      #expect(rule.body.maximumLength == 64)
    }
  }

  @Test func builtinIdentifierHasNoExactForm() throws {
    let rule = try #require(try RuleSet.builtin().rule(named: RuleID("vectara-key-id")))
    #expect(rule.body.alphabet == .base64URL)
    #expect(rule.body.exactLength == nil)
    #expect(rule.body.finalBytes == nil)
    #expect(rule.body.otherLengths == 4...64)
    #expect(!rule.body.beginsWithCustomerID)
  }
}
