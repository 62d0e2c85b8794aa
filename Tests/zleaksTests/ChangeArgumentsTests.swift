import KeyResponse
import Testing

@testable import zleaks

@Suite struct ChangeArgumentsTests {
  private func arguments(_ words: String...) throws(UsageError) -> ChangeArguments {
    let parser = ArgumentParser(table: CommandTable())
    guard case .run(let parsed) = try parser.parse((["disable"] + words).map { Array($0.utf8) })
    else { throw .missingCommand }
    return try ChangeArguments(parsed)
  }

  @Test func byDefaultSomebodyIsAskedAndNothingIsProved() throws {
    let change = try arguments("r.jsonl")
    #expect(change.consent == .asked)
    #expect(change.proofSeconds == nil)
    #expect(change.journal == nil)
    #expect(change.operatorName == nil)
    #expect(change.reason == nil)
    #expect(change.selection == KeySelection())
  }

  @Test func takesWhatIsGiven() throws {
    let change = try arguments(
      "--yes",
      "--prove",
      "--journal",
      "j",
      "--operator",
      "ann",
      "--reason",
      "why",
      "--only",
      "aky_1",
      "--only=0123456789",
      "--role",
      "serving"
    )
    #expect(change.consent == .given)
    #expect(change.proofSeconds == 600)
    #expect(change.journal == Array("j".utf8))
    #expect(change.operatorName == "ann")
    #expect(change.reason == "why")
    #expect(change.selection.only == ["aky_1", "0123456789"])
    #expect(change.selection.roles == ["serving"])
  }

  @Test func theLimitOfAProofCanBeSet() throws {
    #expect(try arguments("--prove", "--prove-limit", "5").proofSeconds == 5)
  }

  @Test func aDryRunWithholdsConsent() throws {
    #expect(try arguments("--dry-run").consent == .withheld)
  }

  @Test func contradictionsAreMistakes() {
    #expect(throws: UsageError.conflictingOptions("yes", "dry-run")) {
      try arguments("--yes", "--dry-run")
    }
    #expect(throws: UsageError.optionNeeds("prove-limit", needed: "prove")) {
      try arguments("--prove-limit", "5")
    }
    #expect(throws: UsageError.invalidSelector(TypedText(Array("zz".utf8)))) {
      try arguments("--only", "zz")
    }
  }
}
