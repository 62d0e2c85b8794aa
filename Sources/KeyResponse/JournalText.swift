/// What a journal says: its records, and which of its lines are none.
package struct JournalText: Hashable, Sendable {
  /// The records in the order in which they were written.
  package private(set) var records: [JournalRecord] = []

  /// The lines, counted from 1, that a crash has left half written.
  package private(set) var brokenLines: [Int] = []

  /// Whether the last line has no end.
  package private(set) var isTorn = false

  /// The most bytes of a journal that are read: 64 MiB.
  package static let maximumByteCount = 64 << 20

  /// Reads the content of a journal.
  ///
  /// A line that is only half there, as a crash leaves it, is no error: it is counted, and the rest
  /// is read.
  ///
  /// - Throws: `notAJournal` for anything else than a journal, `tooLarge` for one that is too large.
  package init(parsing bytes: [UInt8]) throws(JournalError) {
    guard bytes.count <= Self.maximumByteCount else { throw .tooLarge }
    guard bytes.isEmpty || Self.isJournal(bytes) else { throw .notAJournal }
    let lineEnd = UInt8(ascii: "\n")
    isTorn = bytes.last.map { $0 != lineEnd } ?? false
    for (index, line) in bytes.split(separator: lineEnd, omittingEmptySubsequences: false)
      .enumerated() where !line.isEmpty
    {
      if let record = JournalRecord(line: Array(line)) {
        records.append(record)
      } else {
        brokenLines.append(index + 1)
      }
    }
  }

  /// Whether a file that starts with `bytes` is a journal, or what a crash left of its first line.
  package static func isJournal(_ bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty else { return false }
    let start = JournalRecord.lineStart
    return bytes.starts(with: start)
      || (bytes.count < start.count && start.starts(with: bytes))
      || isTornStart(bytes, start)
  }

  /// Whether the first line is a part of a record's start, and something follows it.
  private static func isTornStart(_ bytes: [UInt8], _ start: [UInt8]) -> Bool {
    let line = Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
    let rest = bytes.dropFirst(line.count + 1)
    return !line.isEmpty && line.count < start.count && start.starts(with: line)
      && rest.starts(with: start)
  }
}

/// Why a journal cannot be used.
package enum JournalError: Error, Hashable, Sendable {
  /// There is no such file.
  case missing
  /// The file cannot be opened as a journal must be, for this reason.
  case unusable(String)
  /// Another run is writing to it: its process, and since when, if the journal tells.
  case inUse(process: Int?, operatorName: String?, since: String?)
  /// The file is something else.
  case notAJournal
  /// The file is too large.
  case tooLarge
  /// A record could not be written, for this reason.
  case notWritten(String)
}

extension JournalError: CustomStringConvertible {
  /// The cause, and what to do.
  package var description: String {
    switch self {
    case .missing: return "no such file"
    case .unusable(let cause): return cause
    case .inUse(let process, let operatorName, let since):
      let facts = [
        process.map { "process \($0)" }, operatorName.map { "of \($0)" },
        since.map { "since \($0)" },
      ].compactMap { $0 }
      let who = facts.isEmpty ? "" : " (\(facts.joined(separator: " ")))"
      return "another run is writing to it\(who); wait until that has ended, or name another "
        + "journal with '--journal'"
    case .notAJournal: return "it is not a journal of zleaks; nothing was written to it"
    case .tooLarge: return "it has more than 64 MiB; name another journal with '--journal'"
    case .notWritten(let cause): return "a record could not be written: \(cause)"
    }
  }
}
