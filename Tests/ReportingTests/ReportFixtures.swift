import Reporting
import ScanModel

/// Findings and summaries for the tests of the reports.
enum ReportFixtures {
  /// A fake query key; it ends with `18FA`.
  static let key: [UInt8] = {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    let body = (0..<37).map { alphabet[($0 * 7 + 1) % alphabet.count] }
    return Array("zqt_".utf8) + body + Array("A".utf8)
  }()

  /// The SHA-256 of `key`, computed by another program.
  static let fingerprint =
    "sha256:49ff1dbd433dc25f05ec350d79c1c9c426ed8aafe80e10b12f516b5d861bdd26"

  /// What may be shown of `key`.
  static let redacted = "zqt_…18FA"

  static let rule = RuleID("vectara-query-key")

  static func finding(
    at location: Location,
    rule: RuleID = rule,
    severity: Severity = .medium,
    confidence: Confidence = .exact,
    customerID: UInt32? = 1_234_567_890
  ) -> Finding {
    let facts = KeyFacts(
      redacted: Redacted(alreadyRedacted: redacted),
      fingerprint: Fingerprint(of: key.span),
      byteCount: key.count,
      customerID: customerID
    )
    return Finding(
      rule: rule,
      severity: severity,
      confidence: confidence,
      key: facts,
      location: location,
      secret: Secret(key)
    )
  }

  static func location(
    _ path: ContentPath?,
    isInPath: Bool = false,
    line: Int = 6,
    column: Int = 17,
    offset: Int = 123,
    encodings: [String] = []
  ) -> Location {
    Location(
      path: path,
      isInPath: isInPath,
      start: LineColumn(line: line, column: column),
      range: ByteRange(offset, offset + key.count),
      encodings: encodings
    )
  }

  /// A finding on line 6 of `src/app.ts`.
  static let plain = finding(at: location(ContentPath("src/app.ts")))

  /// What the account said of the key.
  static let evidence: KeyEvidence = {
    // 2026-11-21T09:30:00Z
    guard let time = Timestamp(seconds: 1_795_253_400, zoneMinutes: 0) else {
      preconditionFailure("a time of our own making")
    }
    return KeyEvidence(
      method: .account,
      checkedAt: time,
      keyID: "aky_1",
      keyName: "web",
      role: "serving"
    )
  }()

  /// `plain`, found in the history of a repository.
  static let historical = plain.placed(
    at: ContentPath("src/app.ts"),
    git: GitFacts(
      object: "fedcba9876543210",
      kind: .blob,
      introduction: GitFacts.Introduction(
        commit: "0123456789abcdef",
        author: "A <a@example.com>",
        date: "2025-03-04T05:06:07Z",
        path: ContentPath("old.ts")
      ),
      exposure: GitFacts.Exposure(
        isReachable: true,
        isInHead: false,
        references: ["refs/heads/main"],
        referenceCount: 3
      ),
      repository: ContentPath("shop")
    )
  )

  /// A path with what a terminal must not see, and a byte that is not UTF-8.
  static let hostilePath = ContentPath(
    Array("a\u{1B}[2J\n\"\\\u{202E}é".utf8) + [0xFF]
  )

  static func summary(
    coverage: Coverage = Coverage(),
    findings: Int = 0,
    keys: Int = 0,
    suppressed: Int = 0,
    hidden: Int = 0,
    seconds: Double = 0.04,
    isInterrupted: Bool = false,
    isShallow: Bool = false
  ) -> ScanSummary {
    ScanSummary(
      coverage: coverage,
      findingCount: findings,
      keyCount: keys,
      suppressedCount: suppressed,
      hiddenCount: hidden,
      seconds: seconds,
      version: "1.2.3",
      isInterrupted: isInterrupted,
      isShallow: isShallow
    )
  }

  /// What a run over 1,204 files has read.
  static func coverage(skipped: [SkipReason: Int] = [:], problems: Int = 0) -> Coverage {
    var coverage = Coverage()
    coverage.fileCount = 1_204
    coverage.byteCount = 48_123_456
    for (reason, count) in skipped { coverage.addSkipped(reason, count: count) }
    for number in 0..<problems {
      let name = String(1_000_000 + number)
      coverage.addProblem(
        ScanProblem(path: ContentPath(name), operation: .open, cause: "permission denied")
      )
    }
    return coverage
  }

  /// The whole report as text.
  static func report(
    _ format: ReportFormat,
    _ findings: [Finding],
    _ summary: ScanSummary = summary(),
    context: ReportContext = ReportContext()
  ) -> String {
    let bytes = chunks(format, findings, summary, context: context).joined()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The chunks in which the report leaves.
  static func chunks(
    _ format: ReportFormat,
    _ findings: [Finding],
    _ summary: ScanSummary = summary(),
    context: ReportContext = ReportContext()
  ) -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    var output = ReportOutput<Never> { bytes in
      chunks.append(bytes.indices.map { bytes[$0] })
    }
    format.makeWriter(context: context).write(findings: findings, summary: summary, to: &output)
    return chunks
  }
}
