internal import Posix
package import ScanModel

/// Who writes to a journal, and why.
package struct JournalAuthor: Sendable {
  /// Names the run.
  package let run: String

  /// Who runs the program.
  package let operatorName: String

  /// Why, in the user's words.
  package let reason: String?

  /// The time of day, in UTC.
  package let now: @Sendable () -> Timestamp

  /// Takes keys out of a text that is to be kept.
  package let hiding: @Sendable (String) -> String

  /// Names an author.
  package init(
    run: String,
    operatorName: String,
    reason: String? = nil,
    now: @escaping @Sendable () -> Timestamp,
    hiding: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.run = run
    self.operatorName = operatorName
    self.reason = reason
    self.now = now
    self.hiding = hiding
  }
}

/// The record of what was done to keys, on the disk: JSON lines, only ever added to.
///
/// While it is open no other run can open it. A record is on the disk when `append` returns.
package final class Journal {
  private let file: AppendFile
  private let author: JournalAuthor

  /// What the run does to keys.
  private let action: KeyAction

  /// What it said when it was opened, and what was added.
  package private(set) var records: [JournalRecord]

  /// The lines, counted from 1, that a crash has left half written.
  package let brokenLines: [Int]

  /// Whether the last line has no end, and the next one must not be glued to it.
  private var isTorn: Bool

  /// Opens a journal, and locks other runs out of it.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - creates: Whether to make it if there is none.
  ///   - action: What the run does to keys.
  ///   - author: Who writes to it.
  /// - Throws: Why it cannot be used.
  package init(
    _ path: [UInt8],
    creates: Bool,
    action: KeyAction,
    author: JournalAuthor
  ) throws(JournalError) {
    self.author = author
    self.action = action
    do throws(AppendFileError) {
      file = try AppendFile(path, creates: creates)
    } catch {
      switch error {
      case .missing where !creates: throw .missing
      case .locked: throw Self.inUse(path)
      default: throw .unusable("\(error)")
      }
    }
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try file.read(maximumByteCount: JournalText.maximumByteCount + 1)
    } catch {
      throw .unusable("\(error)")
    }
    let text = try JournalText(parsing: bytes)
    records = text.records
    brokenLines = text.brokenLines
    isTorn = text.isTorn
  }

  /// Reads a journal without locking it: what somebody else is writing may be half there.
  package static func read(_ path: [UInt8]) throws(JournalError) -> JournalText {
    let bytes: [UInt8]?
    do throws(ControlFileError) {
      bytes = try ControlFile.read(
        path,
        maximumByteCount: JournalText.maximumByteCount,
        followsLink: true
      )
    } catch {
      throw .unusable("\(error)")
    }
    guard let bytes else { throw .missing }
    return try JournalText(parsing: bytes)
  }

  /// Who has the journal, as far as it tells.
  private static func inUse(_ path: [UInt8]) -> JournalError {
    // What cannot be read tells nothing.
    let start = (try? read(path))?.records.last { $0.event == .start }
    return .inUse(
      process: start?.process,
      operatorName: start?.operatorName,
      since: start.map { "\($0.time)" }
    )
  }

  // MARK: - Adding

  /// Makes a record of now, to be filled in.
  package func record(_ event: JournalRecord.Event, _ key: JournalKey? = nil) -> JournalRecord {
    var record = JournalRecord(
      time: author.now(),
      run: author.run,
      operatorName: author.operatorName,
      event: event,
      action: action
    )
    record.key = key
    record.reason = author.reason
    return record
  }

  /// Adds the start of a run.
  package func start() throws(JournalError) {
    var start = record(.start)
    start.process = Process.identifier
    try append(start)
  }

  /// Adds a record, and waits until it is on the disk.
  package func append(_ record: JournalRecord) throws(JournalError) {
    let record = hidingKeys(in: record)
    // What a crash left of a line stays, as a line of its own.
    let line = (isTorn ? [UInt8(ascii: "\n")] : []) + record.line()
    do throws(SystemError) {
      isTorn = true
      try file.append(line.span)
      isTorn = false
    } catch {
      throw .notWritten("\(error)")
    }
    records.append(record)
  }

  /// The record without keys in any text that came from elsewhere.
  private func hidingKeys(in record: JournalRecord) -> JournalRecord {
    var hidden = record
    let hide = author.hiding
    hidden.operatorName = hide(record.operatorName)
    hidden.requestID = record.requestID.map(hide)
    hidden.detail = record.detail.map(hide)
    hidden.reason = record.reason.map(hide)
    if var key = record.key {
      key.name = key.name.map(hide)
      key.role = key.role.map(hide)
      hidden.key = key
    }
    if var exposure = record.exposure {
      exposure.places = exposure.places.map(hide)
      exposure.repositories = exposure.repositories.map(hide)
      exposure.author = exposure.author.map(hide)
      hidden.exposure = exposure
    }
    return hidden
  }
}
