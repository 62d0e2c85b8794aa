import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct ExitCodeTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test func cleanIsZero() throws {
    try scratch.write("a.txt", "nothing here\n")
    let report = try scratch.scanJSON().expect(.clean).report()
    #expect(report.findings.isEmpty && report.summary.complete)
  }

  @Test func findingIsOne() throws {
    try scratch.write("a.env", "KEY=\(Fake.query)\n")
    let outcome = try scratch.zleaks("scan").expect(.findings)
    #expect(
      outcome.text.hasPrefix(
        "a.env:1:5: medium vectara-query-key \(Fake.redacted(Fake.query)) (exact, customer 1)\n"
      )
    )
    #expect(outcome.errorText.hasPrefix("1 finding (1 key) in 1 file, 47 B read, "))
  }

  @Test func keyIDAloneIsReportedAndClean() throws {
    try scratch.write("a.txt", "id: \(Fake.identifier)\n")
    let report = try scratch.scanJSON().expect(.clean).report()
    #expect(report.places == ["a.txt:1:5"])
    #expect(report.findings.map(\.severity) == ["info"])
    #expect(report.findings.map(\.key.redacted) == [Fake.identifier])
    #expect(report.summary.keys == 0)
  }

  @Test func failOnNoneIsClean() throws {
    try scratch.write("a.env", Fake.query)
    let report = try scratch.scanJSON("--fail-on", "none").expect(.clean).report()
    #expect(report.places == ["a.env:1:1"])
  }

  @Test func failOnActiveCountsKeysThatNobodyChecked() throws {
    try scratch.write("a.env", Fake.query)
    try scratch.zleaks("scan", "--fail-on=active").expect(.findings)
  }

  @Test(arguments: [
    ([], "no command given; see 'zleaks help'"),
    (["scna"], "unknown command 'scna'; did you mean 'scan'?"),
    (["scan", "--formt", "text"], "unknown option '--formt'; did you mean '--format'?"),
    (["scan", "--format", "yaml"], "invalid value 'yaml' for '--format'"),
    (["scan", "--threads", "0"], "invalid value '0' for '--threads'"),
    (["scan", "--exclude"], "option '--exclude' needs a value: GLOB"),
    (["scan", "--quiet=yes"], "option '--quiet' takes no value"),
    (["rules", "show", "vectara-qery-key"], "did you mean 'vectara-query-key'?"),
  ])
  func wrongCommandLineIsTwo(_ arguments: [String], _ sentence: String) throws {
    let outcome = try Command.run([Zleaks.binary] + arguments, in: scratch.path)
      .expect(.usage).expectError(sentence)
    #expect(outcome.errorText.hasPrefix("zleaks: error: "))
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: ["a/[", "", "[[:nope:]]"])
  func globThatCanMatchNothingIsTwo(_ glob: String) throws {
    let outcome = try scratch.zleaks("scan", "--exclude", glob).expect(.usage)
    #expect(outcome.errorText.hasPrefix("zleaks: error: "))
    #expect(outcome.output.isEmpty)
  }

  @Test func missingRuleFileIsTwo() throws {
    try scratch.zleaks("scan", "--rules", "none.json5").expect(.usage)
      .expectError("cannot read rule file 'none.json5': no such file or directory")
  }

  @Test func brokenRuleFileNamesLineAndColumn() throws {
    try scratch.write("my.json5", "{\n  schema: \"zleaks.rules/1\",\n  rules: [}\n")
    try scratch.zleaks("scan", "--rules", "my.json5").expect(.usage)
      .expectError("zleaks: error: my.json5:3:11: ")
  }

  @Test func missingPathIsThreeAndTheRestIsReported() throws {
    try scratch.write("a.txt", "id: \(Fake.identifier)\n")
    let outcome = try scratch.scanJSON("none", "a.txt").expect(.incomplete)
      .expectError("zleaks: error: cannot open 'none': no such file or directory")
      .expectError("incomplete: 1 could not be read")
    let report = try outcome.report()
    #expect(report.places == ["a.txt:1:5"])
    #expect(!report.summary.complete)
    #expect(
      report.summary.errors == [
        .init(path: "none", operation: "open", message: "no such file or directory")
      ]
    )
  }

  @Test func missingPathBesideAFindingIsOne() throws {
    try scratch.write("a.env", Fake.query)
    let report = try scratch.scanJSON("none", "a.env").expect(.findings).report()
    #expect(report.places == ["a.env:1:1"])
    #expect(!report.summary.complete)
  }

  @Test func incompleteIsThreeEvenIfNothingFails() throws {
    try scratch.write("a.env", Fake.query)
    try scratch.zleaks("scan", "--fail-on", "none", "none", "a.env").expect(.incomplete)
  }

  @Test func pipeAsArgumentIsThree() throws {
    try scratch.shell("mkfifo pipe && exec $zleaks scan pipe").expect(.incomplete)
      .expectError("cannot open 'pipe': not a file or a directory")
  }

  @Test func pipeInADirectoryIsPassedOver() throws {
    let report = try scratch.shell("mkfifo pipe && exec $zleaks scan --format jsonl")
      .expect(.clean).report()
    #expect(report.summary.skipped == [.init(reason: "special-file", count: 1)])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/mem")))
  func fileThatCannotBeReadIsThree() throws {
    let outcome = try scratch.zleaks("scan", "/proc/self/mem").expect(.incomplete)
    #expect(outcome.errorText.contains("cannot read '/proc/self/mem': input/output error"))
  }

  @Test func standardInputThatIsADirectoryIsThree() throws {
    try scratch.shell("exec $zleaks scan - < /").expect(.incomplete)
      .expectError("cannot read standard input: is a directory")
  }

  @Test(.enabled(if: canBecomeNobody)) func unreadableFileAndDirectoryAreThree() throws {
    try scratch.write("open/a.env", Fake.query)
    try scratch.write("open/secret.env", Fake.index)
    try scratch.write("closed/b.env", Fake.personal)
    let script = """
      chmod 755 . && chmod 0 open/secret.env closed
      \(nobody) $zleaks scan --format jsonl open closed
      code=$?; chmod 700 closed; exit $code
      """
    let outcome = try scratch.shell(script).expect(.findings)
      .expectError("cannot open 'open/secret.env': permission denied")
      .expectError("cannot list 'closed': permission denied")
    let report = try outcome.report()
    #expect(report.places == ["open/a.env:1:1"])
    #expect(!report.summary.complete)
    #expect(report.summary.errors.map(\.path) == ["closed", "open/secret.env"])
  }
}

/// What runs a program as somebody who may not read everything; empty if that is who runs the tests.
private let nobody = geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""

/// Whether `nobody` can run the program where it lies.
private let canBecomeNobody: Bool = {
  if geteuid() != 0 { return true }
  let outcome = try? Command.run(["/bin/sh", "-c", "\(nobody) '\(Zleaks.binary)' --version"])
  return outcome?.status == 0
}()
