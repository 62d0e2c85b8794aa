import Posix

/// `zleaks --version` as a whole process, beside `true`.
enum StartupBench {
  private static let rounds = 101

  static func run() throws(BenchFailure) {
    let command = [try Bench.sibling("zleaks"), "--version"]
    var (own, empty) = (Times(), Times())
    for round in 0...rounds {
      var (ownOnce, emptyOnce) = (Times(), Times())
      let process = try ownOnce.time { () throws(BenchFailure) in try Bench.command(command) }
      try BenchFailure.check(process.status == 0, "ended with \(process.status)")
      _ = try emptyOnce.time { () throws(BenchFailure) in try Bench.command(["true"]) }
      if round > 0 {
        own.append(ownOnce)
        empty.append(emptyOnce)
      }
    }
    var line = ResultLine("startup")
    line.add("milliseconds", own.median * 1_000, digits: 2)
    line.add("floorMilliseconds", empty.median * 1_000, digits: 2)
    line.add("ratio", own.medianRatio(to: empty))
    line.print()
  }
}
