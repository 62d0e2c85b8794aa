import Testing

@testable import zleaks

@Suite struct HistoryArgumentsTests {
  private func read(_ line: String) throws -> HistoryArguments {
    try HistoryArguments(try #require(try CommandLineFixtures.arguments(line)))
  }

  @Test func searchesHereAndFindsOriginsByDefault() throws {
    let arguments = try read("history")
    #expect(arguments.repositories == [])
    #expect(arguments.findsOrigins)
  }

  @Test func takesRepositoriesAndNoAttribution() throws {
    let arguments = try read("history --no-attribution a b.git")
    #expect(arguments.repositories == [Array("a".utf8), Array("b.git".utf8)])
    #expect(!arguments.findsOrigins)
  }

  @Test func scanHasNoAttributionToLeaveOut() {
    #expect(
      CommandLineFixtures.message("scan --no-attribution")?.contains("'--no-attribution'") == true
    )
  }
}
