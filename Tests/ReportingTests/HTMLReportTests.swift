import ScanModel
import Testing
import TextForms

@testable import Reporting

@Suite struct HTMLReportTests {
  private func report(
    _ findings: [Finding],
    _ summary: ScanSummary = ReportFixtures.summary(),
    advice: [RuleID: String] = [:]
  ) -> String {
    ReportFixtures.report(.html, findings, summary, context: ReportContext(advice: advice))
  }

  /// What stands between the first `start` and the next `end`.
  private func between(_ start: String, _ end: String, _ text: String) throws -> String {
    let from = try #require(text.firstRange(of: start)).upperBound
    let to = try #require(text[from...].firstRange(of: end)).lowerBound
    return String(text[from..<to])
  }

  /// The tags that stand in `text`, without what they say.
  private func tags(_ text: String) -> [String] {
    text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1).map { tag in
      String(tag.prefix { $0 != ">" && $0 != " " })
    }
  }

  @Test func thePolicyNamesTheStyleSheetAndTheScript() throws {
    let page = report([ReportFixtures.plain])
    let policy = try between(#"http-equiv="Content-Security-Policy" content=""#, "\"", page)
    let style = try sha256(between("<style>", "</style>", page))
    let script = try sha256(between("<script>", "</script>", page))
    #expect(
      policy == """
        default-src 'none'; style-src 'sha256-\(style)'; script-src 'sha256-\(script)'; \
        base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
        trusted-types 'none'
        """
    )
  }

  /// The digest in base64, from the fingerprint of the same bytes.
  private func sha256(_ text: String) throws -> String {
    let content = Array(text.utf8)
    let digits = Fingerprint(of: content.span).description.dropFirst("sha256:".count)
    var bytes: [UInt8] = []
    var rest = digits[...]
    while !rest.isEmpty {
      bytes.append(try #require(UInt8(rest.prefix(2), radix: 16)))
      rest = rest.dropFirst(2)
    }
    return Base64.encoded(bytes)
  }

  @Test func thePageNamesNothingOutsideItself() {
    let page = report([ReportFixtures.historical])
    for word in ["href", "src=", "url(", "@import", "http:", "https:", "//cdn", "style="] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test func aRowHoldsTheFacts() throws {
    var finding = ReportFixtures.historical
    finding.status = .active(ReportFixtures.evidence)
    let row = try between("<tbody>\n", "\n</tbody>", report([finding]))
    #expect(
      row.hasPrefix(
        #"<tr data-order="0" data-severity="medium" data-state="active" data-key="0" data-head="no">"#
      )
    )
    for fact in [
      "src/app.ts:6:17", "shop", ReportFixtures.redacted, "customer 1234567890",
      "<code>sha256:49ff1dbd433d…</code>", #"<span class="tag active">active</span>"#, "aky_1",
      "web, serving", "by account, 2026-11-21T09:30:00Z",
      "introduced by <code>0123456789ab</code>",
      #"<time datetime="2025-03-04T05:06:07Z">2025-03-04</time>"#, "A &lt;a@example.com&gt;",
      "as old.ts", "<strong>not in HEAD</strong>", "refs: refs/heads/main and 2 more",
    ] {
      #expect(row.contains(fact), "\(fact)")
    }
  }

  @Test func theMostSevereComeFirst() {
    let severities: [Severity] = [.low, .critical, .medium]
    let findings = severities.enumerated().map { line, severity in
      ReportFixtures.finding(
        at: ReportFixtures.location(ContentPath("a"), line: line + 1),
        severity: severity
      )
    }
    let page = report(findings)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("<tr data-") }
    #expect(rows.map { $0.prefix(18) } == [1, 2, 0].map { "<tr data-order=\"\($0)\"" })
  }

  @Test func anIncompleteRunSaysSoFirst() throws {
    let problem = ScanProblem(
      path: ContentPath("<b>\n"),
      operation: .open,
      cause: "permission denied"
    )
    var coverage = Coverage()
    coverage.addProblem(problem)
    let page = report([], ReportFixtures.summary(coverage: coverage))
    #expect(page.contains("<title>zleaks: incomplete scan</title>"))
    let body = try between("<body>\n", "</body>", page)
    #expect(body.hasPrefix("<section class=\"alarm\" "))
    #expect(body.contains("<li>cannot open &#39;&lt;b&gt;\\n&#39;: permission denied</li>"))
    #expect(body.contains("<p>There is nothing to list.</p>"))
  }

  @Test func numbersCountKeysByState() throws {
    var active = ReportFixtures.plain
    active.status = .active(ReportFixtures.evidence)
    var suppressed = ReportFixtures.plain
    suppressed.suppression = SuppressionRecord(kind: .ignoreFile, reason: "<i>")
    let page = report([ReportFixtures.plain, active, suppressed])
    let numbers = try between("<dl class=\"facts\">", "</dl>", page)
    #expect(numbers.contains("<div><dt>Findings</dt><dd>2</dd></div>"))
    #expect(numbers.contains("<div><dt>Keys</dt><dd>1</dd></div>"))
    #expect(numbers.contains("<div class=\"bad\"><dt>Active keys</dt><dd>1</dd></div>"))
    #expect(numbers.contains("<div><dt>Suppressed findings</dt><dd>1</dd></div>"))
    #expect(page.contains("suppressed (ignore-file): &lt;i&gt;"))
    #expect(page.contains("<tr class=\"muted\" data-order=\"2\" "))
  }

  @Test(arguments: [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\" onclick=\"x", "'x",
    "javascript:alert(1)", "<!--", "-->", "]]>", "</td></table>", "&lt;", "a\n\u{202E}b\u{1B}[2J",
  ])
  func hostileTextChangesNoTag(_ text: String) throws {
    let plain = try tags(between("<tbody>", "</tbody>", report([hostile("plain")])))
    let page = report([hostile(text)], advice: [RuleID(text): text])
    #expect(try tags(between("<tbody>", "</tbody>", page)) == plain)
    #expect(tags(page).count { $0 == "script" } == 1)
    #expect(!tags(page).contains("img"))
    #expect(page.unicodeScalars.allSatisfy { !TerminalText.isUnsafe($0) || $0 == "\n" })
  }

  /// A finding that says `text` wherever it can.
  private func hostile(_ text: String) -> Finding {
    var evidence = ReportFixtures.evidence
    evidence.keyID = text
    evidence.keyName = text
    evidence.role = text
    evidence.requestID = text
    evidence.detail = text
    let path = ContentPath(text)
    let key = ReportFixtures.key
    return Finding(
      rule: RuleID(text),
      severity: .medium,
      confidence: .exact,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: text),
        fingerprint: Fingerprint(of: key.span),
        byteCount: 42,
        customerID: 1
      ),
      location: ReportFixtures.location(path, encodings: [text]),
      secret: nil,
      git: GitFacts(
        object: text,
        kind: .blob,
        introduction: GitFacts.Introduction(commit: text, author: text, date: text, path: path),
        exposure: GitFacts.Exposure(
          isReachable: true,
          isInHead: true,
          references: [text],
          holder: text
        ),
        repository: path
      ),
      status: .active(evidence),
      suppression: SuppressionRecord(kind: .baseline, reason: text)
    )
  }
}
