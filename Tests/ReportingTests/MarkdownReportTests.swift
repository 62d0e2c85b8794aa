import ScanModel
import Testing

@testable import Reporting

@Suite struct MarkdownReportTests {
  private func report(
    _ findings: [Finding],
    _ summary: ScanSummary = ReportFixtures.summary(coverage: ReportFixtures.coverage()),
    advice: [RuleID: String] = [:]
  ) -> String {
    ReportFixtures.report(.markdown, findings, summary, context: ReportContext(advice: advice))
  }

  @Test func oneFindingIsOneRow() {
    let summary = ReportFixtures.summary(
      coverage: ReportFixtures.coverage(),
      findings: 1,
      keys: 1
    )
    let facts = "`exact, customer 1234567890`"
    #expect(
      report([ReportFixtures.plain], summary, advice: [ReportFixtures.rule: "Disable it."]) == """
        ## zleaks: 1 leaked key in 1 place

        1 finding (1 key) in 1,204 files, 48.1 MB read, 0.04 s.

        | Severity | Rule | Place | Key | State |
        | --- | --- | --- | --- | --- |
        | medium | `vectara-query-key` | `src/app.ts:6:17` | `\(ReportFixtures.redacted)`<br>\(facts) \
        | unknown: not-checked |

        ### What to do

        - `vectara-query-key`: Disable it.

        <sub>zleaks 1.2.3. Keys are redacted.</sub>

        """
    )
  }

  @Test func nothingFoundSaysSo() {
    #expect(
      report([]) == """
        ## zleaks: no leaked keys found

        no keys found in 1,204 files, 48.1 MB read, 0.04 s.

        <sub>zleaks 1.2.3. Keys are redacted.</sub>

        """
    )
  }

  @Test func anIncompleteRunSaysSoFirst() {
    let summary = ReportFixtures.summary(coverage: ReportFixtures.coverage(problems: 12))
    let lines = report([], summary).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines.prefix(7) == [
        "## zleaks: no leaked keys found", "", "> [!WARNING]",
        "> **The scan is incomplete: what was not read may hold keys.**",
        "> incomplete: 12 could not be read", ">",
        "> - `cannot open '1000000': permission denied`",
      ]
    )
    #expect(lines.contains("> - … and 2 more"))
  }

  @Test func stateAndHistoryAreInTheRow() {
    var finding = ReportFixtures.historical
    finding.status = .active(ReportFixtures.evidence)
    finding.suppression = SuppressionRecord(kind: .baseline, reason: "old")
    let text = report([finding])
    #expect(text.hasPrefix("## zleaks: 1 leaked key in 1 place, 1 active\n"))
    #expect(
      text.contains("| `shop`: `src/app.ts:6:17`<br>introduced by `0123456789ab`, not in HEAD |")
    )
    #expect(text.contains("| active, `aky_1`, suppressed all the same |\n"))
  }

  @Test func theMostSevereComeFirstAndManyAreFolded() {
    let findings = (1...12).map { line in
      ReportFixtures.finding(
        at: ReportFixtures.location(ContentPath("a"), line: line),
        severity: line == 12 ? .critical : .medium
      )
    }
    let lines = report(findings).split(separator: "\n")
    let rows = lines.filter { $0.contains("`a:") }
    #expect(rows.count == 12)
    #expect(rows[0].hasPrefix("| **critical** |"))
    #expect(rows[0].contains("`a:12:17`"))
    #expect(lines.contains("<summary>2 more places</summary>"))
  }

  @Test func aCommentIsNeverLongerThanGitHubTakes() {
    let findings = (1...5_000).map { line in
      ReportFixtures.finding(
        at: ReportFixtures.location(ContentPath(String(repeating: "é", count: 300)), line: line),
        severity: line > 4_990 ? .critical : .medium
      )
    }
    let text = report(findings, advice: [ReportFixtures.rule: String(repeating: "a", count: 9_000)])
    #expect(text.utf8.count <= 65_536)
    #expect(text.utf8.count > 60_000)
    #expect(text.split(separator: "\n").count { $0.hasPrefix("| **critical** |") } == 10)
    let listed = text.split(separator: "\n").count { $0.hasPrefix("| medium |") } + 10
    #expect(
      text.contains("**\(5_000 - listed < 1_000 ? "" : "4,")\((5_000 - listed) % 1_000) places")
    )
    #expect(text.hasSuffix("</sub>\n"))
  }

  @Test(arguments: [
    "a|b", "a`b", "a\\", "a\n\n# b", "<img src=x onerror=1>", "@org/team", "[x](javascript:1)",
    "https://example.com", "</details>", "\u{202E}x", "a\\|b", "| --- |",
  ])
  func hostilePathsStayInTheirCell(_ path: String) throws {
    let lines = report([ReportFixtures.finding(at: ReportFixtures.location(ContentPath(path)))])
      .split(separator: "\n")
    let row = try #require(lines.first { $0.hasPrefix("| medium |") })
    #expect(lines.count { $0.hasPrefix("|") } == 3)
    #expect(row.count { $0 == "|" } == 6)
    // Rule, place, key, facts: four code spans, and nothing of the path outside of them.
    #expect(row.count { $0 == "`" } == 8)
    let outside = row.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    #expect(outside == ["| medium | ", " | ", " | ", "<br>", " | unknown: not-checked |"])
  }

  @Test func suppressedFindingsAreLeftOut() {
    var suppressed = ReportFixtures.plain
    suppressed.suppression = SuppressionRecord(kind: .inline, reason: nil)
    #expect(report([suppressed]).hasPrefix("## zleaks: no leaked keys found\n"))
    #expect(!report([suppressed]).contains("src/app.ts"))
  }
}
