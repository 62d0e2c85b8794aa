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
      let script = """
        "$zleaks" sweep --quiet --output results --resume src "file://\(origin.path)" &
        sleep 0.\(round * 3 + 10)
        kill -9 $! 2>/dev/null
        wait
        """
      _ = try Command.run(
        ["/bin/sh", "-c", script],
        in: repositories.scratch.path,
        environment: [
          "zleaks": Zleaks.binary, "HOME": repositories.scratch.path,
          "TMPDIR": repositories.scratch.path("tmp"),
        ]
      )
    }
    try repositories.run(["sweep", "--quiet", "--output", "results", "--resume"] + sources)
      .expect(.findings)
    #expect(try repositories.results() == repositories.results("whole"))
    // Nothing of the killed ones' clones is left either.
    let left = try FileManager.default.contentsOfDirectory(
      atPath: repositories.scratch.path("tmp")
    )
    #expect(left.isEmpty)
  }
}
