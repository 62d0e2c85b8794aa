import Testing

@testable import zleaks

@Suite struct CompletionsArgumentsTests {
  @Test(arguments: [
    ("completions", CompletionShell.bash), ("completions bash", .bash), ("completions zsh", .zsh),
    ("completions fish", .fish),
  ])
  func theShellIsTheOneNamed(_ line: String, _ shell: CompletionShell) throws {
    let arguments = try #require(try CommandLineFixtures.arguments(line))
    #expect(CompletionsArguments(arguments).shell == shell)
  }

  @Test func everyShellHasAnAction() {
    #expect(CommandSpecification.completions.actions.map(\.name) == ["bash", "zsh", "fish"])
    #expect(CompletionShell.allCases.map(\.rawValue) == ["bash", "zsh", "fish"])
  }

  @Test func otherShellsAreNotKnown() {
    #expect(
      CommandLineFixtures.message("completions zhs")
        == "unknown action 'zhs' of 'completions'; did you mean 'zsh'?"
    )
  }
}
