internal import Posix
internal import ScanModel
internal import UnifiedDiff

/// A scan of patch text: what it adds, and the text around it.
///
/// A key on an added line is reported unless the same patch removes it somewhere. Context lines tell
/// what a file is about, and are not reported.
package enum PatchScan {
  /// Scans the patch that standard input gives, of any length.
  package static func scanStandardInput(plan: ScanPlan) -> ScanResult {
    scan(FileDescriptor(borrowing: 0), plan: plan)
  }

  static func scan(_ input: borrowing FileDescriptor, plan: ScanPlan) -> ScanResult {
    var collector = PatchCollector(plan: plan)
    var reader = PatchReader()
    let buffer = ReadBuffer(capacity: 1 << 18)
    do throws(SystemError) {
      while true {
        let count = try input.read(into: buffer, at: 0)
        if count == 0 { break }
        buffer.withBytes(0..<count) { reader.read($0, into: &collector) }
      }
    } catch {
      if Interrupt.caught == nil {
        collector.addProblem(
          ScanProblem(path: nil, operation: .read, cause: error.description)
        )
      }
    }
    reader.finish(into: &collector)
    return collector.finished()
  }
}

/// Searches the sides of a patch as they come.
///
/// A class because a consumer of patches must be copyable, and scanners are not.
private final class PatchCollector: PatchConsumer {
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

  /// Where the lines that `new` is fed are in the file.
  private var newLines = FedLines()

  /// Where the lines that `text` is fed are in the patch.
  private var textLines = FedLines()

  private var findings = FindingList()
  private var removedKeys: Set<Fingerprint> = []
  private var coverage = Coverage()
  private var unlisted = FindingList()

  init(plan: ScanPlan) {
    let everything = ScanPlan(
      matcher: plan.matcher,
      minimumConfidence: .possible,
      honorsAllowMarks: false
    )
    new = ContentScanner(plan: plan)
    old = ContentScanner(plan: everything)
    text = ContentScanner(plan: plan)
    names = ContentScanner(plan: plan, bufferByteCount: 1)
  }

  func begin(_ change: FileChange) {
    endFile()
    path = change.path
    coverage.fileCount += 1
    if change.content == .binary { coverage.addSkipped(.binaryPatch) }
    if change.content == .submodule { coverage.addSkipped(.submodule) }
    if let oldPath = change.oldPath {
      names.scan(oldPath.bytes.span, from: 0, isInPath: true, path: oldPath)
      for finding in names.takeList().findings { removedKeys.insert(finding.key.fingerprint) }
    }
    if let newPath = change.newPath, newPath != change.oldPath {
      names.scan(newPath.bytes.span, from: 0, isInPath: true, path: newPath)
      findings.merge(names.takeList())
    }
  }

  func begin(_ hunk: PatchHunk) {}

  func take(_ line: PatchLine, _ bytes: Span<UInt8>, isContinued: Bool) {
    let end: [UInt8] = isContinued ? [] : [UInt8(ascii: "\n")]
    switch line.kind {
    case .added(let number), .context(let number):
      if case .added = line.kind {
        newLines.note(number, counts: true, isContinued: isContinued)
      } else {
        newLines.note(number, counts: false, isContinued: isContinued)
      }
      new.feed(bytes)
      new.feed(end.span)
    case .removed:
      old.feed(bytes)
      old.feed(end.span)
    case .text:
      textLines.note(line.patchLine, counts: true, isContinued: isContinued)
      text.feed(bytes)
      text.feed(end.span)
    case .header: break
    }
  }

  func take(_ problem: PatchError) {
    addProblem(ScanProblem(path: nil, operation: .read, cause: "\(problem)"))
  }

  /// Notes something that could not be read.
  func addProblem(_ problem: ScanProblem) { coverage.addProblem(problem) }

  /// Everything found, in the order of reports.
  func finished() -> ScanResult {
    endFile()
    text.endFeed(path: nil)
    collect(text.takeList(), textLines)
    var list = unlisted
    findings.finish()
    list.merge(findings.withoutFindings)
    for finding in findings.findings where !removedKeys.contains(finding.key.fingerprint) {
      list.append(finding)
    }
    coverage.byteCount =
      new.coverage.byteCount + old.coverage.byteCount + text.coverage.byteCount
    var result = ScanResult(list: list, coverage: coverage)
    result.finish()
    return result
  }

  private func endFile() {
    new.endFeed(path: path)
    collect(new.takeList(), newLines)
    newLines = FedLines()
    old.endFeed(path: nil)
    for finding in old.takeList().findings { removedKeys.insert(finding.key.fingerprint) }
  }

  private func collect(_ list: FindingList, _ lines: FedLines) {
    unlisted.merge(list.withoutFindings)
    for finding in list.findings {
      guard let line = lines.line(ofFed: finding.location.start.line) else { continue }
      let place = LineColumn(line: line, column: finding.location.start.column)
      findings.append(finding.placed(at: finding.location.path, line: place, git: nil))
    }
  }
}

/// The numbers that lines have where they come from, by the order in which they were fed.
struct FedLines {
  /// Lines fed one after the other that have one number after the other.
  private struct Run {
    let firstFed: Int
    let firstLine: Int
    let counts: Bool
  }

  private var runs: [Run] = []

  /// The lines fed so far, the one that is not ended included.
  private var fedCount = 0

  /// The number of the line fed last, and whether it counts.
  private var last: (line: Int, counts: Bool)?

  /// Whether the line fed last goes on.
  private var isInLine = false

  /// Notes that line `number`, or more of it, is fed next.
  ///
  /// - Parameters:
  ///   - number: The line's number where it comes from.
  ///   - counts: Whether what is found on it is reported.
  ///   - isContinued: Whether more of the line follows.
  mutating func note(_ number: Int, counts: Bool, isContinued: Bool) {
    if !isInLine {
      fedCount += 1
      if last.map({ $0.line &+ 1 != number || $0.counts != counts }) ?? true {
        runs.append(Run(firstFed: fedCount, firstLine: number, counts: counts))
      }
      last = (number, counts)
    }
    isInLine = isContinued
  }

  /// The number of the line that was fed as number `fed`, from 1; `nil` if it does not count.
  func line(ofFed fed: Int) -> Int? {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].firstFed <= fed { low = middle + 1 } else { high = middle }
    }
    guard low > 0, runs[low - 1].counts else { return nil }
    // A hunk may say that it starts at the last line that there can be.
    return runs[low - 1].firstLine &+ (fed - runs[low - 1].firstFed)
  }
}
