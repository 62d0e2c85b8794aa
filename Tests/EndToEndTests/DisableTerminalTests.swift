import Foundation
import StandInService
import TestSupport
import Testing

/// The questions of `zleaks disable`, on a terminal.
@Suite(.timeLimit(.minutes(10)), .enabled(if: Pseudoterminal.isAvailable))
struct DisableTerminalTests {
  private let drill: DisableDrill

  init() throws {
    drill = try DisableDrill()
    try drill.report(1, 2, 3)
  }

  private func disable(_ steps: (String, String)...) throws -> Pseudoterminal.Outcome {
    let outcome = try Pseudoterminal.run(
      [Zleaks.binary, "disable", "r.jsonl", "--journal", "j.jsonl"],
      steps.map { Pseudoterminal.Step($0, type: $1) },
      in: drill.scratch,
      environment: drill.environment
    )
    #expect(outcome.isSane)
    return outcome
  }

  @Test func eachKeyIsAskedFor() throws {
    let outcome = try disable(("1 of 3: ", "y\n"), ("2 of 3: ", "n\n"), ("3 of 3: ", "YES\n"))
    #expect(outcome.status == 0)
    #expect(drill.areEnabled(1, 2, 3) == [false, true, false])
    #expect(outcome.screen.contains("2 keys switched off, 1 key left on, as you said"))
    #expect(outcome.screen.contains("switch off \(drill.keys[1].id) 'search page 1' (zqt_"))
  }

  @Test func enterIsNo() throws {
    let outcome = try disable(("1 of 3: ", "\n"), ("2 of 3: ", "\n"), ("3 of 3: ", "\n"))
    #expect(outcome.status == 0)
    #expect(drill.areEnabled(1, 2, 3) == [true, true, true])
    #expect(drill.requestCount("PATCH") == 0)
  }

  @Test func allMeansThisAndTheRest() throws {
    let outcome = try disable(("1 of 3: ", "n\n"), ("2 of 3: ", "a\n"))
    #expect(outcome.status == 0)
    #expect(drill.areEnabled(1, 2, 3) == [true, false, false])
    #expect(!outcome.screen.contains("3 of 3: "))
  }

  @Test(arguments: ["q\n", "\u{4}"])
  func quitKeepsWhatWasDone(_ keys: String) throws {
    let outcome = try disable(("1 of 3: ", "y\n"), ("2 of 3: ", keys))
    #expect(outcome.status == 3)
    #expect(drill.areEnabled(1, 2, 3) == [false, true, true])
    #expect(outcome.screen.contains("1 key switched off, 2 keys left on, undecided"))
  }

  @Test func anInterruptStopsThere() throws {
    let outcome = try disable(("1 of 3: ", "y\n"), ("2 of 3: ", "\u{3}"))
    #expect(outcome.status == 130)
    #expect(drill.areEnabled(1, 2, 3) == [false, true, true])
    #expect(try drill.story().last == "end interrupted")
  }

  @Test func anythingElseIsAskedAgain() throws {
    let outcome = try disable(
      ("1 of 3: ", "what\n"),
      ("q  stop here", ""),
      ("1 of 3: ", "?\n"),
      ("q  stop here", ""),
      ("1 of 3: ", "q\n")
    )
    #expect(outcome.status == 3)
    #expect(drill.areEnabled(1, 2, 3) == [true, true, true])
  }

  @Test func whatWasTypedBeforeTheQuestionIsNoAnswer() throws {
    drill.standIn.fail(Misbehaviour(.delay(seconds: 1), method: "PATCH"))
    // The second line comes while the first key is being changed.
    let outcome = try disable(("1 of 3: ", "y\ny\ny\n"), ("2 of 3: ", "q\n"))
    #expect(outcome.status == 3)
    #expect(drill.areEnabled(1, 2, 3) == [false, true, true])
  }

  @Test func enablingAsksToo() throws {
    _ = try disable(("1 of 3: ", "a\n"))
    let outcome = try Pseudoterminal.run(
      [Zleaks.binary, "enable", "j.jsonl"],
      [.init("1 of 3: switch on ", type: "y\n"), .init("2 of 3: ", type: "q\n")],
      in: drill.scratch,
      environment: drill.environment
    )
    #expect(outcome.status == 3)
    #expect(outcome.isSane)
    #expect(drill.areEnabled(1, 2, 3) == [true, false, false])
    #expect(outcome.screen.contains("these keys have leaked: switched on, they work for whoever"))
  }
}
