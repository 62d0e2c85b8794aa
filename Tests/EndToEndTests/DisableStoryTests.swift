import Foundation
import TestSupport
import Testing

/// From a leak to its record, against the stand-in as a process of its own.
@Suite(.timeLimit(.minutes(10))) struct DisableStoryTests {
  private let scratch: Scratch
  private let standIn: RunningStandIn

  init() throws {
    scratch = try Scratch()
    standIn = try RunningStandIn(count: 5, "--propagation", "2")
  }

  private func zleaks(_ arguments: String...) throws -> Command.Outcome {
    try Command.run(
      ["setsid", "-w", Zleaks.binary] + arguments,
      in: scratch.path,
      environment: standIn.environment
    )
  }

  @Test func aLeakIsFoundCheckedSwitchedOffProvedAndPutBack() throws {
    try scratch.write("repo/app.ts", "const key = '\(standIn.active.secret)'\n")
    let git = try scratch.shell(
      """
      cd repo && export HOME=. && git init -q . && git add . &&
      git -c user.name=Ann -c user.email=ann@example.com commit -qm leak &&
      echo clean > app.ts &&
      git -c user.name=Ann -c user.email=ann@example.com commit -qam clean
      """
    )
    #expect(git.status == 0, "\(git.errorText)")
    try zleaks("history", "repo", "--show-secrets", "--format", "jsonl=r.jsonl").expect(.findings)
    #expect(try zleaks("check", "r.jsonl").expect(.findings).text.hasPrefix("active "))

    let off = try zleaks(
      "disable",
      "r.jsonl",
      "--yes",
      "--prove",
      "--journal",
      "incident.jsonl",
      "--reason",
      "INC-7"
    ).expect(.clean)
    off.expectError("not in HEAD any more; since 20").expectError("by Ann <ann@example.com>\n")
      .expectError("can search the corpora that it was made for").expectError(": off, read back")
    let proof = try #require(off.errorText.firstMatch(of: /refused by the service after (\d+) s/))
    #expect((1...20).contains(Int(proof.1) ?? 0))

    #expect(try zleaks("check", "r.jsonl").expect(.clean).text.hasPrefix("disabled "))
    try zleaks("disable", "r.jsonl", "--yes", "--journal", "incident.jsonl").expect(.clean)

    let record = try zleaks("report", "incident.jsonl", "--format", "markdown").expect(.clean).text
    for text in [
      "1 key in this journal, 1 switched off, 1 seen to be refused, 0 off before, 0 on, 0 unknown.",
      "### `\(standIn.active.id)` `search page 1`", "because: INC-7 |", "  - `repo: app.ts:1:14`",
      "git filter-repo --sensitive-data-removal", "## Left to do",
    ] {
      #expect(record.contains(text), "\(record)")
    }

    try zleaks("enable", "incident.jsonl", "--yes").expect(.clean)
    #expect(try zleaks("check", "r.jsonl").expect(.findings).text.hasPrefix("active "))
    let again = try zleaks("report", "incident.jsonl", "--format", "markdown").expect(.clean).text
    #expect(again.contains("- state: **on**\n"))
    expectNoSecrets(standIn.secrets, in: [off.errorText, record, again])
  }
}
