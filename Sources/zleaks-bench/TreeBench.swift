import Matching
import Posix
import Rules
import ScanModel
import Scanning
import Walking

/// A scan of a tree: in this process beside reading the same files, and as a command beside ripgrep.
struct TreeBench {
  private let path: String
  private let isCold: Bool

  /// The number of counted runs of each thing.
  private static let rounds = 7

  init(path: String, isCold: Bool) {
    self.path = path
    self.isCold = isCold
  }

  func run() throws(BenchFailure) {
    let files = try FileList(below: path)
    try BenchFailure.check(files.fileCount > 0, "no files in '\(path)'")
    let plan = ScanPlan(matcher: Matcher(try Bench.rules(), decodeDepth: 2))
    let threadCount = Process.processorCount
    try compare(plan.openingNothing, files, archives: "closed") {
      files.readAll(threadCount: threadCount)
    }
    let walker = DirectoryWalker(try Bench.walkOptions())
    try compare(plan, files, archives: "opened") { readAndDecode(walker) }
    try compareWithRipgrep()
  }

  /// Compares a scan with what it cannot do without, which returns the bytes that are there to search.
  private func compare(
    _ plan: ScanPlan,
    _ files: FileList,
    archives: String,
    floor: () -> Int
  ) throws(BenchFailure) {
    let scan = TreeScan(plan: plan, options: try Bench.walkOptions())
    var (scanning, reading) = (Times(), Times())
    var byteCount = 0
    for round in 0..<(isCold ? 3 : Self.rounds + 1) {
      var (scanOnce, readOnce) = (Times(), Times())
      try emptyCacheIfCold()
      byteCount = readOnce.time(floor)
      try emptyCacheIfCold()
      let result = scanOnce.time { scan.run([Array(path.utf8)]) }
      try BenchFailure.check(
        result.coverage.fileCount == files.fileCount && result.coverage.byteCount == byteCount,
        "read \(result.coverage.fileCount) files and \(result.coverage.byteCount) bytes of "
          + "\(files.fileCount) and \(byteCount), archives \(archives)"
      )
      if round > 0 || isCold {
        scanning.append(scanOnce)
        reading.append(readOnce)
      }
    }
    var line = ResultLine(isCold ? "tree-cold" : "tree")
    line.add("path", path)
    line.add("archives", archives)
    line.add("files", files.fileCount)
    line.add("bytes", byteCount)
    line.add("threads", Process.processorCount)
    line.add("seconds", scanning.median, digits: 4)
    line.add("floorSeconds", reading.median, digits: 4)
    line.add("ratio", scanning.medianRatio(to: reading))
    line.print()
  }

  /// Reads every file and decodes every stream; returns how many bytes there are to search.
  private func readAndDecode(_ walker: DirectoryWalker) -> Int {
    let total = Monitor(0)
    _ = walker.walk(
      [Array(path.utf8)],
      makeVisitor: { ContainerFloor() },
      finish: { floor in
        let byteCount = floor.coverage.byteCount
        total.withLock { $0 += byteCount }
      },
      tick: { _ in }
    )
    return total.withLock { $0 }
  }

  private func compareWithRipgrep() throws(BenchFailure) {
    let zleaks = try Bench.sibling("zleaks")
    let peer = ["rg", "-uuu", "-c", "(z[uqw]t|aky)_", path]
    var closed = Comparison(["scan", "--quiet", "--no-archives", path])
    var opened = Comparison(["scan", "--quiet", path])
    var others = Times()
    for round in 0..<(isCold ? 3 : Self.rounds + 1) {
      let isCounted = round > 0 || isCold
      try run(zleaks, &closed, isCounted)
      try run(zleaks, &opened, isCounted)
      var once = Times()
      try emptyCacheIfCold()
      do throws(BenchFailure) {
        let process = try once.time { () throws(BenchFailure) in try Bench.command(peer) }
        try BenchFailure.check(process.status < 2, "'rg' ended with \(process.status)")
      } catch {
        Bench.write("rg cannot be run; its lines are left out: \(error.message)", to: 2)
        return
      }
      if isCounted { others.append(once) }
    }
    for (comparison, archives) in [(closed, "closed"), (opened, "opened")] {
      var line = ResultLine(isCold ? "command-cold" : "command")
      line.add("path", path)
      line.add("archives", archives)
      line.add("seconds", comparison.times.median, digits: 4)
      line.add("ripgrepSeconds", others.median, digits: 4)
      line.add("ratio", comparison.times.medianRatio(to: others))
      line.add("peakMegabytes", Double(comparison.peak) / 1e6, digits: 1)
      line.print()
    }
  }

  /// A command, and what its runs have taken.
  private struct Comparison {
    let arguments: [String]
    var times = Times()

    /// The most memory that a run has had, in bytes.
    var peak = 0

    init(_ arguments: [String]) { self.arguments = arguments }
  }

  private func run(
    _ program: String,
    _ comparison: inout Comparison,
    _ isCounted: Bool
  ) throws(BenchFailure) {
    var once = Times()
    try emptyCacheIfCold()
    let command = [program] + comparison.arguments
    let process = try once.time { () throws(BenchFailure) in try Bench.command(command) }
    // 3 says that something could not be read, such as a damaged archive.
    try BenchFailure.check(
      process.status != 2,
      "'zleaks \(comparison.arguments.joined(separator: " "))' ended with \(process.status)"
    )
    comparison.peak = max(comparison.peak, process.peakResidentByteCount)
    if isCounted { comparison.times.append(once) }
  }

  private func emptyCacheIfCold() throws(BenchFailure) {
    guard isCold else { return }
    do throws(SystemError) {
      // Linux, Documentation/admin-guide/sysctl/vm.rst: 3 drops pages, entries and inodes.
      try FileDescriptor.openForWriting(Array("/proc/sys/vm/drop_caches".utf8))
        .write(Array("3\n".utf8).span)
    } catch {
      throw BenchFailure(message: "cannot empty the page cache: \(error); --cold needs root\n")
    }
  }
}
