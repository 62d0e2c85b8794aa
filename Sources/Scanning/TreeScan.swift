internal import Posix
package import ScanModel
package import Walking

/// A scan of files, directories and standard input.
package struct TreeScan: Sendable {
  private let plan: ScanPlan
  private let options: WalkOptions

  /// Makes a scan.
  package init(plan: ScanPlan, options: WalkOptions) {
    self.plan = plan
    self.options = options
  }

  /// How far a scan is.
  package struct Progress: Sendable {
    /// The files read so far.
    package let fileCount: Int

    /// The bytes searched so far.
    package let byteCount: Int
  }

  /// Searches `paths`; `-` is standard input.
  ///
  /// - Parameters:
  ///   - paths: The arguments, byte for byte.
  ///   - progress: Called every few milliseconds on this thread.
  /// - Returns: Everything found, in the order of reports, and what was read.
  package func run(_ paths: [[UInt8]], progress: (Progress) -> Void = { _ in }) -> ScanResult {
    let results = Monitor(ScanResult())
    let named = paths.filter { !$0.elementsEqual("-".utf8) }
    if named.count < paths.count { results.withLock { $0.merge(scanStandardInput()) } }
    if !named.isEmpty {
      let plan = plan
      let coverage = DirectoryWalker(options).walk(
        named,
        makeVisitor: { ContentScanner(plan: plan) },
        finish: { scanner in
          let result = ScanResult(scanner)
          results.withLock { $0.merge(result) }
        },
        tick: { counters in
          progress(
            Progress(
              fileCount: counters.reduce(0) { $0 + $1.fileCount },
              byteCount: counters.reduce(0) { $0 + $1.byteCount }
            )
          )
        }
      )
      results.withLock { $0.merge(coverage) }
    }
    return results.withLock { result in
      result.finish()
      return result
    }
  }

  private func scanStandardInput() -> ScanResult {
    var scanner = ContentScanner(plan: plan)
    scanner.scan(
      FileDescriptor(borrowing: 0),
      trustsShortReads: false,
      isSeekable: false,
      path: { nil }
    )
    scanner.placeProblems { nil }
    var list = scanner.takeList()
    list.replaceEach { finding in
      finding.location.entry == nil ? finding : finding.placed(at: nil, git: nil)
    }
    return ScanResult(list: list, coverage: scanner.coverage)
  }
}

/// What a scan has found and read.
package struct ScanResult: Sendable {
  /// The findings, in the order of reports.
  package private(set) var list = FindingList()

  /// What was read and what was not.
  package private(set) var coverage = Coverage()

  /// Whether a repository was a shallow clone, whose older history is not here.
  package private(set) var isShallow = false

  init() {}

  init(list: FindingList, coverage: Coverage, isShallow: Bool = false) {
    self.list = list
    self.coverage = coverage
    self.isShallow = isShallow
  }

  init(_ scanner: borrowing ContentScanner) {
    list = scanner.list
    coverage = scanner.coverage
  }

  /// Adds another scan's result, and sorts the findings of both.
  package mutating func add(_ other: ScanResult) {
    merge(other)
    list.finish()
  }

  mutating func merge(_ other: ScanResult) {
    list.merge(other.list)
    coverage.merge(other.coverage)
    isShallow = isShallow || other.isShallow
  }

  mutating func add(_ problem: ScanProblem) {
    coverage.addProblem(problem)
  }

  mutating func merge(_ other: Coverage) {
    coverage.merge(other)
  }

  mutating func finish() {
    list.finish()
    if list.droppedCount > 0 {
      coverage.addSkipped(.findingLimit, count: list.droppedCount)
    }
  }
}
