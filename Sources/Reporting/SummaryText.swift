package import ScanModel
import TextForms

/// What a run came to, as lines for standard error.
///
///     3 findings (2 keys) in 1,204 files, 48.1 MB read, 7 skipped (7 symbolic links), 0.04 s
///     incomplete: 2 could not be read
package enum SummaryText {
  /// One line, and a second one if the run is incomplete; each with its line end.
  package static func lines(_ summary: ScanSummary) -> String {
    let facts = [
      "\(outcome(summary)) in \(amount(summary.coverage))",
      "\(NumberText.byteSize(summary.coverage.byteCount)) read",
      suppressed(summary),
      hidden(summary),
      skipped(summary.coverage),
      NumberText.duration(seconds: summary.seconds),
    ]
    let first = facts.compactMap(\.self).joined(separator: ", ") + "\n"
    guard !summary.isComplete else { return first }
    return first + "incomplete: \(gaps(summary).joined(separator: "; "))\n"
  }

  private static func outcome(_ summary: ScanSummary) -> String {
    guard summary.findingCount > 0 else { return "no keys found" }
    let keys = summary.keyCount > 0 ? NumberText.counted(summary.keyCount, "key") : "key IDs only"
    return "\(NumberText.counted(summary.findingCount, "finding")) (\(keys))"
  }

  private static func amount(_ coverage: Coverage) -> String {
    let files = NumberText.counted(coverage.fileCount, "file")
    guard coverage.objectCount > 0 else { return files }
    let objects = NumberText.counted(coverage.objectCount, "object")
    return coverage.fileCount > 0 ? "\(files) and \(objects)" : objects
  }

  private static func suppressed(_ summary: ScanSummary) -> String? {
    guard summary.suppressedCount > 0 else { return nil }
    return "\(NumberText.grouped(summary.suppressedCount)) suppressed"
  }

  private static func hidden(_ summary: ScanSummary) -> String? {
    guard summary.hiddenCount > 0 else { return nil }
    return "\(NumberText.grouped(summary.hiddenCount)) hidden by --min-confidence or --min-severity"
  }

  /// What was passed over, the most frequent reason first; `nil` if nothing was.
  private static func skipped(_ coverage: Coverage) -> String? {
    let reasons = coverage.skipped
      .filter { $0.key != .findingLimit && $0.value > 0 }
      .sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
    guard !reasons.isEmpty else { return nil }
    let total = reasons.reduce(0) { $0 + $1.value }
    let parts = reasons.map { counted($0.value, $0.key) }
    return "\(NumberText.grouped(total)) skipped (\(parts.joined(separator: ", ")))"
  }

  private static func counted(_ count: Int, _ reason: SkipReason) -> String {
    switch reason {
    case .gitDirectory: NumberText.counted(count, "git directory", "git directories")
    case .symbolicLink: NumberText.counted(count, "symbolic link")
    case .specialFile: NumberText.counted(count, "special file")
    case .kernelFileSystem: NumberText.counted(count, "kernel file system")
    case .excluded: "\(NumberText.grouped(count)) excluded"
    case .gitIgnored: "\(NumberText.grouped(count)) ignored by git"
    case .binaryPatch:
      NumberText.counted(count, "binary file in a patch", "binary files in a patch")
    case .submodule: NumberText.counted(count, "submodule")
    case .encryptedEntry:
      NumberText.counted(count, "encrypted archive entry", "encrypted archive entries")
    case .unopenedArchive: NumberText.counted(count, "unopened archive")
    case .unreadCompression:
      NumberText.counted(
        count,
        "content in an unread compression",
        "contents in an unread compression"
      )
    case .findingLimit:
      NumberText.counted(count, "finding over the limit", "findings over the limit")
    }
  }

  /// Why the run is incomplete.
  private static func gaps(_ summary: ScanSummary) -> [String] {
    var gaps: [String] = []
    if summary.isInterrupted { gaps.append("interrupted") }
    if summary.coverage.problemCount > 0 {
      gaps.append("\(NumberText.grouped(summary.coverage.problemCount)) could not be read")
    }
    if let count = summary.coverage.skipped[.findingLimit] {
      gaps.append("\(counted(count, .findingLimit)) not listed")
    }
    return gaps
  }
}
