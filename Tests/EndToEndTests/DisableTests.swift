import Foundation
import StandInService
import TestSupport
import Testing

/// `zleaks disable` and `zleaks enable` in scripts.
@Suite(.timeLimit(.minutes(10))) struct DisableTests {
  private let drill: DisableDrill

  init() throws { drill = try DisableDrill() }

  private func disable(_ options: String..., input: String = "") throws -> Command.Outcome {
    try Command.run(
      ["setsid", "-w", Zleaks.binary, "disable"] + options,
      in: drill.scratch.path,
      environment: drill.environment,
      input: Array(input.utf8)
    )
  }

  @Test func switchesOffAndEnableUndoes() throws {
    try drill.report(1, 2, 4)
    let off = try disable("r.jsonl", "--yes", "--journal", "j.jsonl", "--reason", "drill")
    off.expect(.clean).expectError("2 keys switched off, 1 key off before\n")
    #expect(off.text == "")
    #expect(drill.areEnabled(1, 2, 3, 4) == [false, false, true, false])
    #expect(
      try drill.story()
        == ["start", "intent", "outcome done", "intent", "outcome done", "end"]
    )
    try drill.zleaks("enable", "j.jsonl", "--yes").expect(.clean).expectError("2 keys on\n")
    // What was off before stays off.
    #expect(drill.areEnabled(1, 2, 3, 4) == [true, true, true, false])
    try drill.zleaks("enable", "j.jsonl", "--yes").expect(.clean)
      .expectError("this journal has switched off nothing that is not on again\n")
  }

  @Test func theSameCommandAgainChangesNothing() throws {
    try drill.report(1)
    try disable("r.jsonl", "--yes", "--journal", "j.jsonl").expect(.clean)
    let journal = try drill.scratch.read("j.jsonl")
    try disable("r.jsonl", "--yes", "--journal", "j.jsonl").expect(.clean)
      .expectError("it is off already, switched off by this journal at ")
    #expect(drill.requestCount("PATCH") == 1)
    #expect(try drill.scratch.read("j.jsonl") == journal)
  }

  @Test func withoutATerminalNothingIsChanged() throws {
    try drill.report(1)
    try disable("r.jsonl").expect(.incomplete)
      .expectError("nothing was changed: there is no terminal to ask on; give --yes")
    #expect(drill.requestCount("PATCH") == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: drill.scratch.path).count == 2)
  }

  @Test func aDryRunChangesNothing() throws {
    try drill.report(1)
    try disable("r.jsonl", "--dry-run", "--journal", "j.jsonl").expect(.clean)
      .expectError("   will     be switched off\n").expectError("\ndry run: nothing was changed\n")
    #expect(drill.requestCount("PATCH") == 0)
    #expect(!FileManager.default.fileExists(atPath: drill.scratch.path("j.jsonl")))
  }

  @Test func thereIsAlwaysAJournal() throws {
    try drill.report(1)
    try disable("r.jsonl", "--yes").expect(.clean).expectError("journal: zleaks-journal-20")
    let names = try FileManager.default.contentsOfDirectory(atPath: drill.scratch.path)
    let name = try #require(names.first { $0.hasPrefix("zleaks-journal-") })
    #expect(name.count == "zleaks-journal-2026-11-21.jsonl".count)
    #expect(try drill.story(name).count == 4)
  }

  @Test func theCredentialInUseStaysOn() throws {
    try drill.report(0, 1)
    try disable("r.jsonl", "--yes", "--journal", "j.jsonl").expect(.incomplete)
      .expectError("it is the credential in use, and would lock you out")
    #expect(drill.areEnabled(0, 1) == [true, false])
  }

  @Test func aForeignKeyMakesItIncomplete() throws {
    try drill.scratch.write("leak.env", "KEY=\(Fake.query)\n")
    try drill.zleaks("scan", "leak.env", "--format", "jsonl=r.jsonl").expect(.findings)
    try disable("r.jsonl", "--yes").expect(.incomplete)
      .expectError("your account does not list it")
  }

  @Test func keysAndIDsComeFromStandardInputToo() throws {
    let input = "\(drill.text(1))\n\(drill.keys[2].id)\n"
    try disable("-", "--yes", "--journal", "j.jsonl", input: input).expect(.clean)
    #expect(drill.areEnabled(1, 2) == [false, false])
  }

  @Test func anIDOnTheCommandLineStandsForItsKey() throws {
    try disable(drill.keys[1].id, "--yes", "--journal", "j.jsonl").expect(.clean)
    #expect(drill.areEnabled(1) == [false])
  }

  @Test func selectorsNarrow() throws {
    try drill.report(1, 2, 3)
    try disable("r.jsonl", "--yes", "--only", drill.keys[1].id, "--journal", "j.jsonl")
      .expect(.clean)
    #expect(drill.areEnabled(1, 2, 3) == [false, true, true])
    try disable("r.jsonl", "--yes", "--role", "serving_and_indexing", "--journal", "j.jsonl")
      .expect(.clean)
    #expect(drill.areEnabled(1, 2, 3) == [false, false, true])
    try disable("r.jsonl", "--yes", "--min-severity", "critical", "--journal", "j.jsonl")
      .expect(.clean)
    #expect(drill.areEnabled(3) == [false])
    try disable("r.jsonl", "--yes", "--role", "Serving").expect(.usage)
      .expectError("'--role Serving' is the role of none of the keys found; give personal, ")
    try disable("r.jsonl", "--yes", "--only", "00000000").expect(.usage)
      .expectError("'--only 00000000' names none of the keys found")
  }

  @Test func oneFailureDoesNotStopTheOthers() throws {
    try drill.report(1, 2)
    let path = "/v2/api_keys/\(drill.keys[1].id)"
    drill.standIn.fail(Misbehaviour(.status(403), method: "PATCH", path: path))
    try disable("r.jsonl", "--yes", "--journal", "j.jsonl").expect(.incomplete)
      .expectError("1 key switched off, 1 key NOT off\n").expectError("(status 403")
    #expect(drill.areEnabled(1, 2) == [true, false])
    drill.standIn.behave()
    try disable("r.jsonl", "--yes", "--journal", "j.jsonl").expect(.clean)
    #expect(drill.areEnabled(1, 2) == [false, false])
    try drill.zleaks("enable", "j.jsonl", "--yes").expect(.clean)
    #expect(drill.areEnabled(1, 2) == [true, true])
  }

  @Test func aServiceThatLiesIsNotBelieved() throws {
    try drill.report(1)
    drill.standIn.fail(Misbehaviour(.stuck, method: "PATCH", times: 1))
    try disable("r.jsonl", "--yes", "--journal", "j.jsonl").expect(.incomplete)
      .expectError("NOT off: the service accepted the request, and the account says otherwise")
    try disable("r.jsonl", "--yes", "--journal", "j.jsonl").expect(.clean)
      .expectError("an earlier run had begun to disable it, and it is not done\n")
    #expect(drill.areEnabled(1) == [false])
  }

  @Test func proofNeedsTheKeyItself() throws {
    try drill.report(1)
    try disable("r.jsonl", "--yes", "--prove", "--journal", "j.jsonl").expect(.clean)
      .expectError("1 key cannot be proved by use: the key itself is not at hand")
    try drill.report(1, secrets: true)
    try disable("r.jsonl", "--yes", "--prove", "--journal", "j.jsonl").expect(.clean)
      .expectError("refused by the service after 0 s: proved\n")
    #expect(try drill.story().suffix(2) == ["proof refused", "end"])
  }

  @Test func drainingIsNotDone() throws {
    let drill = try DisableDrill(propagationSeconds: 3_600)
    try drill.report(1, secrets: true)
    try drill.zleaks(
      "disable",
      "r.jsonl",
      "--yes",
      "--prove",
      "--prove-limit",
      "2",
      "--journal",
      "j.jsonl"
    ).expect(.incomplete).expectError("STILL DRAINING: off in the account")
    #expect(try drill.story().suffix(2) == ["proof still-draining", "end"])
  }

  @Test func anotherRunIsLockedOut() throws {
    try drill.report(1)
    let drill = drill
    drill.standIn.fail(Misbehaviour(.hang(seconds: 60), method: "PATCH", times: 1))
    try drill.killed(["disable", "r.jsonl", "--yes", "--journal", "j.jsonl"]) {
      guard drill.requestCount("PATCH") > 0 else { return false }
      let second = try? drill.zleaks("disable", "r.jsonl", "--yes", "--journal", "j.jsonl")
      #expect(second?.status == Zleaks.Exit.incomplete.rawValue)
      #expect(
        second?.errorText.contains(
          "cannot use the journal 'j.jsonl': another run is writing to it (process "
        ) == true
      )
      return true
    }
    #expect(drill.requestCount("PATCH") == 1)
  }

  @Test func aReportIsNoJournal() throws {
    try drill.report(1)
    let before = try drill.scratch.read("r.jsonl")
    try disable("r.jsonl", "--yes", "--journal", "r.jsonl").expect(.usage)
      .expectError("it is not a journal of zleaks; nothing was written to it")
    #expect(try drill.scratch.read("r.jsonl") == before)
    #expect(drill.areEnabled(1) == [true])
    try drill.zleaks("enable", "r.jsonl", "--yes").expect(.usage)
    try drill.zleaks("enable", "missing.jsonl", "--yes").expect(.usage).expectError("no such file")
  }

  @Test func aJournalThatOthersMayReadIsRefused() throws {
    try drill.report(1)
    try disable("r.jsonl", "--yes", "--journal", "j.jsonl").expect(.clean)
    #expect(unsafe chmod(drill.scratch.path("j.jsonl"), 0o644) == 0)
    try drill.report(2)
    try disable("r.jsonl", "--yes", "--journal", "j.jsonl").expect(.usage)
      .expectError("others than its owner may read or write it; 'chmod 600' it")
    #expect(drill.areEnabled(2) == [true])
  }

  @Test func keysAreNowhereInFull() throws {
    try drill.report(1, 2, 3, secrets: true)
    let reason = "sent as \(drill.text(1))"
    let off = try disable(
      "r.jsonl",
      "--yes",
      "--prove",
      "--journal",
      "j.jsonl",
      "--reason",
      reason,
      "--operator",
      drill.text(2)
    ).expect(.clean)
    let on = try drill.zleaks("enable", "j.jsonl", "--yes").expect(.clean)
    let record = try drill.zleaks("report", "j.jsonl", "--format", "markdown").expect(.clean)
    let journal = String(decoding: try drill.scratch.read("j.jsonl"), as: UTF8.self)
    let texts = [off, on, record].flatMap { [$0.text, $0.errorText] } + [journal]
    expectNoSecrets((0...5).map(drill.text), in: texts)
  }

  @Test func hostileNamesAreEscaped() throws {
    let hostile = try DisableDrill(names: "\u{1B}[2Jgone\n| x")
    try hostile.report(1)
    let off = try hostile.zleaks("disable", "r.jsonl", "--yes", "--journal", "j.jsonl")
    off.expect(.clean).expectError(#"\x1b[2Jgone\n| x"#)
    let on = try hostile.zleaks("enable", "j.jsonl", "--dry-run").expect(.clean)
    let record = try hostile.zleaks("report", "j.jsonl", "--format", "markdown").expect(.clean)
    for text in [off.errorText, on.errorText, record.text] {
      #expect(!text.utf8.contains(0x1B))
    }
  }

  @Test func aScanCanDoItAll() throws {
    try drill.scratch.write("leak.env", "KEY=\(drill.text(1))\n")
    let outcome = try drill.zleaks(
      "scan",
      "leak.env",
      "--check",
      "--disable",
      "--yes",
      "--prove",
      "--journal",
      "j.jsonl",
      "--fail-on",
      "active",
      "--format",
      "jsonl"
    )
    outcome.expect(.clean).expectError("refused by the service after 0 s: proved\n")
    #expect(try outcome.report().places == ["leak.env:1:5"])
    #expect(drill.areEnabled(1) == [false])
  }

  @Test(arguments: [
    (["scan", "--disable"], "'--disable' says something only with '--check'"),
    (["scan", "--check", "--yes"], "'--yes' says something only with '--disable'"),
    (["disable", "r", "--yes", "--dry-run"], "'--yes' and '--dry-run' exclude each other"),
    (["disable", "r", "--prove-limit", "3"], "'--prove-limit' says something only with '--prove'"),
    (["disable", "r", "--only", "abc"], "invalid value 'abc' for '--only'"),
    (["enable"], "missing operand of 'enable': JOURNAL"),
  ])
  func mistakesAreSaid(_ arguments: [String], _ message: String) throws {
    try Command.run([Zleaks.binary] + arguments, in: drill.scratch.path).expect(.usage)
      .expectError(message)
  }
}

extension DisableDrill {
  /// A stand-in whose keys all have that name.
  fileprivate convenience init(names name: String) throws {
    var keys = try KeyMaker(seed: "disable").keys(count: 6)
    for index in keys.indices { keys[index].name = name }
    try self.init(keys: keys)
  }
}
