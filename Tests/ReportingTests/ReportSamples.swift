import Reporting
import ScanModel

/// Findings of every kind, for golden reports and for what must hold of every format.
enum ReportSamples {
  static let keyID = RuleID("vectara-key-id")

  /// A context with everything in it that a run of the program would know.
  static let context: ReportContext = {
    let advice = "Disable the key, then make a new one."
    var context = ReportContext(advice: [ReportFixtures.rule: advice])
    context.rules = [
      ReportRule(id: keyID, description: "Vectara API key ID", severity: .info, advice: ""),
      ReportRule(
        id: ReportFixtures.rule,
        description: "Vectara query API key",
        severity: .medium,
        advice: advice
      ),
    ]
    context.sourceControl = SourceControl(
      repositoryURI: "https://example.com/team/app",
      revision: "89abcdef89abcdef89abcdef89abcdef89abcdef",
      branch: "main"
    )
    context.workingDirectory = ContentPath("/home/user/app")
    context.clock = { 1_790_000_000 }
    return context
  }()

  /// A key on a line with other characters than ASCII before it, proved active.
  static let active: Finding = {
    var finding = ReportFixtures.finding(
      at: Location(
        path: ContentPath("src/schlüssel.ts"),
        start: LineColumn(line: 3, column: 12, characterColumn: 9),
        range: ByteRange(40, 82)
      ),
      severity: .critical
    )
    if let time = Timestamp(seconds: 1_790_000_000, zoneMinutes: 0) {
      finding.status = .active(
        KeyEvidence(method: .account, checkedAt: time, keyID: "aky.17", keyName: "=web")
      )
    }
    return finding
  }()

  /// A key in a commit that no longer is in HEAD.
  static let historic = ReportFixtures.finding(
    at: ReportFixtures.location(ContentPath("old/config.py")),
    confidence: .likely
  ).placed(
    at: ContentPath("old/config.py"),
    git: GitFacts(
      object: "0123456789012345678901234567890123456789",
      kind: .blob,
      introduction: GitFacts.Introduction(
        commit: "fedcba9876fedcba9876fedcba9876fedcba9876",
        author: "=A <a@example.com>",
        date: "2023-11-15T03:43:20+05:30",
        path: ContentPath("old/config.py")
      ),
      exposure: GitFacts.Exposure(
        isReachable: true,
        isInHead: false,
        references: ["refs/heads/main"]
      )
    )
  )

  /// A finding that somebody has taken out.
  static let suppressed: Finding = {
    var finding = ReportFixtures.finding(
      at: ReportFixtures.location(ContentPath("docs/example.md"))
    )
    finding.suppression = SuppressionRecord(kind: .inline, reason: "a sample <key>")
    return finding
  }()

  /// A key's ID.
  static let identifier = ReportFixtures.finding(
    at: ReportFixtures.location(ContentPath("src/app.ts"), line: 7, column: 5, offset: 170),
    rule: keyID,
    severity: .info,
    customerID: nil
  )

  /// Names that want to be something else than names.
  static let hostileNames =
    [
      "=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(1)", " \t=1", "]]>", "</testcase><x a=\"",
      "a\r\n::error::b", "\u{1B}]0;title\u{7}", "\u{202E}txt.exe", "%0A", "a,b;\"c\"", "&amp;&#0;",
      "\u{FFFE}\u{FFFF}", "[a](javascript:b)", "`x`", "a:b/..", "\u{FF1D}1", "\u{85}\u{9B}31m",
    ].map(ContentPath.init) + [ReportFixtures.hostilePath, ContentPath([0xC3, 0x28, 0xFF])]

  /// Everything, in the order of reports.
  static let findings: [Finding] =
    [
      suppressed, historic, ReportFixtures.plain, identifier, active,
      ReportFixtures.finding(
        at: ReportFixtures.location(ContentPath("data/dump.gz"), encodings: ["gzip", "base64"])
      ),
      ReportFixtures.finding(
        at: ReportFixtures.location(
          ContentPath(Array("keys/".utf8) + ReportFixtures.key),
          isInPath: true,
          line: 1,
          column: 6
        )
      ),
      ReportFixtures.finding(at: ReportFixtures.location(nil)),
      ReportFixtures.finding(at: ReportFixtures.location(ReportFixtures.hostilePath)),
    ]

  /// The findings of hostile names, with texts as hostile around them.
  static let hostileFindings: [Finding] = hostileNames.map { name in
    var finding = ReportFixtures.finding(at: ReportFixtures.location(name, encodings: [name.text]))
      .placed(
        at: name,
        git: GitFacts(
          object: name.text,
          kind: .blob,
          introduction: GitFacts.Introduction(
            commit: name.text,
            author: name.text,
            date: name.text,
            path: name
          ),
          repository: name
        )
      )
    if let time = Timestamp(seconds: 0, zoneMinutes: 0) {
      var evidence = KeyEvidence(method: .account, checkedAt: time, keyID: name.text)
      evidence.keyName = name.text
      evidence.role = name.text
      finding.status = .active(evidence)
    }
    finding.suppression = SuppressionRecord(kind: .inline, reason: name.text)
    return finding
  }

  /// What a run that could not read everything came to.
  static let summary: ScanSummary = {
    var coverage = ReportFixtures.coverage(skipped: [.symbolicLink: 7])
    coverage.addProblem(
      ScanProblem(
        path: ContentPath(Array("x]]>\u{1B}".utf8) + ReportFixtures.key),
        operation: .open,
        cause: "permission denied"
      )
    )
    return ReportFixtures.summary(coverage: coverage, findings: findings.count, keys: 1)
  }()
}
