internal import Posix
internal import Reporting
internal import ScanModel

/// The result of one repository while it is written: whole under its name, or not there at all.
struct ResultFile: ~Copyable {
  private let file: FileDescriptor
  private let temporaryPath: [UInt8]

  /// The part of a line that has come without its end.
  private var pending: [UInt8] = []

  private var output: [UInt8] = []

  /// The summary of the report that is being added; `nil` until it has come.
  private var summary: SavedSummary?

  /// The findings of the report that is being added.
  private var findingCount = 0

  /// What has been found and read.
  private(set) var tally = ResultTally()

  /// Why a result could not be made.
  enum Failure: Error {
    case system(SystemError)
    /// What the search wrote is no report.
    case notAReport(String)
  }

  /// Starts a result under a temporary name.
  init(temporaryPath: [UInt8]) throws(SystemError) {
    self.temporaryPath = temporaryPath
    file = try FileDescriptor.createNew(temporaryPath)
  }

  /// Adds a piece of a report.
  mutating func add(_ piece: Span<UInt8>) throws(Failure) {
    // SAFETY: the bytes are copied while they are borrowed.
    unsafe piece.withUnsafeBufferPointer { unsafe pending.append(contentsOf: $0) }
    var start = 0
    while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
      try add(line: pending[start...end])
      start = end + 1
    }
    pending.removeSubrange(..<start)
    guard pending.count <= ReportReader.maximumRecordByteCount else {
      throw .notAReport("it has a line of more than 16 MiB")
    }
    if output.count >= 1 << 18 { try flush() }
  }

  private mutating func add(line: ArraySlice<UInt8>) throws(Failure) {
    if let finding = ResultFinding(line) {
      tally.add(finding)
      findingCount += 1
      output += line
      return
    }
    guard line.starts(with: ResultFile.summaryStart), summary == nil else {
      throw .notAReport("it has a line that is none of a report's")
    }
    summary = try Self.summary(line)
    output += Self.withoutSeconds(Array(line))
  }

  /// Ends a report: another one may follow.
  mutating func endReport() throws(Failure) {
    guard pending.isEmpty, let summary, summary.summary.findingCount == findingCount else {
      throw .notAReport("it ends without a summary")
    }
    tally.add(summary)
    self.summary = nil
    findingCount = 0
  }

  static let summaryStart = Array(#"{"type":"summary","#.utf8)

  /// Reads a summary that stands alone: the findings before it have been counted.
  fileprivate static func summary(_ line: ArraySlice<UInt8>) throws(Failure) -> SavedSummary {
    var reader = ReportReader(recognizing: { _ in [] })
    do throws(ReportReadError) {
      try reader.read(line.span) { _ in }
      if let summary = try reader.finish().summary { return summary }
    } catch { throw .notAReport("\(error)") }
    throw .notAReport("it ends without a summary")
  }

  /// Writes the trailer, waits for the disk, and gives the file its name.
  mutating func finish(_ trailer: [UInt8], as path: [UInt8]) throws(SystemError) {
    output += trailer
    try file.write(output.span)
    try file.synchronize()
    try FileDescriptor.rename(temporaryPath, to: path)
  }

  private mutating func flush() throws(Failure) {
    do throws(SystemError) { try file.write(output.span) } catch { throw .system(error) }
    output.removeAll(keepingCapacity: true)
  }

  /// A summary without the time that it took, which differs from run to run.
  ///
  /// A quotation mark inside a string of JSON has a backslash before it, so that the name stands in
  /// no other place.
  static func withoutSeconds(_ line: [UInt8]) -> [UInt8] {
    guard line.starts(with: #"{"type":"summary","#.utf8) else { return line }
    let name = Array(#","seconds":"#.utf8)
    guard let start = line.indices.first(where: { line[$0...].starts(with: name) }) else {
      return line
    }
    let rest = line[(start + name.count)...].drop {
      $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}")
    }
    return Array(line[..<(start + name.count)]) + [UInt8(ascii: "0")] + Array(rest)
  }
}

/// What one repository came to.
struct ResultTally {
  /// The keys found, key IDs left out.
  var keys: Set<Fingerprint> = []

  /// The findings, key IDs included.
  var findingCount = 0

  /// The findings that are keys.
  var keyFindingCount = 0

  /// The objects and files read.
  var objectCount = 0
  var fileCount = 0
  var byteCount = 0

  /// Whether everything was read.
  var isComplete = true

  mutating func add(_ finding: ResultFinding) {
    findingCount += 1
    guard !finding.isInformation else { return }
    keyFindingCount += 1
    keys.insert(finding.fingerprint)
  }

  mutating func add(_ saved: SavedSummary) {
    let coverage = saved.summary.coverage
    objectCount = objectCount.addingReportingOverflow(coverage.objectCount).partialValue
    fileCount = fileCount.addingReportingOverflow(coverage.fileCount).partialValue
    byteCount = byteCount.addingReportingOverflow(coverage.byteCount).partialValue
    if !saved.isComplete { isComplete = false }
  }

  /// Reads a result that is there; `nil` if it is none.
  init?(path: [UInt8]) {
    let buffer = ReadBuffer(capacity: 1 << 16)
    var tally = ResultTally()
    var pending: [UInt8] = []
    guard let file = try? FileDescriptor.openUnlinked(path) else { return nil }
    while let count = try? file.read(into: buffer, at: 0) {
      if count == 0 {
        guard pending.isEmpty else { return nil }
        self = tally
        return
      }
      buffer.withBytes(0..<count) { bytes in
        // SAFETY: the bytes are copied while they are borrowed.
        unsafe bytes.withUnsafeBufferPointer { unsafe pending.append(contentsOf: $0) }
      }
      var start = 0
      while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = pending[start...end]
        start = end + 1
        if let finding = ResultFinding(line) {
          tally.add(finding)
        } else if line.starts(with: ResultFile.summaryStart) {
          guard let summary = try? ResultFile.summary(line) else { return nil }
          tally.add(summary)
        }
      }
      pending.removeSubrange(..<start)
    }
    return nil
  }

  init() {}
}

/// What a sweep needs to know of a line that is a finding, as this program writes it.
///
/// Reading all of it takes longer than the search of a small repository. Inside a string of JSON each
/// quotation mark has a backslash before it, so that what is looked for stands in no other place.
struct ResultFinding {
  /// Whether it is a key ID or the like, which opens nothing.
  let isInformation: Bool

  /// The key.
  let fingerprint: Fingerprint

  private static let start = Array(#"{"type":"finding","#.utf8)
  private static let information = Array(#""severity":"info""#.utf8)
  private static let severity = Array(#""severity":"#.utf8)
  private static let name = Array(#""fingerprint":"sha256:"#.utf8)

  /// Reads a line; `nil` if it is no finding.
  init?(_ line: ArraySlice<UInt8>) {
    guard line.starts(with: Self.start), let severity = Self.end(of: Self.severity, in: line),
      let key = Self.end(of: Self.name, in: line[severity...])
    else { return nil }
    isInformation = line[(severity - Self.severity.count)...].starts(with: Self.information)
    guard
      let fingerprint = Fingerprint(
        parsing: String(decoding: line[(key - 7)...].prefix(71), as: UTF8.self)
      )
    else { return nil }
    self.fingerprint = fingerprint
  }

  private static func end(of text: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
    var rest = line
    while let quote = rest.firstIndex(of: UInt8(ascii: "\"")) {
      if line[quote...].starts(with: text) { return quote + text.count }
      rest = line[(quote + 1)...]
    }
    return nil
  }
}
