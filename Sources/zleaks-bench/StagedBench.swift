import Posix
import Rules
import ScanModel

/// `zleaks diff --staged` as a whole process, beside what git takes for the same change.
enum StagedBench {
  /// The changes, and how many runs of each count.
  private static let cases = [
    (fileCount: 1, keyCount: 0, rounds: 51), (fileCount: 1, keyCount: 1, rounds: 51),
    (fileCount: 5_000, keyCount: 0, rounds: 9), (fileCount: 5_000, keyCount: 50, rounds: 9),
  ]

  static func run() throws(BenchFailure) {
    for (fileCount, keyCount, rounds) in cases {
      let repository = try StagedRepository(fileCount: fileCount, keyCount: keyCount)
      // Removed whatever comes of the measuring.
      let failure: BenchFailure?
      do throws(BenchFailure) {
        try measure(repository, rounds: rounds)
        failure = nil
      } catch { failure = error }
      try repository.remove()
      if let failure { throw failure }
    }
  }

  private static func measure(
    _ repository: StagedRepository,
    rounds: Int
  ) throws(BenchFailure) {
    let program = try Bench.sibling("zleaks")
    let scan = ["diff", "--staged", "--quiet", "--format", "jsonl"]
    let ids = try repository.stagedIDs()
    try BenchFailure.check(
      ids.count == repository.fileCount * 41,
      "\(ids.count / 41) staged files of \(repository.fileCount)"
    )
    var (own, listing, reading, empty) = (Times(), Times(), Times(), Times())
    var (git, byteCount) = (Times(), 0)
    for round in 0...rounds {
      var (ownOnce, listOnce, readOnce, emptyOnce) = (Times(), Times(), Times(), Times())
      let report = try ownOnce.time { () throws(BenchFailure) in
        try repository.run(program, scan, status: repository.keyCount > 0 ? 1 : 0)
      }
      let findingCount = report.count { $0 == UInt8(ascii: "\n") } - 1
      try BenchFailure.check(
        findingCount == repository.keyCount,
        "\(findingCount) findings of \(repository.keyCount)"
      )
      var gitOnce = Times()
      try gitOnce.time { () throws(BenchFailure) in
        _ = try listOnce.time { () throws(BenchFailure) in try repository.list() }
        byteCount = try readOnce.time { () throws(BenchFailure) in
          try repository.read(ids)
        }
      }
      _ = try emptyOnce.time { () throws(BenchFailure) in try repository.run("true", []) }
      // The first round warms up the caches.
      if round == 0 { continue }
      own.append(ownOnce)
      listing.append(listOnce)
      reading.append(readOnce)
      git.append(gitOnce)
      empty.append(emptyOnce)
    }
    var line = ResultLine("staged")
    line.add("files", repository.fileCount)
    line.add("findings", repository.keyCount)
    line.add("bytes", byteCount)
    line.add("milliseconds", own.median * 1_000, digits: 2)
    line.add("floorMilliseconds", git.median * 1_000, digits: 2)
    line.add("listMilliseconds", listing.median * 1_000, digits: 2)
    line.add("readMilliseconds", reading.median * 1_000, digits: 2)
    line.add("trueMilliseconds", empty.median * 1_000, digits: 2)
    line.add("ratio", own.medianRatio(to: git))
    line.print()
  }
}
