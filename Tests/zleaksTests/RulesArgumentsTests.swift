import ScanModel
import Testing

@testable import zleaks

@Suite struct RulesArgumentsTests {
  @Test(
    arguments: [
      ("rules", .list), ("rules list", .list), ("rules test", .test),
      ("rules show list", .show(RuleID("list"))),
    ] as [(String, RulesArguments.Action)]
  )
  func readsTheAction(_ line: String, _ expected: RulesArguments.Action) throws {
    let arguments = try #require(try CommandLineFixtures.arguments(line))
    #expect(RulesArguments(arguments).action == expected)
  }

  @Test func readsTheRulesFiles() throws {
    let arguments = try #require(
      try CommandLineFixtures.arguments("rules --rules a test --rules=b")
    )
    #expect(RulesArguments(arguments).rulesFiles == [Array("a".utf8), Array("b".utf8)])
  }
}
