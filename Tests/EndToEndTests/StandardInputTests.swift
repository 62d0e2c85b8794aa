import TestSupport
import Testing

@Suite struct StandardInputTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test func dashReadsStandardInput() throws {
    let outcome = try scratch.scanJSON("-", input: Array("a\nkey=\(Fake.query)\n".utf8))
    #expect(try outcome.expect(.findings).report().places == ["-:2:5"])
  }

  @Test func textCallsItStandardInput() throws {
    let outcome = try scratch.zleaks("scan", "-", input: Array(Fake.query.utf8))
    #expect(outcome.expect(.findings).text.hasPrefix("(standard input):1:1: medium "))
  }

  @Test func dashBesideFiles() throws {
    try scratch.write("a.env", Fake.index)
    let report = try scratch.scanJSON("a.env", "-", input: Array(Fake.query.utf8)).report()
    #expect(report.places == ["-:1:1", "a.env:1:1"])
    #expect(report.summary.files == 2)
  }

  @Test func dashTwiceIsReadOnce() throws {
    let report = try scratch.scanJSON("-", "-", input: Array(Fake.query.utf8)).report()
    #expect(report.places == ["-:1:1"])
  }

  @Test func withoutDashStandardInputIsLeftAlone() throws {
    try scratch.scanJSON(input: Array(Fake.query.utf8)).expect(.clean)
  }

  @Test func emptyInputIsClean() throws {
    let report = try scratch.scanJSON("-").expect(.clean).report()
    #expect(report.summary.files == 1 && report.summary.bytes == 0)
  }

  @Test func regularFileAsStandardInput() throws {
    try scratch.write("a.env", "A=1\nB=\(Fake.query)")
    let report = try scratch.shell("exec $zleaks scan --format jsonl - < a.env").report()
    #expect(report.places == ["-:2:3"])
  }

  @Test func nonBlockingInputIsWaitedFor() throws {
    // A writer that pauses inside a key.
    let script = """
      (printf %s \(Fake.query.prefix(20)); sleep 0.2; printf %s \(Fake.query.dropFirst(20))) \
      | $zleaks scan --format jsonl -
      """
    #expect(try scratch.shell(script).expect(.findings).report().places == ["-:1:1"])
  }
}
