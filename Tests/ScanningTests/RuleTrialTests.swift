import Matching
import Rules
import ScanModel
import Testing

@testable import Scanning

@Suite struct RuleTrialTests {
  @Test(arguments: [
    "vectara-index-key", "vectara-key-id", "vectara-personal-key", "vectara-query-key",
  ])
  func aRuleKeepsThePromisesOfItsExamples(id: String) throws {
    let rules = try Fixture.matcher.rules
    let rule = try #require(rules.rule(named: RuleID(id)))
    #expect(RuleTrial(rules).failures(of: rule) == [])
  }

  @Test func everyRuleIsTried() throws {
    #expect(
      try Fixture.matcher.rules.rules.map(\.id.name) == [
        "vectara-index-key", "vectara-key-id", "vectara-personal-key", "vectara-query-key",
      ]
    )
  }

  @Test func aBrokenPromiseIsNamed() throws {
    let file = """
      { schema: "zleaks.rules/1", rules: [{ id: "r", description: "d", severity: "low",
        kind: "key", prefix: "qqq_", body: { alphabet: "base64url", otherLengths: [20, 64] },
        context: ["acme"], advice: "a", examples: {
          match: [{ text: "qqq_{body:example:30}", confidence: "exact" }],
          noMatch: ["acme qqq_{body:example:30}", "qqq"] } }] }
      """
    let rules = try RuleSet().adding(fileNamed: "r.json5", bytes: Array(file.utf8))
    let rule = try #require(rules.rules.first)
    #expect(
      RuleTrial(rules).failures(of: rule) == [
        RuleTrial.Failure(
          rule: rule.id,
          example: "qqq_{body:example:30}",
          expected: .exact,
          found: [.possible]
        ),
        RuleTrial.Failure(
          rule: rule.id,
          example: "acme qqq_{body:example:30}",
          expected: nil,
          found: [.likely]
        ),
      ]
    )
  }
}
