import Foundation
import Glibc
import TestSupport
import Testing

/// Where reports go, and what is said beside them.
@Suite struct OutputTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write("a.env", "KEY=\(Fake.query)\n")
  }

  @Test func quietSaysNothing() throws {
    let outcome = try scratch.zleaks("scan", "--quiet").expect(.findings)
    #expect(outcome.errorText == "")
    #expect(outcome.text.hasPrefix("a.env:1:5: "))
  }

  @Test func quietStillSaysWhatCouldNotBeRead() throws {
    let outcome = try scratch.zleaks("scan", "-q", "none").expect(.incomplete)
    #expect(
      outcome.errorText == "zleaks: error: cannot open 'none': no such file or directory\n"
    )
  }

  @Test(arguments: [
    (["--color=always"], [:], true),
    (["--color=always"], ["NO_COLOR": "1"], true),
    (["--color=never"], [:], false),
    ([], [:], false),
    (["--color=auto"], ["NO_COLOR": "1"], false),
  ])
  func color(_ options: [String], _ environment: [String: String], _ isColored: Bool) throws {
    let outcome = try Command.run(
      [Zleaks.binary, "scan"] + options,
      in: scratch.path,
      environment: environment
    )
    #expect(outcome.text.contains("\u{1B}[33mmedium\u{1B}[0m") == isColored)
    #expect(outcome.output.contains(0x1B) == isColored)
  }

  @Test func reportsOfSeveralForms() throws {
    let outcome = try scratch.zleaks(
      "scan",
      "--format",
      "text",
      "--format",
      "jsonl=a.jsonl",
      "--format=json=a.json",
      "a.env"
    )
    outcome.expect(.findings)
    #expect(outcome.text.hasPrefix("a.env:1:5: medium"))
    #expect(try Report(parsing: scratch.read("a.jsonl")).places == ["a.env:1:5"])
    let json = try JSONSerialization.jsonObject(with: Data(scratch.read("a.json")))
    let object = try #require(json as? [String: Any])
    #expect(object["schema"] as? String == "zleaks.report/1")
    #expect((object["findings"] as? [Any])?.count == 1)
  }

  @Test func outputTakesTheReportWithoutAFile() throws {
    let outcome = try scratch.zleaks("scan", "--output", "out.txt", "a.env").expect(.findings)
    #expect(outcome.output.isEmpty)
    #expect(
      String(decoding: try scratch.read("out.txt"), as: UTF8.self).hasPrefix("a.env:1:5: ")
    )
  }

  @Test func outputReplacesTheWholeFileAndLeavesNothingElse() throws {
    try scratch.write("out/report", String(repeating: "old\n", count: 100_000))
    try scratch.zleaks("scan", "--format=jsonl", "-o", "out/report", "a.env").expect(.findings)
    #expect(try Report(parsing: scratch.read("out/report")).places == ["a.env:1:5"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")) == ["report"])
  }

  @Test func anOldReportKeepsItsPermissionsAndANewOneWithKeysIsItsOwnersAlone() throws {
    try scratch.write("old", "")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640],
      ofItemAtPath: scratch.path("old")
    )
    try scratch.zleaks("scan", "--output", "old", "a.env").expect(.findings)
    try scratch.zleaks("scan", "--show-secrets", "--output", "new", "a.env").expect(.findings)
    #expect(try permissions(of: "old") == 0o640)
    #expect(try permissions(of: "new") == 0o600)
  }

  private func permissions(of file: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path(file))
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test func twoReportsToOnePlaceAreTwo() throws {
    try scratch.zleaks("scan", "--format=text", "--format=json").expect(.usage)
      .expectError("reports 'text' and 'json' would both go to standard output")
  }

  @Test func outputThatCannotBeMadeIsTwoBeforeTheScan() throws {
    let outcome = try scratch.zleaks("scan", "--output", "none/out.txt", "a.env").expect(.usage)
      .expectError("zleaks: error: cannot write 'none/out.txt': no such file or directory")
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errorText.contains("finding"))
  }

  @Test func reportsBeforeOneThatCannotBeMadeLeaveNothing() throws {
    try scratch.zleaks("scan", "--format=json=a.json", "--format=text=none/x", "a.env")
      .expect(.usage)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["a.env"])
  }

  @Test func fullDeviceIsNamed() throws {
    try scratch.zleaks("scan", "--output", "/dev/full", "a.env").expect(.findings)
      .expectError("cannot write the report to '/dev/full': no space left on device")
    try scratch.write("clean.txt", "x")
    try scratch.zleaks("scan", "--output", "/dev/full", "clean.txt").expect(.clean)
    try scratch.zleaks("scan", "--format=json=/dev/full", "clean.txt").expect(.incomplete)
  }

  @Test func fullStandardOutputIsNamed() throws {
    try scratch.shell("exec $zleaks scan a.env > /dev/full").expect(.findings)
      .expectError("cannot write the report to standard output: no space left on device")
    try scratch.shell("exec $zleaks --version > /dev/full").expect(.incomplete)
      .expectError("cannot write to standard output: no space left on device")
  }

  @Test func closedStandardOutputIsNamed() throws {
    try scratch.shell("exec $zleaks scan a.env >&-").expect(.findings)
      .expectError("cannot write the report to standard output: bad file descriptor")
    #expect(try scratch.read("a.env") == Array("KEY=\(Fake.query)\n".utf8))
  }

  @Test func closedStandardInputIsNamed() throws {
    try scratch.shell("exec $zleaks scan - <&-").expect(.incomplete)
      .expectError("cannot read standard input: bad file descriptor")
  }

  @Test func closedStandardErrorChangesNothing() throws {
    let outcome = try scratch.shell("exec $zleaks scan none a.env 2>&-").expect(.findings)
    #expect(outcome.text.hasPrefix("a.env:1:5: "))
  }

  @Test func readerWhoLeavesIsNoError() throws {
    let line = "K=\(Fake.query)\n"
    try scratch.write("many.env", String(repeating: line, count: 1_500))
    let outcome = try scratch.shell(
      "{ $zleaks scan --quiet many.env; echo $? > code; } | head -n 1"
    )
    #expect(outcome.text.hasPrefix("many.env:1:3: medium"))
    #expect(outcome.errorText == "")
    #expect(try scratch.read("code") == Array("1\n".utf8))
  }

  @Test func linkAsDestinationStaysALink() throws {
    try scratch.write("out/report", "old")
    try scratch.link("link", to: "out/report")
    try scratch.zleaks("scan", "--format=jsonl=link", "a.env").expect(.findings)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path("link"))
        == "out/report"
    )
    #expect(try Report(parsing: scratch.read("out/report")).places == ["a.env:1:5"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")) == ["report"])
  }

  @Test func pipeAsDestinationIsWrittenDirectly() throws {
    let outcome = try scratch.shell(
      "mkfifo pipe; cat pipe & $zleaks scan -q --format=jsonl=pipe a.env; wait"
    )
    #expect(try outcome.report().places == ["a.env:1:5"])
  }
}
