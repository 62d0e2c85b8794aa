import Foundation
import TestSupport
import Testing

@Suite struct SweepKillTests {
  /// Killed at moments spread over its run, then resumed: the results are those of one run.
  @Test func aKilledSweepResumesToTheSameResults() throws {
    let repositories = try SweepRepositories()
    for number in 0..<5 { try repositories.make("r\(number)", key: "\(number)") }
    let origin = try repositories.make("origin", key: "origin")
    let sources = ["src", "file://" + origin.path]
    try repositories.run(["sweep", "--quiet", "--output", "whole"] + sources).expect(.findings)
    for round in 1...8 {
      try runShell(
        repositories,
        """
        "$zleaks" sweep --quiet --output results --resume src "file://\(origin.path)" &
        sleep 0.\(round * 3 + 10)
        kill -9 $! 2>/dev/null
        wait
        """
      )
    }
    try repositories.run(["sweep", "--quiet", "--output", "results", "--resume"] + sources)
      .expect(.findings)
    #expect(try repositories.results() == repositories.results("whole"))
    // Nothing of the killed ones' clones is left either.
    #expect(try temporaryNames(repositories).isEmpty)
  }

  /// What a killed sweep's git still writes is left alone until that git ends, then removed.
  @Test func aCloneThatOutlivesItsSweepIsRemovedByALaterOne() throws {
    let repositories = try SweepRepositories()
    let origin = try repositories.make("origin", key: "origin")
    let address = "file://" + origin.path
    // A git whose clone waits for leave, in a directory that it has made already.
    try repositories.scratch.writeProgram(
      "bin/git",
      """
      #!/bin/sh
      for word; do last=$word; done
      case " $* " in
        *" clone "*)
          mkdir -p "$last"
          : > "$HOME/cloning"
          until [ -e "$HOME/leave" ]; do sleep 0.02; done
          mkdir -p "$last/objects" ;;
      esac

      """
    )
    try runShell(
      repositories,
      """
      PATH="$HOME/bin:$PATH" "$zleaks" sweep --quiet --output killed "\(address)" &
      until [ -e cloning ]; do sleep 0.02; done
      kill -9 $!
      wait
      "$zleaks" sweep --quiet --output second "\(address)"
      ls -A tmp | wc -l > left-while-it-ran
      : > leave
      """
    )
    let left = String(decoding: try repositories.scratch.read("left-while-it-ran"), as: UTF8.self)
    #expect(left.trimmingCharacters(in: .whitespacesAndNewlines) == "2")
    try repositories.run(["sweep", "--quiet", "--output", "third", address]).expect(.findings)
    #expect(try temporaryNames(repositories).isEmpty)
    #expect(try repositories.results("second") == repositories.results("third"))
  }

  /// Runs a script, and waits for whatever it started, also for what nobody waits for any more: the
  /// output that this program reads stays open as a ninth descriptor that all of them inherit.
  private func runShell(_ repositories: SweepRepositories, _ script: String) throws {
    try repositories.scratch.makeDirectory("tmp")
    let outcome = try Command.run(
      ["/bin/sh", "-c", "exec 9>&1\n" + script],
      in: repositories.scratch.path,
      environment: [
        "zleaks": Zleaks.binary, "HOME": repositories.scratch.path,
        "TMPDIR": repositories.scratch.path("tmp"),
      ]
    )
    #expect(outcome.errorText.isEmpty || outcome.errorText.contains("Killed"))
  }

  private func temporaryNames(_ repositories: SweepRepositories) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: repositories.scratch.path("tmp"))
  }
}
