import Posix

/// A sweep over fifty clones of a repository, beside `history` on each of them, one after the other.
struct SweepBench {
  private let path: String

  private static let cloneCount = 50

  /// The number of counted runs of each thing.
  private static let rounds = 3

  /// Measures with clones of the repository at `path`.
  init(path: String) {
    self.path = path
  }

  func run() throws(BenchFailure) {
    let top = "/tmp/zleaks-bench-\(Process.identifier)-\(UInt32.random(in: 0...UInt32.max))"
    let bytes = Array(top.utf8)
    do throws(SystemError) { try DirectoryTree.make(bytes) } catch {
      throw BenchFailure(message: "cannot make '\(top)': \(error)\n")
    }
    defer {
      // A folder that cannot be removed spoils no measurement.
      try? DirectoryTree.remove(bytes)
    }
    let clones = (1...Self.cloneCount).map { "\(top)/clones/\($0).git" }
    for clone in clones {
      let process = try Bench.command(["git", "clone", "-q", "--mirror", path, clone])
      try BenchFailure.check(process.status == 0, "'git clone' ended with \(process.status)")
    }
    try measure(clones, in: top, jobCount: 1)
    try measure(clones, in: top, jobCount: Process.processorCount)
  }

  private func measure(_ clones: [String], in top: String, jobCount: Int) throws(BenchFailure) {
    let zleaks = try Bench.sibling("zleaks")
    let options = ["--quiet", "--fail-on", "none"]
    var (alone, sweeping) = (Times(), Times())
    var peak = 0
    for round in 0...Self.rounds {
      var (each, whole) = (Times(), Times())
      try each.time { () throws(BenchFailure) in
        for clone in clones {
          let history = [zleaks, "history", "--format", "jsonl", clone] + options
          let status = try Bench.command(history).status
          try BenchFailure.check(status == 0, "'zleaks history' ended with \(status)")
        }
      }
      let output = "\(top)/results-\(jobCount)-\(round)"
      let sweep = [
        zleaks, "sweep", "\(top)/clones", "--output", output, "--jobs", "\(jobCount)",
      ]
      let process = try whole.time { () throws(BenchFailure) in
        try Bench.command(sweep + options)
      }
      try BenchFailure.check(process.status == 0, "'zleaks sweep' ended with \(process.status)")
      peak = max(peak, process.peakResidentByteCount)
      try checkResults(output)
      // The first round warms up the page cache.
      if round > 0 {
        alone.append(each)
        sweeping.append(whole)
      }
    }
    var line = ResultLine("sweep")
    line.add("repository", path)
    line.add("repositories", clones.count)
    line.add("jobs", jobCount)
    line.add("seconds", sweeping.median, digits: 4)
    line.add("floorSeconds", alone.median, digits: 4)
    line.add("ratio", sweeping.medianRatio(to: alone))
    line.add("peakMegabytes", Double(peak) / 1e6, digits: 1)
    line.print()
  }

  /// Expects a result for each clone, besides the log and the manifest.
  private func checkResults(_ output: String) throws(BenchFailure) {
    let names: Int
    do throws(SystemError) { names = try DirectoryTree.names(in: Array(output.utf8)).count } catch {
      throw BenchFailure(message: "cannot list '\(output)': \(error)\n")
    }
    try BenchFailure.check(names == Self.cloneCount + 2, "\(names) files in '\(output)'")
  }
}
