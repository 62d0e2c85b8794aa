import GitObjects
import Matching
import Posix
import Rules
import ScanModel
import Scanning

/// What it takes to find out how blobs came into a repository, beside the scan that finds them.
struct AttributionBench {
  /// The repository as the user named it.
  let path: String

  /// Where it is.
  let location: RepositoryLocation

  /// The program that knows the answers.
  let git: GitCounter

  /// How many blobs are asked for, from one to ten times as many as the bar is for.
  private static let hitCounts = [1, 10, 100, 1_000]

  /// The number of counted runs of each thing.
  private static let rounds = 3

  /// How many blobs at most git is asked about one by one.
  private static let sampleCount = 50

  /// Measures with more and more blobs, chosen from all that the repository has.
  func run() throws(BenchFailure) {
    let blobs = try git.blobs()
    let reachable = try git.reachableBlobs()
    for hitCount in Self.hitCounts where hitCount <= blobs.count {
      var random = SplitMix64(seed: UInt64(hitCount))
      var hits: Set<ObjectID> = []
      while hits.count < hitCount {
        hits.insert(blobs[Int(random.next() % UInt64(blobs.count))])
      }
      try measure(hits, reachable)
    }
  }

  private func measure(
    _ hits: Set<ObjectID>,
    _ reachable: [ObjectID: ContentPath]
  ) throws(BenchFailure) {
    let threadCount = Process.processorCount
    let scan = HistoryScan(
      plan: ScanPlan(matcher: Matcher(try Bench.rules())),
      threadCount: threadCount
    )
    let store = ObjectStore(location)
    let sweep = ObjectSweep(store, options: SweepOptions(threadCount: threadCount))
    var (scanning, attributing) = (Times(), Times())
    var (scanWork, attributeWork) = (0.0, 0.0)
    for round in 0...Self.rounds {
      var (scanOnce, attributeOnce) = (Times(), Times())
      let start = Process.processorSeconds
      _ = scanOnce.time { scan.run([Array(path.utf8)]) }
      let middle = Process.processorSeconds
      // A scan has planned its sweep already when there is something to attribute.
      let outcome = attributeOnce.time { Attributor(after: sweep).outcome(for: hits) }
      let end = Process.processorSeconds
      if round == 0 {
        // The first round warms up the memory, and shows that the answers are right.
        try check(outcome, hits, reachable)
      } else {
        scanning.append(scanOnce)
        attributing.append(attributeOnce)
        scanWork += middle - start
        attributeWork += end - middle
      }
    }
    var line = ResultLine("history-attribution")
    line.add("repository", path)
    line.add("hits", hits.count)
    line.add("threads", threadCount)
    line.add("seconds", attributing.median, digits: 4)
    line.add("scanSeconds", scanning.median, digits: 4)
    line.add("ratio", attributing.medianRatio(to: scanning))
    line.add("processorRatio", attributeWork / max(scanWork, 1e-9))
    line.add("peakMegabytes", Double(Process.peakResidentByteCount) / 1e6, digits: 1)
    line.print()
  }

  /// Compares what was found with what git says.
  private func check(
    _ outcome: Attributor.Outcome,
    _ hits: Set<ObjectID>,
    _ reachable: [ObjectID: ContentPath]
  ) throws(BenchFailure) {
    var sample: [(commit: ObjectID, path: ContentPath, blob: ObjectID)] = []
    try BenchFailure.check(!outcome.isTruncated, "not all trees were kept")
    for hit in hits.sorted() {
      guard let history = outcome.histories[hit] else {
        throw BenchFailure(message: "wrong answer: no history of \(hit)\n")
      }
      try BenchFailure.check(
        (history.holder == .reference) == (reachable[hit] != nil),
        "\(hit) is held by \(history.holder)"
      )
      guard let path = reachable[hit] else { continue }
      try BenchFailure.check(
        history.paths.contains(path) || history.pathCount > history.paths.count,
        "\(hit) was never at \(path.text)"
      )
      guard let introduction = history.introduction, let place = introduction.path else { continue }
      if sample.count < Self.sampleCount { sample.append((introduction.commit, place, hit)) }
    }
    let found = try git.objects(at: sample.map { ($0.commit, $0.path) })
    try BenchFailure.check(
      found == sample.map(\.blob),
      "of \(sample.count) introductions git has others in place"
    )
  }
}
