import KeyResponse
import Posix
import Reporting
import ScanModel
import Sweeping
import TextForms

/// The reports that a command line names: files, directories of them, standard input.
struct ReportFiles {
  private let recognizer: KeyRecognizer

  /// What all of the reports say besides their findings.
  struct Tally {
    /// The sum of the summaries; `nil` until one has come.
    var summary: ScanSummary?

    /// The reports that do not tell all that they should, or tell of a run that did not.
    var incompleteNames: [ContentPath] = []

    /// The failures to read, one for each report that does not tell all.
    var problems: [ScanProblem] = []

    /// The other tools whose findings the reports hold.
    var tools: Set<ReportTool> = []

    /// The findings of other tools that are no keys of any rule.
    var otherSecretCount = 0

    /// The findings of other tools that those had redacted.
    var redactedCount = 0

    /// Whether every report says what has become of its findings since an earlier one.
    var tellsChanges: Bool { reportCount > 0 && changesCount == reportCount }

    /// What the reports say that the earlier ones held.
    var earlierFindings: [Finding] = []

    /// The reports, and those of them that say what has become of their findings.
    private var reportCount = 0
    private var changesCount = 0

    /// Adds what a report says at its end.
    ///
    /// One that repeats the others, such as what a sweep makes of its results with `--check`, tells
    /// of nothing that was read besides.
    mutating func add(_ ending: ReportEnding, of name: ContentPath, repeatsOthers: Bool = false) {
      if let saved = ending.summary {
        if !repeatsOthers { summary = summary?.adding(saved.summary) ?? saved.summary }
        if !saved.isComplete, saved.summary.isComplete {
          problems.append(
            ScanProblem(path: name, operation: .read, cause: "it says that it is incomplete")
          )
        }
      }
      reportCount += 1
      if ending.tellsChanges { changesCount += 1 }
      earlierFindings += ending.earlierFindings
      if !ending.isComplete { incompleteNames.append(name) }
      for gap in ending.gaps {
        problems.append(ScanProblem(path: name, operation: .read, cause: gap.description))
      }
      tools.formUnion(ending.tools)
      otherSecretCount += ending.otherSecretCount
      redactedCount += ending.redactedCount
    }
  }

  /// Reads reports, in which `recognizer` finds the keys that other tools report.
  init(_ recognizer: KeyRecognizer) {
    self.recognizer = recognizer
  }

  /// Reads all of the reports.
  ///
  /// A directory stands for every `*.jsonl` in it, by name; `-` is standard input. A file that is
  /// named twice is read once.
  ///
  /// - Parameters:
  ///   - operands: The names, byte for byte.
  ///   - take: Gets each finding.
  /// - Returns: What the reports say besides.
  /// - Throws: `CommandFailure` with exit code 2, which names the file and the line.
  func read(
    _ operands: [[UInt8]],
    _ take: (Finding) -> Void
  ) throws(CommandFailure) -> Tally {
    var tally = Tally()
    var seen: Set<FileIdentity> = []
    for operand in operands {
      if operand == Array("-".utf8) {
        let name = ContentPath("standard input")
        tally.add(try read(FileDescriptor(borrowing: 0), "standard input", take), of: name)
        continue
      }
      let isSweep = try addGaps(of: operand, to: &tally)
      for path in try files(operand, mayBeNone: isSweep) {
        let shown = Self.quoted(path)
        let file = try Self.reading(shown) { () throws(SystemError) in
          try FileDescriptor.open(path)
        }
        let status = try Self.reading(shown) { () throws(SystemError) in try file.status() }
        // A FIFO has one reader, and what it gives is gone.
        if status.kind == .regular, !seen.insert(status.identity).inserted { continue }
        // What was switched off is written down where the reports are.
        if path != operand, status.kind == .regular, Self.isJournal(file) { continue }
        let repeatsOthers =
          path != operand && path.suffix(Self.checkedName.count).elementsEqual(Self.checkedName)
        tally.add(try read(file, shown, take), of: ContentPath(path), repeatsOthers: repeatsOthers)
      }
    }
    return tally
  }

  /// Whether a file starts as the journals of `zleaks disable` do.
  private static func isJournal(_ file: borrowing FileDescriptor) -> Bool {
    let start = JournalRecord.lineStart
    let buffer = ReadBuffer(capacity: start.count)
    guard let count = try? file.read(into: buffer, position: 0, count: start.count),
      count == start.count
    else { return false }
    return buffer.withBytes(0..<count) { bytes in
      start.indices.allSatisfy { bytes[$0] == start[$0] }
    }
  }

  /// How the path of what `sweep --check` writes beside its results ends.
  private static let checkedName = Array("/\(SweepArguments.checkedName)".utf8)

  /// Adds what the manifests of a sweep, if the directory holds some, say is missing from it.
  ///
  /// - Returns: Whether it holds a manifest.
  private func addGaps(of operand: [UInt8], to tally: inout Tally) throws(CommandFailure) -> Bool {
    // What cannot be looked at is said when it is opened.
    guard (try? FileStatus.of(operand))?.kind == .directory else { return false }
    let audit = try Self.reading(Self.quoted(operand)) { () throws(SystemError) in
      try SweepManifest.audit(directory: operand)
    }
    for gap in audit.gaps {
      tally.problems.append(gap)
      if let path = gap.path { tally.incompleteNames.append(path) }
    }
    return audit.manifestCount > 0
  }

  /// The files that `operand` stands for.
  private func files(
    _ operand: [UInt8],
    mayBeNone: Bool
  ) throws(CommandFailure) -> [[UInt8]] {
    let shown = Self.quoted(operand)
    let status = try Self.reading(shown) { () throws(SystemError) in
      try FileStatus.of(operand)
    }
    guard status.kind == .directory else { return [operand] }
    let names = try Self.reading(shown) { () throws(SystemError) in
      try Self.reportNames(in: operand)
    }
    guard !names.isEmpty || mayBeNone else {
      throw CommandFailure("cannot read \(shown): no '*.jsonl' is in it", .usage)
    }
    let directory = operand.last == UInt8(ascii: "/") ? operand : operand + [UInt8(ascii: "/")]
    return names.map { directory + $0 }
  }

  /// The names in a directory that end with `.jsonl`, in the order of their bytes.
  private static func reportNames(in path: [UInt8]) throws(SystemError) -> [[UInt8]] {
    let directory = try OpenDirectory(path, followsLink: true)
    let buffer = DirectoryBuffer()
    var names: [[UInt8]] = []
    while true {
      let count = try directory.fill(buffer)
      if count == 0 { break }
      var offset = 0
      while let entry = buffer.nextEntry(at: &offset, of: count) {
        let name = buffer.name(of: entry)
        if entry.kind != .directory, !SweepManifest.isLog(name),
          name.suffix(6).elementsEqual(".jsonl".utf8)
        {
          names.append(name)
        }
      }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Reads one report to its end.
  private func read(
    _ file: borrowing FileDescriptor,
    _ shown: String,
    _ take: (Finding) -> Void
  ) throws(CommandFailure) -> ReportEnding {
    let recognizer = recognizer
    var reader = ReportReader { recognizer.keys(in: $0) }
    let buffer = ReadBuffer(capacity: 1 << 18)
    while true {
      let count: Int
      do throws(SystemError) {
        count = try file.read(into: buffer, at: 0)
      } catch {
        throw CommandFailure("cannot read \(shown): \(error)", .usage)
      }
      do throws(ReportReadError) {
        if count == 0 { return try reader.finish() }
        try buffer.withBytes(0..<count) { bytes throws(ReportReadError) in
          try reader.read(bytes, take)
        }
      } catch {
        throw CommandFailure("cannot read \(shown): \(error)", .usage)
      }
    }
  }

  /// Does `body`, which needs the file of that name.
  private static func reading<Result: ~Copyable>(
    _ shown: String,
    _ body: () throws(SystemError) -> Result
  ) throws(CommandFailure) -> Result {
    do throws(SystemError) {
      return try body()
    } catch {
      throw CommandFailure("cannot read \(shown): \(error)", .usage)
    }
  }

  private static func quoted(_ path: [UInt8]) -> String {
    "'\(TerminalText.escaped(ContentPath(path).text))'"
  }
}
