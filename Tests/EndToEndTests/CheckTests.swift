import TestSupport
import Testing

/// `zleaks check`, against the stand-in as a process of its own.
@Suite(.timeLimit(.minutes(10))) struct CheckTests {
  private let scratch: Scratch
  private let standIn: RunningStandIn

  init() throws {
    scratch = try Scratch()
    standIn = try RunningStandIn()
  }

  /// Runs `zleaks check` as the owner.
  private func check(
    _ arguments: String...,
    input: String = "",
    anonymously: Bool = false
  ) throws -> Command.Outcome {
    try Command.run(
      [Zleaks.binary, "check"] + arguments,
      in: scratch.path,
      environment: anonymously ? standIn.anonymousEnvironment : standIn.environment,
      input: Array(input.utf8)
    )
  }

  /// Scans lines into a report.
  private func report(_ file: String, of lines: [String], _ options: String...) throws {
    let arguments = [Zleaks.binary, "scan", "-", "--fail-on", "none", "--format", "jsonl=\(file)"]
    let input = lines.map { $0 + "\n" }.joined()
    try Command.run(arguments + options, in: scratch.path, input: Array(input.utf8)).expect(.clean)
  }

  private func line(_ state: String, _ secret: String, _ rest: String) -> String {
    let padded = state + String(repeating: " ", count: 8 - state.count)
    return ([padded, Fake.redacted(secret)] + (rest.isEmpty ? [] : [rest])).joined(separator: "  ")
  }

  @Test func redactedReportIsEnough() throws {
    let keys = [standIn.active, standIn.disabled]
    try scratch.write("tree/a.env", keys.map { $0.secret + "\n" }.joined() + Fake.index + "\n")
    try scratch.write("tree/b.env", standIn.active.secret + "\n")
    try scratch.zleaks("scan", "tree", "--format", "jsonl=r.jsonl").expect(.findings)
    let outcome = try check("r.jsonl").expect(.findings)
    let role = "serving, viewer of corpus"
    #expect(
      outcome.text.split(separator: "\n").map(String.init) == [
        line(
          "active",
          keys[0].secret,
          "\(keys[0].id) 'search page 1' \(role) 'corpus-1'  tree/a.env:1:1, tree/b.env:1:1"
        ),
        line("unknown", Fake.index, "not-in-account  tree/a.env:3:1"),
        line(
          "disabled",
          keys[1].secret,
          "\(keys[1].id) 'search page 4' \(role) 'corpus-0'  tree/a.env:2:1"
        ),
      ]
    )
    let requests = try standIn.requests()
    #expect(requests.map(\.path) == ["/v2/api_keys", "/v2/api_keys"])
    #expect(Set(requests.map(\.fingerprint)).count == 1)
  }

  @Test func exitCodeSaysWhetherAKeyIsLeft() throws {
    try report("off.jsonl", of: [standIn.disabled.secret])
    try report("on.jsonl", of: [standIn.active.secret])
    try report("strange.jsonl", of: [Fake.query])
    try report("none.jsonl", of: ["nothing"])
    try check("off.jsonl").expect(.clean)
    try check("off.jsonl", "on.jsonl").expect(.findings)
    try check("strange.jsonl").expect(.findings)
    try check("strange.jsonl", "--allow-unknown").expect(.clean)
    try check("on.jsonl", "--allow-unknown").expect(.findings)
    try check("none.jsonl").expect(.clean).expectError("no keys to check\n")
  }

  @Test func nothingAskedIsIncomplete() throws {
    try report("off.jsonl", of: [standIn.disabled.secret])
    let outcome = try check("off.jsonl", anonymously: true).expect(.incomplete)
    #expect(outcome.text.contains("  no-credential\n"))
    try check("off.jsonl", "--allow-unknown", anonymously: true).expect(.incomplete)
    let wrong = try scratch.zleaks(
      "check",
      "off.jsonl",
      environment: ["VECTARA_API_URL": standIn.address, "VECTARA_API_KEY": Fake.personal]
    )
    #expect(wrong.expect(.incomplete).text.contains("  rejected\n"))
    wrong.expectError(
      "zleaks: error: cannot list the account's keys: the service does not accept your credential"
    )
  }

  @Test func reportThatDoesNotTellAllIsIncomplete() throws {
    try report("off.jsonl", of: [standIn.disabled.secret])
    let lines = String(decoding: try scratch.read("off.jsonl"), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    try scratch.write("cut.jsonl", lines.prefix(1).joined() + "\n")
    try check("cut.jsonl").expect(.incomplete)
      .expectError("cannot read 'cut.jsonl': it ends without a summary")
    try scratch.write("bad.jsonl", "{}\n")
    try check("bad.jsonl").expect(.usage)
    try check("none.jsonl").expect(.usage)
  }

  @Test func reportsAreMerged() throws {
    try report("a.jsonl", of: [standIn.active.secret])
    try scratch.makeDirectory("more")
    try report("more/b.jsonl", of: [standIn.active.secret, Fake.query])
    try report("more/c.jsonl", of: [Fake.index])
    let outcome = try check("a.jsonl", "more", "--format", "jsonl").expect(.findings)
    let states = try outcome.report().findings.map(\.status.state)
    #expect(states == ["active", "active", "unknown", "unknown"])
    #expect(try outcome.report().summary.keys == 3)
    #expect(try standIn.requests().count == 2)
  }

  @Test func linesOfStandardInputAreKeysAndIDs() throws {
    let outcome = try check(
      "-",
      "--format",
      "jsonl",
      input: """
        # sent by mail
        \(standIn.active.secret)

        \(standIn.disabled.id)\r
        \(Fake.query)
        """
    ).expect(.findings)
    let report = try outcome.report()
    #expect(report.places == ["-:2:1", "-:4:1", "-:5:1"])
    #expect(report.findings.map(\.status.state) == ["active", "disabled", "unknown"])
  }

  @Test func lineThatHoldsNothingIsSaid() throws {
    let outcome = try check("-", input: "\(standIn.disabled.secret)\nhello\n").expect(.incomplete)
    outcome.expectError("cannot read 'standard input': line 2 holds neither a key nor a key ID\n")
    #expect(!outcome.errorText.contains("hello"))
    try check("-", input: "").expect(.clean).expectError("no keys to check\n")
  }

  @Test func reportOnStandardInputIsSeenToBeOne() throws {
    try report("a.jsonl", of: [standIn.active.secret])
    let text = String(decoding: try scratch.read("a.jsonl"), as: UTF8.self)
    let outcome = try check("-", input: " \n" + text).expect(.findings)
    #expect(outcome.text.hasPrefix(line("active", standIn.active.secret, "")))
    try check("-", input: "{}").expect(.usage)
    try check("-", input: String(text.prefix(40))).expect(.incomplete)
  }

  @Test func identifiersAreAskedForByName() throws {
    let outcome = try check(standIn.active.id, standIn.disabled.id, "aky_nobody").expect(.findings)
    #expect(
      outcome.text == """
        active    \(standIn.active.id)  'search page 1' serving, viewer of corpus 'corpus-1'
        unknown   aky_nobody  not-in-account
        disabled  \(standIn.disabled.id)  'search page 4' serving, viewer of corpus 'corpus-0'

        """
    )
    try check(standIn.disabled.id).expect(.clean)
    // In a report, an ID opens nothing.
    try report("id.jsonl", of: [standIn.active.id])
    try check("id.jsonl").expect(.clean)
  }

  @Test func keyOnTheCommandLineIsRefused() throws {
    for operand in [standIn.active.secret, "./\(standIn.active.secret).jsonl", Fake.query + "A"] {
      let outcome = try check("x.jsonl", operand).expect(.usage)
      outcome.expectError("zleaks: error: an operand is a key, or has one in its name; ")
      expectNoSecrets(standIn.secrets + [Fake.query], in: [outcome.text, outcome.errorText])
    }
    let outcome = try check(standIn.active.id, "--credential-file", standIn.owner.secret)
    expectNoSecrets(standIn.secrets, in: [outcome.expect(.usage).text, outcome.errorText])
    #expect(try standIn.requests().isEmpty)
  }

  @Test func nothingToCheckIsAMistake() throws {
    try check().expect(.usage).expectError(
      "zleaks: error: nothing to check; name a report or a key ID, or '-' for standard input\n"
    )
  }

  @Test func probeNeedsTheKeys() throws {
    try report("a.jsonl", of: [standIn.active.secret])
    try check("a.jsonl", "--probe", anonymously: true).expect(.incomplete)
      .expectError("zleaks: warning: --probe needs the keys themselves")
    try report(
      "whole.jsonl",
      of: [standIn.active.secret, standIn.disabled.secret],
      "--show-secrets"
    )
    let outcome = try check("whole.jsonl", "--probe", anonymously: true).expect(.findings)
    #expect(outcome.text.contains(line("active", standIn.active.secret, "")))
    #expect(outcome.text.contains(line("unknown", standIn.disabled.secret, "rejected")))
    let typed = try check("-", "--probe", input: standIn.active.secret, anonymously: true)
    #expect(typed.expect(.findings).text == line("active", standIn.active.secret, "") + "\n")
  }

  @Test func hiddenSecretsAreSaid() throws {
    let standIn = try RunningStandIn(count: 3, "--fail", #"{"do": "no-secret"}"#)
    let outcome = try scratch.zleaks(
      "check",
      "-",
      input: Array(standIn.active.secret.utf8),
      environment: standIn.environment
    )
    outcome.expect(.findings).expectError(
      "zleaks: warning: the account lists 3 keys without the secret; keys that are "
        + "not-in-account may be among them\n"
    )
  }

  @Test func reportIsWrittenWithTheStates() throws {
    try report("a.jsonl", of: [standIn.disabled.secret])
    #expect(try check("a.jsonl", "--format", "jsonl=b.jsonl").expect(.clean).text == "")
    let again = try check("b.jsonl", anonymously: true).expect(.incomplete)
    // What was known yesterday is not what is known today.
    #expect(again.text.contains("no-credential"))
    let report = try Report(parsing: try scratch.read("b.jsonl"))
    #expect(report.findings.map(\.status.state) == ["disabled"])
    #expect(report.findings.map(\.status.keyID) == [standIn.disabled.id])
  }

  @Test func manyFindingsCostFewRequests() throws {
    let keys = (0..<200).map { Fake.key("zqt", "many-\($0)") }
    try report("many.jsonl", of: (0..<10_000).map { keys[$0 % 200] }, "--show-secrets")
    let outcome = try check("many.jsonl", "--probe", "--allow-unknown").expect(.clean)
    #expect(outcome.text.split(separator: "\n").count == 200)
    let requests = try standIn.requests()
    #expect(requests.count { $0.path == "/v2/api_keys" } == 2)
    #expect(requests.count == 202)
  }
}
