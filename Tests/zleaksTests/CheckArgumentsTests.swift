import Reporting
import Testing

@testable import zleaks

@Suite struct CheckArgumentsTests {
  private func check(_ line: String) throws -> CheckArguments {
    try CheckArguments(try #require(try CommandLineFixtures.arguments(line)))
  }

  @Test func operandsAreKept() throws {
    #expect(try check("check").operands == [])
    #expect(
      try check("check a.jsonl aky_1 -").operands
        == ["a.jsonl", "aky_1", "-"].map { Array($0.utf8) }
    )
  }

  @Test func keysArePrintedUnlessAReportIsAskedFor() throws {
    #expect(try check("check a").printsKeys)
    #expect(try check("check a --probe --quiet --color never").printsKeys)
    for options in ["--format jsonl", "--format text", "--output x", "--format json=x"] {
      #expect(try !check("check a \(options)").printsKeys, "\(options)")
    }
  }

  @Test func reportsAreThoseOfOtherCommands() throws {
    let check = try check("check a --format jsonl=x --format text --show-secrets")
    #expect(check.common.reports.map(\.format) == [.jsonl, .text])
    #expect(check.common.showsSecrets)
  }
}
