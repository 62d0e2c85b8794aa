internal import ScanModel
internal import UnifiedDiff
internal import Walking

/// Searches the sides of a patch as they come.
///
/// A class because a consumer of patches must be copyable, and scanners are not.
final class PatchCollector: PatchConsumer {
  private let scan: PatchScan

  /// The new sides of files: lines added, and lines kept, which say what the file is about.
  private var new: ContentScanner

  /// The lines removed: the keys in them are not new.
  private var old: ContentScanner

  /// The text around the files: messages, headers of mails.
  private var text: ContentScanner

  /// The names of files.
  private var names: ContentScanner

  /// The file that `new` is fed.
  private var path: ContentPath?

  /// Whether the lines of that file are searched.
  private var isFileTaken = false

  /// Where the lines that `new` is fed are in the file.
  private var newLines = FedLines()

  /// Where the lines that `text` is fed are in the input.
  private var textLines = FedLines()

  /// Whether the patch being read has had a file.
  private var isInFiles = false

  /// What the patch being read adds, and the keys that it removes.
  private var added: [Finding] = []
  private var removedKeys: Set<Fingerprint> = []

  /// What is reported, of the patches before and of all text.
  private var list = FindingList()
  private var coverage = Coverage()
  private var hasFiles = false

  /// The most runs of lines that are kept of one file: some 24 MB of them.
  private static let maximumRunCount = 1 << 20

  private static let newline = [UInt8(ascii: "\n")]

  init(_ scan: PatchScan) {
    self.scan = scan
    let plan = scan.plan.openingNothing
    new = ContentScanner(plan: plan)
    old = ContentScanner(plan: plan.seeingEveryKey)
    text = ContentScanner(plan: plan)
    names = ContentScanner(plan: plan, bufferByteCount: 1)
  }

  /// Notes something that could not be read.
  func addProblem(_ problem: ScanProblem) { coverage.addProblem(problem) }

  /// Everything found, in the order of reports.
  func finished() -> PatchScan.Outcome {
    endPatch()
    text.endFeed(path: nil)
    for finding in placed(text.takeList(), textLines) { list.append(finding) }
    coverage.byteCount =
      new.coverage.byteCount + old.coverage.byteCount + text.coverage.byteCount
    var result = ScanResult(list: list, coverage: coverage)
    result.finish()
    let content: PatchScan.Content =
      hasFiles ? .patch : text.coverage.byteCount > 0 ? .text : .nothing
    return PatchScan.Outcome(result: result, content: content)
  }
}

// MARK: - What a reader finds

extension PatchCollector {
  func begin(_ change: FileChange) {
    endFile()
    (isInFiles, hasFiles) = (true, true)
    path = change.path
    if let oldPath = change.oldPath {
      for finding in keys(inName: oldPath) { removedKeys.insert(finding.key.fingerprint) }
    }
    isFileTaken =
      path.map { scan.filter.decision(for: $0.bytes, isDirectory: false) == .take } ?? true
    guard isFileTaken else { return coverage.addSkipped(.excluded) }
    switch change.content {
    case .binary: coverage.addSkipped(.binaryPatch)
    case .submodule: coverage.addSkipped(.submodule)
    case .lines, .none: coverage.fileCount += 1
    }
    if let newPath = change.newPath, newPath != change.oldPath {
      added += keys(inName: newPath)
    }
  }

  func begin(_ hunk: PatchHunk) {}

  func take(_ line: PatchLine, _ bytes: Span<UInt8>, isContinued: Bool) {
    switch line.kind {
    case .added(let number):
      feedNew(number, counts: true, bytes, isContinued: isContinued)
    case .context(let number):
      feedNew(number, counts: scan.reportsOldKeys, bytes, isContinued: isContinued)
    case .removed: Self.feed(&old, bytes, isContinued: isContinued)
    case .text:
      if isInFiles, !textLines.isInLine, !PatchRemark.stands(in: bytes) { endPatch() }
      textLines.note(
        line.patchLine,
        counts: true,
        byteCount: bytes.count,
        isContinued: isContinued
      )
      Self.feed(&text, bytes, isContinued: isContinued)
    case .header: break
    }
  }

  func take(_ problem: PatchError) {
    addProblem(ScanProblem(path: nil, operation: .read, cause: "\(problem)"))
  }

  private func feedNew(
    _ number: Int,
    counts: Bool,
    _ bytes: Span<UInt8>,
    isContinued: Bool
  ) {
    guard isFileTaken else { return }
    newLines.note(number, counts: counts, byteCount: bytes.count, isContinued: isContinued)
    Self.feed(&new, bytes, isContinued: isContinued)
    // A file whose every other line is added: what it is about is then told for each part alone.
    if newLines.runCount >= Self.maximumRunCount, !isContinued { endNewSide() }
  }

  private static func feed(
    _ scanner: inout ContentScanner,
    _ bytes: Span<UInt8>,
    isContinued: Bool
  ) {
    scanner.feed(bytes)
    if !isContinued { scanner.feed(newline.span) }
  }
}

// MARK: - Ends

extension PatchCollector {
  private func keys(inName path: ContentPath) -> [Finding] {
    guard names.mayHoldKey(path.bytes.span) else { return [] }
    names.scan(path.bytes.span, from: 0, isInPath: true, path: path)
    let found = names.takeList()
    list.merge(found.withoutFindings)
    return found.findings
  }

  private func endNewSide() {
    new.endFeed(path: path)
    added += placed(new.takeList(), newLines)
    newLines = FedLines()
  }

  private func endFile() {
    endNewSide()
    old.endFeed(path: nil)
    for finding in old.takeList().findings { removedKeys.insert(finding.key.fingerprint) }
    // More than a report lists: what is removed further on is then no longer known in time.
    if added.count > 2 * FindingList.limit { settle() }
  }

  /// Ends a patch: what it adds and does not remove is new.
  private func endPatch() {
    endFile()
    settle()
    removedKeys.removeAll()
    isInFiles = false
  }

  private func settle() {
    for finding in added
    where scan.reportsOldKeys || !removedKeys.contains(finding.key.fingerprint) {
      list.append(finding)
    }
    added.removeAll()
  }

  /// The findings on lines that count, at the places of those lines; the rest is counted.
  private func placed(_ found: FindingList, _ lines: FedLines) -> [Finding] {
    list.merge(found.withoutFindings)
    return found.findings.compactMap { finding in
      let start = finding.location.start
      let end = finding.location.range?.upperBound ?? 0
      guard let line = lines.line(ofFed: start.line, upTo: end) else { return nil }
      let place = LineColumn(
        line: line,
        column: start.column,
        characterColumn: start.characterColumn
      )
      return finding.placed(at: finding.location.path, line: place, git: nil)
    }
  }
}
