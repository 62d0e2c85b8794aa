import GitObjects
import Inflate
import Matching
import Posix
import Rules
import ScanModel
import Scanning

/// A scan of a repository's objects: in this process beside inflating the same streams once on as
/// many threads, and as a command.
struct HistoryBench {
  private let path: String
  private let isAttributionAlone: Bool

  /// The number of counted runs of each thing.
  private static let rounds = 5

  /// Measures with the repository at `path`; only attribution if that is asked for.
  init(path: String, isAttributionAlone: Bool) {
    self.path = path
    self.isAttributionAlone = isAttributionAlone
  }

  func run() throws(BenchFailure) {
    let location: RepositoryLocation
    do throws(RepositoryError) {
      location = try RepositoryLocation(containing: Array(path.utf8))
    } catch {
      throw BenchFailure(message: "\(error)\n")
    }
    let store = ObjectStore(location)
    let objectCount = ObjectSweep(store, options: SweepOptions(threadCount: 1)).objectCount
    let git = try GitCounter(location)
    let expected = try git.objectCount()
    try BenchFailure.check(
      objectCount == expected,
      "\(objectCount) objects where git counts \(expected)"
    )
    if !isAttributionAlone {
      // First, as a process that is started has its parent's peak of memory for one (getrusage(2)
      // counts what it had before execve(2)).
      try measureCommand(objectCount: objectCount)
      for engine in Inflater.Engine.allCases where engine.isPresent {
        try measure(store, engine, objectCount: objectCount)
      }
    }
    try AttributionBench(path: path, location: location, git: git).run()
  }

  private func measure(
    _ store: ObjectStore,
    _ engine: Inflater.Engine,
    objectCount: Int
  ) throws(BenchFailure) {
    let plan = ScanPlan(matcher: Matcher(try Bench.rules(), decodeDepth: 2)).openingNothing
    var options = SweepOptions(threadCount: Process.processorCount)
    options.engine = engine
    let scan = HistoryScan(plan: plan, options: options)
    var (inflating, reading, scanning) = (Times(), Times(), Times())
    var amount: InflationFloor.Amount?
    var byteCount = 0
    for round in 0...Self.rounds {
      var (inflateOnce, readOnce, scanOnce) = (Times(), Times(), Times())
      let floor = InflationFloor(ObjectSweep(store, options: options))
      amount = inflateOnce.time { floor.run() }
      let progress = SweepProgress()
      do throws(InflateError) {
        try readOnce.time { () throws(InflateError) in
          try ObjectSweep(store, options: options).run(
            progress: progress,
            makeVisitor: { Idler() },
            finish: { _ in }
          )
        }
      } catch {
        throw BenchFailure(message: "cannot sweep: \(error)\n")
      }
      let result = scanOnce.time { scan.run([Array(path.utf8)]).result }
      byteCount = result.coverage.byteCount
      try BenchFailure.check(
        result.coverage.objectCount == objectCount && byteCount == progress.byteCount,
        "searched \(result.coverage.objectCount) objects and \(byteCount) bytes of "
          + "\(objectCount) and \(progress.byteCount)"
      )
      // The first round warms up the memory.
      if round > 0 {
        inflating.append(inflateOnce)
        reading.append(readOnce)
        scanning.append(scanOnce)
      }
    }
    var line = ResultLine("history")
    line.add("repository", path)
    line.add("engine", "\(engine)")
    line.add("objects", objectCount)
    line.add("streams", amount?.streamCount ?? 0)
    line.add("inflatedBytes", amount?.byteCount ?? 0)
    line.add("bytes", byteCount)
    line.add("threads", options.threadCount)
    line.add("seconds", scanning.median, digits: 4)
    line.add("readerSeconds", reading.median, digits: 4)
    line.add("floorSeconds", inflating.median, digits: 4)
    line.add("readerRatio", reading.medianRatio(to: inflating))
    line.add("ratio", scanning.medianRatio(to: inflating))
    line.add("readerProcessorRatio", reading.processorRatio(to: inflating))
    line.add("processorRatio", scanning.processorRatio(to: inflating))
    line.print()
  }

  private func measureCommand(objectCount: Int) throws(BenchFailure) {
    let command = [try Bench.sibling("zleaks"), "history", "--quiet", path]
    var own = Times()
    var peak = 0
    for round in 0...Self.rounds {
      var once = Times()
      let process = try once.time { () throws(BenchFailure) in try Bench.command(command) }
      // 1 for findings, 3 for a partial clone.
      try BenchFailure.check(
        [0, 1, 3].contains(process.status),
        "'zleaks history' ended with \(process.status)"
      )
      peak = max(peak, process.peakResidentByteCount)
      if round > 0 { own.append(once) }
    }
    var line = ResultLine("history-command")
    line.add("repository", path)
    line.add("objects", objectCount)
    line.add("seconds", own.median, digits: 4)
    line.add("peakMegabytes", Double(peak) / 1e6, digits: 1)
    line.print()
  }
}

/// Looks at nothing.
private struct Idler: ObjectVisitor, Sendable {
  mutating func visit(_ type: ObjectType, _ bytes: Span<UInt8>, name: () -> ObjectID) {}

  mutating func visit(_ piece: ObjectPiece, _ bytes: Span<UInt8>) {}

  mutating func fail(_ problem: ObjectProblem) {}
}
