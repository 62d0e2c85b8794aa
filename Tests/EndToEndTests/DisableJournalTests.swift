import Foundation
import StandInService
import TestSupport
import Testing

/// What `zleaks disable` does when its journal cannot be written: no key is switched off that the
/// journal does not know of.
@Suite(.timeLimit(.minutes(10))) struct DisableJournalTests {
  private let drill: DisableDrill
  private static let command = "$zleaks disable r.jsonl --yes --journal j.jsonl"

  init() throws {
    drill = try DisableDrill()
    try drill.report(1, 2)
  }

  private func run(_ script: String) throws -> Command.Outcome {
    var environment = drill.environment
    environment["zleaks"] = Zleaks.binary
    return try Command.run(
      ["bash", "-c", script],
      in: drill.scratch.path,
      environment: environment
    )
  }

  /// What must hold whenever a write has failed: each change was intended first, the next run goes on
  /// from there, and everything can be undone.
  private func expectAllIsWell(_ outcome: Command.Outcome) throws {
    outcome.expect(.incomplete)
    let intents = try drill.story().count { $0 == "intent" }
    #expect(drill.requestCount("PATCH") <= intents)
    try run(Self.command).expect(.clean)
    #expect(drill.areEnabled(1, 2) == [false, false])
    try drill.zleaks("enable", "j.jsonl", "--yes").expect(.clean)
    #expect(drill.areEnabled(1, 2) == [true, true])
  }

  @Test(.enabled(if: Zleaks.program("bash") != nil))
  func noKeyIsSwitchedOffWhereNothingCanBeWritten() throws {
    let outcome = try run("ulimit -f 0; exec \(Self.command)")
    outcome.expectError("cannot use the journal 'j.jsonl': a record could not be written: ")
    #expect(drill.requestCount("PATCH") == 0)
    try expectAllIsWell(outcome)
  }

  /// The file is full in the middle of a record.
  @Test(.enabled(if: Zleaks.program("bash") != nil))
  func aJournalThatFillsUpEndsTheRun() throws {
    let outcome = try run("ulimit -f 1; exec \(Self.command)")
    outcome.expectError("the journal cannot be used: a record could not be written: ")
    #expect(try drill.scratch.read("j.jsonl").count == 1_024)
    try expectAllIsWell(outcome)
  }

  /// The system calls that reach the journal, by number: the start of the run, the intent and the
  /// outcome for the first key, and the intent for the second.
  @Test(
    .enabled(if: canInject),
    arguments: ["write:error=ENOSPC", "fsync:error=EIO", "fsync:error=ENOSPC"],
    [(1, 0), (2, 0), (3, 1), (4, 1)]
  )
  func aDiskThatFailsEndsTheRun(_ fault: String, _ place: (call: Int, changes: Int)) throws {
    try drill.scratch.write("j.jsonl", "")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600],
      ofItemAtPath: drill.scratch.path("j.jsonl")
    )
    let outcome = try run(
      """
      strace -f -qq -o trace -P "$PWD/j.jsonl" -e trace=write,fsync -e signal=none \
      -e inject=\(fault):when=\(place.call)+ \(Self.command)
      """
    )
    outcome.expectError(
      place.call == 1
        ? "cannot use the journal 'j.jsonl': a record could not be written: "
        : place.call == 3
          ? "UNKNOWN: the request was sent, but the journal cannot be used: "
          : "NOT off: stopped, for the journal cannot be used: "
    )
    #expect(drill.requestCount("PATCH") == place.changes)
    try expectAllIsWell(outcome)
  }
}

/// Whether system calls can be made to fail here; some containers forbid it.
private let canInject: Bool = {
  guard Zleaks.program("strace") != nil, Zleaks.program("bash") != nil else { return false }
  let outcome = try? Command.run([
    "strace", "-f", "-qq", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO", "true",
  ])
  return outcome?.status == 0
}()
