import Testing

@testable import zleaks

@Suite struct HookArgumentsTests {
  @Test(
    arguments: [
      ("hook", .status), ("hook status", .status), ("hook install", .install),
      ("hook uninstall", .uninstall),
    ] as [(String, HookArguments.Action)]
  )
  func readsTheAction(_ line: String, _ expected: HookArguments.Action) throws {
    let arguments = HookArguments(try #require(try CommandLineFixtures.arguments(line)))
    #expect(arguments.action == expected)
    #expect(arguments.hooks == [.preCommit])
    #expect(!arguments.force)
  }

  @Test func everyActionIsInTheTable() {
    let names = CommandSpecification.hook.actions.map(\.name)
    #expect(names.allSatisfy { HookArguments.Action(rawValue: $0) != nil })
  }

  @Test func readsTheOptions() throws {
    let line = "hook --force install --pre-push"
    let arguments = HookArguments(try #require(try CommandLineFixtures.arguments(line)))
    #expect(arguments.hooks == [.preCommit, .prePush])
    #expect(arguments.force)
  }

  @Test func refusesMore() {
    #expect(
      CommandLineFixtures.message("hook install .git")
        == "unexpected operand '.git' of 'hook install'"
    )
  }
}
