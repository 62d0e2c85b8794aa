package import ScanModel

/// A report that has been read back, whole.
package struct SavedReport: Sendable {
  /// The findings in the order of the report.
  package let findings: [Finding]

  /// What else the report says.
  package let ending: ReportEnding

  /// Puts a report together.
  package init(findings: [Finding], ending: ReportEnding) {
    self.findings = findings
    self.ending = ending
  }

  /// The summary; `nil` for a truncated report and for another tool's.
  package var summary: SavedSummary? { ending.summary }

  /// Why the report does not tell all; empty for a complete one.
  package var problems: [ReportGap] { ending.gaps }

  /// Reads a report that is in memory.
  ///
  /// - Parameters:
  ///   - bytes: The report.
  ///   - keys: Finds the keys in the texts that other tools report.
  /// - Returns: What the report says.
  /// - Throws: The first thing that is wrong.
  package static func read(
    _ bytes: [UInt8],
    recognizing keys: @escaping KeyRecognition = { _ in [] }
  ) throws(ReportReadError) -> SavedReport {
    var reader = ReportReader(recognizing: keys)
    var findings: [Finding] = []
    try reader.read(bytes.span) { findings.append($0) }
    return SavedReport(findings: findings, ending: try reader.finish())
  }
}

/// The summary of a report that has been read back.
package struct SavedSummary: Sendable {
  /// The summary; the sum of them if the report holds several.
  package let summary: ScanSummary

  /// Whether the runs that wrote it had read everything.
  package let isComplete: Bool

  /// Keeps a summary.
  package init(summary: ScanSummary, isComplete: Bool) {
    self.summary = summary
    self.isComplete = isComplete
  }

  /// Both summaries in one.
  package func adding(_ other: SavedSummary) -> SavedSummary {
    SavedSummary(
      summary: summary.adding(other.summary),
      isComplete: isComplete && other.isComplete
    )
  }
}

/// What a report says besides its findings, known once it has been read to its end.
package struct ReportEnding: Sendable {
  /// The summary; `nil` if there is none.
  package internal(set) var summary: SavedSummary?

  /// Why the report does not tell all.
  package internal(set) var gaps: [ReportGap] = []

  /// The findings listed.
  package internal(set) var findingCount = 0

  /// Whether it says of its findings what has become of them since an earlier report.
  package internal(set) var tellsChanges = false

  /// What it says that the earlier report held: what is fixed, and what is unchanged.
  package internal(set) var earlierFindings: [Finding] = []

  /// The other tools whose findings it holds.
  package internal(set) var tools: Set<ReportTool> = []

  /// The findings of other tools that are no keys of any rule.
  package internal(set) var otherSecretCount = 0

  /// The findings of other tools that those had redacted, so that nobody can tell what they are.
  package internal(set) var redactedCount = 0

  /// The records of types that this version does not know.
  package internal(set) var unknownRecordCount = 0

  /// Whether the report tells all that it should, of a run that had read everything.
  package var isComplete: Bool { gaps.isEmpty && summary?.isComplete != false }
}

/// Why a report does not tell all.
package enum ReportGap: Hashable, Sendable {
  /// It ends in the middle of a record.
  case truncated(line: Int)
  /// It ends without a summary.
  case noSummary
  /// A summary counts more findings than stand before it.
  case fewerFindings(counted: Int, listed: Int)
}

extension ReportGap: CustomStringConvertible {
  /// One clause: `it ends without a summary`.
  package var description: String {
    switch self {
    case .truncated(let line): "it ends in the middle of a record, at line \(line)"
    case .noSummary: "it ends without a summary"
    case .fewerFindings(let counted, let listed):
      "its summary counts \(counted) findings, and \(listed) are listed"
    }
  }
}

/// The other tools whose reports are read.
package enum ReportTool: String, CaseIterable, Comparable, Sendable {
  case gitleaks
  case truffleHog = "TruffleHog"
  case kingfisher = "Kingfisher"

  package static func < (left: ReportTool, right: ReportTool) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// Finds the keys in a text that another tool reports as a secret, in the order of the text.
package typealias KeyRecognition = @Sendable ([UInt8]) -> [RecognizedKey]

/// A key that a rule sees in a text.
package struct RecognizedKey: Sendable {
  /// The rule.
  package let rule: RuleID

  /// What the rule says of the harm.
  package let severity: Severity

  /// How sure it is.
  package let confidence: Confidence

  /// What may be said of the key.
  package let key: KeyFacts

  /// The key itself.
  package let secret: Secret

  /// The offset of its first byte in the text.
  package let offset: Int

  /// Makes a key of its parts.
  package init(
    rule: RuleID,
    severity: Severity,
    confidence: Confidence,
    key: KeyFacts,
    secret: Secret,
    offset: Int
  ) {
    self.rule = rule
    self.severity = severity
    self.confidence = confidence
    self.key = key
    self.secret = secret
    self.offset = offset
  }
}
