package import ScanModel
import TextForms

/// Reads a report, which comes in pieces, finding by finding.
///
/// The forms are told apart by their content: this program's `jsonl` and `json`, the JSON of
/// gitleaks and of Kingfisher, and TruffleHog's JSON lines. Several reports may stand one after the
/// other. No more than one record is in memory at a time.
///
///     var reader = ReportReader(recognizing: keys)
///     while let piece = … { try reader.read(piece) { finding in … } }
///     let ending = try reader.finish()
package struct ReportReader {
  /// The most bytes that a record may take: 16 MiB.
  package static let maximumRecordByteCount = 16 << 20

  private let keys: KeyRecognition
  private var splitter: RecordSplitter
  private var ending = ReportEnding()

  /// The findings since the last summary.
  private var pendingCount = 0

  /// Whether findings of this program have come since the last summary.
  private var awaitsSummary = false

  /// Whether an object around `findings` without a schema, another tool's, has come.
  private var hasForeignEnvelope = false

  /// Starts before the first byte.
  ///
  /// - Parameters:
  ///   - keys: Finds the keys in the texts that other tools report.
  ///   - maximumRecordByteCount: The most bytes that a record may take.
  package init(
    recognizing keys: @escaping KeyRecognition,
    maximumRecordByteCount: Int = ReportReader.maximumRecordByteCount
  ) {
    self.keys = keys
    splitter = RecordSplitter(maximumByteCount: maximumRecordByteCount)
  }

  /// Reads the next piece of the report.
  ///
  /// - Parameters:
  ///   - bytes: The piece.
  ///   - take: Gets each finding that the piece completes.
  /// - Throws: The first thing that is wrong; the reader is of no use afterwards.
  package mutating func read(
    _ bytes: Span<UInt8>,
    _ take: (Finding) -> Void
  ) throws(ReportReadError) {
    var index = 0
    while index < bytes.count {
      let piece: RecordSplitter.Piece?
      do throws(ReportReadError.Problem) {
        piece = try splitter.take(bytes, from: &index)
      } catch {
        throw ReportReadError(line: splitter.line, problem: error)
      }
      switch piece {
      case .record(let record, let line)?:
        try locating(record, line) { reader, object throws(RecordError) in
          try reader.readRecord(object, take)
        }
      case .envelope(let record, let line)?:
        try locating(record, line) { reader, object throws(RecordError) in
          try reader.readEnvelope(object)
        }
      case nil: break
      }
    }
  }

  /// Ends the report.
  ///
  /// - Returns: What it says besides its findings, and what it does not say.
  package mutating func finish() throws(ReportReadError) -> ReportEnding {
    if splitter.isInside { ending.gaps.append(.truncated(line: splitter.line)) }
    let isForeign = !ending.tools.isEmpty || splitter.hasList || hasForeignEnvelope
    if awaitsSummary || (ending.summary == nil && !isForeign) { ending.gaps.append(.noSummary) }
    return ending
  }

  /// Parses the record, hands it to `read`, and gives what is wrong its line.
  private mutating func locating(
    _ record: [UInt8],
    _ line: Int,
    _ read: (inout ReportReader, RecordObject) throws(RecordError) -> Void
  ) throws(ReportReadError) {
    do throws(RecordError) {
      let value: JSON5Value
      do throws(JSON5Error) {
        value = try JSON5Reader.read(record)
      } catch {
        throw RecordError(offset: error.offset, problem: .malformed(error.problem))
      }
      try read(&self, RecordObject(value: value, name: ""))
    } catch {
      let lineEnds = record.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
      throw ReportReadError(line: line + lineEnds, problem: error.problem)
    }
  }

  /// Reads one object that stands for itself.
  private mutating func readRecord(
    _ record: RecordObject,
    _ take: (Finding) -> Void
  ) throws(RecordError) {
    if let tool = PeerRecord.tool(of: record) { return try readPeer(tool, record, take) }
    if PeerRecord.isRemark(record) { return }
    guard let type = record.value["type"] else { throw record.fault(.unknownRecord) }
    guard let type = type.string else {
      throw record.unexpected("type", type, "a string")
    }
    switch type {
    case "finding":
      awaitsSummary = true
      pendingCount += 1
      ending.findingCount += 1
      let saved = SavedFinding(record: record, keys: keys)
      let finding = try saved.finding()
      let change = try record.word("change", FindingChange.self)
      if change != nil { ending.tellsChanges = true }
      if change == .fixed || change == .unchanged { ending.earlierFindings.append(finding) }
      // What `--since` says is gone is in the report, but not there any more.
      if change != .fixed { take(finding) }
    case "summary": try end(record)
    default: ending.unknownRecordCount += 1
    }
  }

  /// Reads what stands around the findings of a report that is one object.
  private mutating func readEnvelope(_ envelope: RecordObject) throws(RecordError) {
    guard let schema = try envelope.string("schema") else {
      // Kingfisher's has no schema, and no findings of this program.
      guard !awaitsSummary else { throw envelope.fault(.missing("schema")) }
      hasForeignEnvelope = true
      return
    }
    guard schema == JSONReport.schema else { throw envelope.fault(.unknownSchema) }
    guard let summary = try envelope.object("summary") else {
      awaitsSummary = true
      return
    }
    try end(summary)
  }

  /// Takes a summary.
  private mutating func end(_ record: RecordObject) throws(RecordError) {
    let summary = try SavedSummary(record)
    if record.member("changes") != nil { ending.tellsChanges = true }
    let counted = summary.summary.findingCount
    if counted > pendingCount {
      ending.gaps.append(.fewerFindings(counted: counted, listed: pendingCount))
    }
    ending.summary = ending.summary?.adding(summary) ?? summary
    pendingCount = 0
    awaitsSummary = false
  }

  /// Reads another tool's finding.
  private mutating func readPeer(
    _ tool: ReportTool,
    _ record: RecordObject,
    _ take: (Finding) -> Void
  ) throws(RecordError) {
    ending.tools.insert(tool)
    for secret in try PeerRecord.secrets(of: record, by: tool) {
      let findings = secret.findings(recognizing: keys)
      if findings.isEmpty {
        if secret.isRedacted { ending.redactedCount += 1 } else { ending.otherSecretCount += 1 }
      }
      ending.findingCount += findings.count
      for finding in findings { take(finding) }
    }
  }
}
