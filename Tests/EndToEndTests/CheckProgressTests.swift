import StandInService
import TestSupport
import Testing

/// The line that says how far a check is.
@Suite(.timeLimit(.minutes(10))) struct CheckProgressTests {
  private let drill: DisableDrill

  init() throws {
    drill = try DisableDrill()
    try drill.report(1, 2)
    drill.standIn.fail(Misbehaviour(.delay(seconds: 1), path: "/v2/api_keys"))
  }

  private static let line = "\r\u{1B}[Kchecking 0 of 2 keys"

  @Test(arguments: [["check", "r.jsonl"], ["scan", "leak.env", "--check"]])
  func isShownWhereItIsAskedFor(_ command: [String]) throws {
    let outcome = try run(command + ["--progress", "always"])
    #expect(outcome.errorText.contains(Self.line))
    // It is gone when the outcome is said.
    #expect(outcome.errorText.contains("\r\u{1B}[Kchecked 2 keys: 2 active\n"))
  }

  @Test(arguments: [["check", "r.jsonl"], ["scan", "leak.env", "--check"]])
  func isNotShownWhereNoTerminalIs(_ command: [String]) throws {
    #expect(try !run(command).errorText.contains("\r"))
  }

  @Test(.enabled(if: Pseudoterminal.isAvailable)) func isShownOnATerminal() throws {
    let outcome = try Pseudoterminal.run(
      [Zleaks.binary, "check", "r.jsonl"],
      [],
      in: drill.scratch,
      environment: drill.environment
    )
    #expect(outcome.screen.contains(Self.line))
  }

  private func run(_ arguments: [String]) throws -> Command.Outcome {
    try Command.run(
      [Zleaks.binary] + arguments,
      in: drill.scratch.path,
      environment: drill.environment
    )
  }
}
