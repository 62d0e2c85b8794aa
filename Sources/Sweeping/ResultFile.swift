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
  private var reader = ReportReader(recognizing: { _ in [] })

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
    var keys = tally
    do throws(ReportReadError) {
      try reader.read(piece) { keys.add($0) }
    } catch { throw .notAReport("\(error)") }
    tally = keys
    for index in piece.indices {
      let byte = piece[index]
      pending.append(byte)
      if byte == UInt8(ascii: "\n") {
        output += Self.withoutSeconds(pending)
        pending.removeAll(keepingCapacity: true)
      }
    }
    if output.count >= 1 << 18 { try flush() }
  }

  /// Ends a report: another one may follow.
  mutating func endReport() throws(Failure) {
    let ending: ReportEnding
    do throws(ReportReadError) { ending = try reader.finish() } catch {
      throw .notAReport("\(error)")
    }
    guard pending.isEmpty, ending.gaps.isEmpty, let summary = ending.summary else {
      throw .notAReport(ending.gaps.first.map { "\($0)" } ?? "it is no report")
    }
    tally.add(summary)
    reader = ReportReader(recognizing: { _ in [] })
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

  mutating func add(_ finding: Finding) {
    findingCount += 1
    guard finding.severity > .info else { return }
    keyFindingCount += 1
    keys.insert(finding.key.fingerprint)
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
    var reader = ReportReader(recognizing: { _ in [] })
    let buffer = ReadBuffer(capacity: 1 << 16)
    var keys = ResultTally()
    guard let file = try? FileDescriptor.openUnlinked(path) else { return nil }
    while let count = try? file.read(into: buffer, at: 0) {
      if count == 0 {
        guard let ending = try? reader.finish(), let summary = ending.summary else { return nil }
        keys.add(summary)
        self = keys
        return
      }
      let isReport = buffer.withBytes(0..<count) { bytes in
        (try? reader.read(bytes) { keys.add($0) }) != nil
      }
      guard isReport else { return nil }
    }
    return nil
  }

  init() {}
}
