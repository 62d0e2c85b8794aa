import ScanModel
import Testing

@testable import zleaks

@Suite struct ReportArgumentsTests {
  private func arguments(_ line: String) throws -> ReportArguments {
    try ReportArguments(try #require(try CommandLineFixtures.arguments(line)))
  }

  @Test func showsAllThatReportsHoldUnlessAsked() throws {
    let plain = try arguments("report a b")
    #expect(plain.files == [Array("a".utf8), Array("b".utf8)])
    #expect(plain.minimumConfidence == .possible)
    #expect(plain.earlier.isEmpty && !plain.groupsByKey)
    let bounded = try arguments("report --min-confidence exact --since old -o x a")
    #expect(bounded.minimumConfidence == .exact)
    #expect(bounded.earlier == [Array("old".utf8)])
    #expect(bounded.common.reports.map(\.file) == [Array("x".utf8)])
  }

  @Test func needsAFile() {
    #expect(throws: UsageError.missingOperand(command: "report", usage: "FILE ...")) {
      _ = try arguments("report")
    }
  }

  @Test func aBaselineHasAFileAndPerhapsAReason() throws {
    let plain = try arguments("report --update-baseline b a")
    #expect(plain.baseline == ReportArguments.Baseline(file: Array("b".utf8), reason: nil))
    let reasoned = try arguments("report --update-baseline b --reason old a")
    #expect(reasoned.baseline?.reason == Array("old".utf8))
    #expect(try arguments("report a").baseline == nil)
    #expect(throws: UsageError.optionNeeds("reason", needed: "update-baseline")) {
      _ = try arguments("report --reason old a")
    }
  }

  @Test func groupsAreNotCompared() {
    #expect(throws: UsageError.conflictingOptions("since", "group-by")) {
      _ = try arguments("report --since old --group-by key new")
    }
  }
}
