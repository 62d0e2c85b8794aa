import TestSupport
import Testing

/// What a signal in the middle of a scan leaves.
@Suite struct InterruptTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// Runs a scan of standard input whose writer stops after `first`, and then sends it `signal`.
  private func interrupt(_ signal: String, _ arguments: String) throws -> Command.Outcome {
    // More than a pipe holds: once it is written, the scan is reading.
    let filler = String(repeating: "nothing\n", count: 20_000)
    try scratch.write("first", "KEY=\(Fake.query)\n" + filler)
    return try scratch.shell(
      """
      mkfifo pipe
      (cat first; touch ready; exec sleep 20) > pipe 2> /dev/null &
      writer=$!
      (until [ -e ready ]; do sleep 0.02; done; sleep 0.1
       kill -\(signal) $$; sleep 1; kill $writer) > /dev/null 2>&1 &
      exec $zleaks scan \(arguments) < pipe
      """
    )
  }

  @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)] as [(String, Int32)])
  func leavesAPartialReport(_ signal: String, _ status: Int32) throws {
    let outcome = try interrupt(signal, "--format jsonl -")
    #expect(outcome.status == status)
    #expect(outcome.signal == status - 128)
    let report = try outcome.report()
    #expect(report.places == ["-:1:5"])
    #expect(!report.summary.complete)
    #expect(report.summary.interrupted == true)
    #expect(outcome.errorText.contains("incomplete: interrupted"))
  }

  /// As `nohup` starts it.
  @Test func anIgnoredHangupStopsNothing() throws {
    let outcome = try scratch.shell(
      """
      trap '' HUP
      mkfifo pipe
      (printf 'KEY=%s\\n' \(Fake.query); sleep 0.3; kill -HUP $$; sleep 0.2; echo more) > pipe &
      exec $zleaks scan --format jsonl - < pipe
      """
    )
    #expect(outcome.status == 1)
    #expect(try outcome.report().summary.complete)
  }

  @Test func quitEndsItAtOnce() throws {
    let outcome = try interrupt("QUIT", "--format jsonl -")
    #expect(outcome.signal == 3)
    #expect(outcome.errorText == "")
  }

  @Test func writesFilesWhole() throws {
    #expect(try interrupt("INT", "--format jsonl=report -").signal == 2)
    #expect(try Report(parsing: scratch.read("report")).places == ["-:1:5"])
  }

  @Test func readsNothingMore() throws {
    try scratch.write("tree/a.env", "KEY=\(Fake.index)\n")
    let report = try interrupt("INT", "--format jsonl - tree tree/a.env").report()
    #expect(report.places == ["-:1:5"])
    #expect(report.summary.files == 0)
    #expect(report.summary.errors == [])
  }

  @Test func brokenPipeDoesNotEndTheProgramByASignal() throws {
    let outcome = try scratch.shell("{ $zleaks help scan; echo $? > code; } | true")
    #expect(outcome.errorText == "")
    let code = try scratch.read("code")
    #expect(code == Array("0\n".utf8) || code == Array("3\n".utf8))
  }
}
