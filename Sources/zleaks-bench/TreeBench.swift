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
    try compareWithReading(files)
    try compareWithRipgrep(files)
  }

  private func compareWithReading(_ files: FileList) throws(BenchFailure) {
    let scan = TreeScan(
      plan: ScanPlan(matcher: Matcher(try Bench.rules(), decodeDepth: 2)),
      options: try Bench.walkOptions()
    )
    let threadCount = Process.processorCount
    var (scanning, reading) = (Times(), Times())
    var byteCount = 0
    for round in 0..<(isCold ? 3 : Self.rounds + 1) {
      var (scanOnce, readOnce) = (Times(), Times())
      try emptyCacheIfCold()
      byteCount = readOnce.time { files.readAll(threadCount: threadCount) }
      try emptyCacheIfCold()
      let result = scanOnce.time { scan.run([Array(path.utf8)]) }
      try BenchFailure.check(
        result.coverage.fileCount == files.fileCount && result.coverage.byteCount == byteCount,
        "read \(result.coverage.fileCount) files and \(result.coverage.byteCount) bytes of "
          + "\(files.fileCount) and \(byteCount)"
      )
      if round > 0 || isCold {
        scanning.append(scanOnce)
        reading.append(readOnce)
      }
    }
    var line = ResultLine(isCold ? "tree-cold" : "tree")
    line.add("path", path)
    line.add("files", files.fileCount)
    line.add("bytes", byteCount)
    line.add("threads", threadCount)
    line.add("seconds", scanning.median, digits: 4)
    line.add("floorSeconds", reading.median, digits: 4)
    line.add("ratio", scanning.medianRatio(to: reading))
    line.print()
  }

  private func compareWithRipgrep(_ files: FileList) throws(BenchFailure) {
    let command = [try Bench.sibling("zleaks"), "scan", "--quiet", path]
    let peer = ["rg", "-uuu", "-c", "(z[uqw]t|aky)_", path]
    var (own, others) = (Times(), Times())
    var peak = 0
    for round in 0..<(isCold ? 3 : Self.rounds + 1) {
      var (ownOnce, otherOnce) = (Times(), Times())
      try emptyCacheIfCold()
      let process = try ownOnce.time { () throws(BenchFailure) in try Bench.command(command) }
      try BenchFailure.check(process.status < 2, "'zleaks scan' ended with \(process.status)")
      peak = max(peak, process.peakResidentByteCount)
      try emptyCacheIfCold()
      do throws(BenchFailure) {
        let process = try otherOnce.time { () throws(BenchFailure) in try Bench.command(peer) }
        try BenchFailure.check(process.status < 2, "'rg' ended with \(process.status)")
      } catch {
        Bench.write("rg cannot be run; its line is left out: \(error.message)", to: 2)
        return
      }
      if round > 0 || isCold {
        own.append(ownOnce)
        others.append(otherOnce)
      }
    }
    var line = ResultLine(isCold ? "command-cold" : "command")
    line.add("path", path)
    line.add("seconds", own.median, digits: 4)
    line.add("ripgrepSeconds", others.median, digits: 4)
    line.add("ratio", own.medianRatio(to: others))
    line.add("peakMegabytes", Double(peak) / 1e6, digits: 1)
    line.print()
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
