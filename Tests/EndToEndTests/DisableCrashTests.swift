import Foundation
import StandInService
import TestSupport
import Testing

/// What is left when `zleaks disable` is killed, and what the same command makes of it.
@Suite(.timeLimit(.minutes(10))) struct DisableCrashTests {
  /// A request of a run that is held up, so that the run can be killed there.
  struct Stop: Sendable, CustomTestStringConvertible {
    let name: String
    let method: String
    let path: String
    /// How many such requests go through before.
    let skip: Int
    /// Whether the held request takes effect.
    var isApplied = false

    var testDescription: String { name }
  }

  static let stops = [
    Stop(name: "listing", method: "GET", path: "/v2/api_keys", skip: 0),
    Stop(name: "second listing", method: "GET", path: "/v2/api_keys", skip: 1),
    Stop(name: "reading", method: "GET", path: "/v2/api_keys/*", skip: 0),
    Stop(name: "change, not done", method: "PATCH", path: "*", skip: 0),
    Stop(name: "change, done", method: "PATCH", path: "*", skip: 0, isApplied: true),
    Stop(name: "reading back", method: "GET", path: "/v2/api_keys/*", skip: 1),
    Stop(name: "second key's reading", method: "GET", path: "/v2/api_keys/*", skip: 2),
    Stop(name: "second key's change, done", method: "PATCH", path: "*", skip: 1, isApplied: true),
    Stop(name: "proof", method: "GET", path: "/v2/corpora", skip: 0),
  ]

  private let command = ["disable", "r.jsonl", "--yes", "--prove", "--journal", "j.jsonl"]

  /// What must hold in the end, whatever happened before.
  private func expectAllIsWell(_ drill: DisableDrill, keys numbers: [Int]) throws {
    let outcome = try Command.run(
      ["setsid", "-w", Zleaks.binary] + command,
      in: drill.scratch.path,
      environment: drill.environment
    )
    outcome.expect(.clean)
    for number in numbers { #expect(drill.areEnabled(number) == [false]) }
    // The journal knows of each: undoing brings all of them back, and nothing else.
    try drill.zleaks("enable", "j.jsonl", "--yes").expect(.clean)
    for number in numbers { #expect(drill.areEnabled(number) == [true]) }
    #expect(drill.areEnabled(4) == [false])
  }

  @Test(arguments: stops)
  func aKillAtAnyRequestLosesNothing(_ stop: Stop) throws {
    let drill = try DisableDrill()
    try drill.report(1, 2, 4, secrets: true)
    var held = Misbehaviour(
      .hang(seconds: 60),
      method: stop.method,
      path: stop.path,
      skip: stop.skip,
      times: 1
    )
    held.isApplied = stop.isApplied
    drill.standIn.fail(held)
    let isKilled = try drill.killed(command) {
      drill.standIn.requests.contains { $0.misbehaviour == "hang" }
    }
    #expect(isKilled)
    let sent = drill.requestCount("PATCH")
    drill.standIn.behave()
    try expectAllIsWell(drill, keys: [1, 2])
    // A change that took effect is not asked for again; the two others are those of `enable`.
    let undone = stop.method == "PATCH" && !stop.isApplied ? 1 : 0
    #expect(drill.requestCount("PATCH") == 2 + undone + 2)
    #expect(sent <= 2)
  }

  @Test(arguments: 0..<4)
  func killsAtAnyTimeLoseNothing(_ seed: Int) throws {
    let drill = try DisableDrill()
    try drill.report(1, 2, 3, 4, 5, secrets: true)
    // Each request takes a while, so that the kills fall on all of them.
    drill.standIn.fail(Misbehaviour(.delay(seconds: 0.01)))
    var random = SystemRandomNumberGenerator()
    var kills = 0
    for _ in 0..<12 {
      let seconds = Double.random(in: 0.02...0.4, using: &random)
      if try drill.killed(command, after: seconds) { kills += 1 }
    }
    #expect(kills > 0)
    try expectAllIsWell(drill, keys: [1, 2, 3, 5])
    // Whatever was half written is told, and nothing else is broken.
    let lines = try drill.scratch.read("j.jsonl").split(separator: UInt8(ascii: "\n"))
    #expect(try drill.journal().count + 12 >= lines.count)
  }

  @Test func anInterruptIsWrittenDown() throws {
    let drill = try DisableDrill()
    try drill.report(1, 2)
    drill.standIn.fail(Misbehaviour(.hang(seconds: 60), method: "PATCH", times: 1).applied())
    let outcome = try Command.run(
      [
        "/bin/sh", "-c",
        """
        "$0" disable r.jsonl --yes --journal j.jsonl & pid=$!
        until grep -qs '"event":"intent"' j.jsonl; do sleep 0.02; done
        sleep 0.3; kill -TERM $pid; wait $pid; echo "ended $?"
        """, Zleaks.binary,
      ],
      in: drill.scratch.path,
      environment: drill.environment
    )
    #expect(outcome.text == "ended 143\n")
    #expect(
      try drill.story() == ["start", "intent", "outcome unknown", "end interrupted"]
    )
    #expect(outcome.errorText.contains("interrupted; run this again, and it goes on"))
    drill.standIn.behave()
    try drill.zleaks("disable", "r.jsonl", "--yes", "--journal", "j.jsonl").expect(.clean)
      .expectError("an earlier run had begun to disable it, and it is done\n")
    try drill.zleaks("enable", "j.jsonl", "--yes").expect(.clean)
    #expect(drill.areEnabled(1, 2) == [true, true])
  }
}
