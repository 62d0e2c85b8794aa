import ScanModel
import Testing

@testable import Reporting

@Suite struct GitHubReportTests {
  private func lines(
    _ findings: [Finding],
    _ summary: ScanSummary = ReportFixtures.summary(),
    advice: [RuleID: String] = [:]
  ) -> [String] {
    let context = ReportContext(advice: advice)
    let report = ReportFixtures.report(.github, findings, summary, context: context)
    #expect(report.isEmpty || report.hasSuffix("\n"))
    return report.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
      String.init
    )
  }

  private func findings(_ count: Int, _ severity: Severity) -> [Finding] {
    (1...count).map { line in
      let location = ReportFixtures.location(ContentPath("\(severity)"), line: line)
      return ReportFixtures.finding(at: location, severity: severity)
    }
  }

  @Test func oneFindingIsOneCommand() {
    let commands = lines(
      [ReportFixtures.plain],
      advice: [ReportFixtures.rule: "Disable: 100%,\nnow"]
    )
    #expect(
      commands == [
        "::warning file=src/app.ts,line=6,col=17,endColumn=59,title=medium vectara-query-key"
          + "::\(ReportFixtures.redacted) (exact, customer 1234567890)%0ADisable: 100%25,\\nnow"
      ]
    )
  }

  @Test func nothingFoundIsAnEmptyReport() {
    #expect(lines([]) == [])
  }

  @Test(arguments: [
    (Severity.critical, "error"), (.high, "error"), (.medium, "warning"), (.low, "warning"),
    (.info, "notice"),
  ])
  func levelFollowsSeverity(_ severity: Severity, _ level: String) {
    #expect(lines(findings(1, severity)).map { $0.hasPrefix("::\(level) file=") } == [true])
  }

  @Test func tenOfAKindAreListedAndTheRestCounted() {
    let commands = lines(findings(4, .low) + findings(8, .high) + findings(9, .critical))
    let errors = commands.filter { $0.hasPrefix("::error ") }
    #expect(errors.count == 10)
    #expect(errors.count { $0.contains("file=critical,") } == 9)
    #expect(errors.last?.contains("file=high,line=1,") == true)
    #expect(commands.count { $0.hasPrefix("::warning ") } == 4)
    #expect(
      commands.last
        == "::notice title=zleaks%3A more findings::7 more findings than GitHub shows "
        + "annotations for; the step summary and the other reports list them"
    )
    #expect(commands.count == 15)
  }

  @Test func theCountIsAmongTheTenNotices() {
    let commands = lines(findings(11, .info))
    #expect(commands.count == 10)
    #expect(commands.last?.contains("::2 more findings than") == true)
  }

  @Test func anIncompleteRunIsTheFirstError() {
    let summary = ReportFixtures.summary(coverage: ReportFixtures.coverage(problems: 5))
    let commands = lines(findings(12, .high), summary)
    #expect(
      commands.first
        == "::error title=zleaks%3A the scan is incomplete::incomplete: 5 could not be read"
        + "%0Acannot open '1000000': permission denied%0Acannot open '1000001': permission denied"
        + "%0Acannot open '1000002': permission denied%0A… and 2 more could not be read"
    )
    #expect(commands.count { $0.hasPrefix("::error ") } == 10)
    #expect(commands.last?.contains("::3 more findings than") == true)
  }

  @Test(arguments: [
    "a\n::error::x", "a\r::stop-commands::y", "x::y", "a,b=c:d", "%0A::error::z", "##[add-mask]q",
    "\u{2028}::error::x", "\u{85}::error::x",
  ])
  func hostilePathsStartNoCommand(_ path: String) {
    let commands = lines([ReportFixtures.finding(at: ReportFixtures.location(ContentPath(path)))])
    #expect(commands.count == 1)
    let command = commands.first ?? ""
    #expect(command.hasPrefix("::warning file="))
    #expect(command.unicodeScalars.allSatisfy { !$0.properties.isWhitespace || $0 == " " })
    // What the runner takes for the properties ends at the first two colons after the command.
    let properties = command.dropFirst(2).split(separator: "::", maxSplits: 1)[0]
    #expect(properties.hasSuffix(",title=medium vectara-query-key"))
    #expect(properties.split(separator: ",").count == 5)
  }

  @Test func aHostileRuleNameStartsNoCommand() {
    let finding = ReportFixtures.finding(
      at: ReportFixtures.location(ContentPath("a")),
      rule: RuleID("x\n::error::y,z")
    )
    #expect(
      lines([finding]).map { $0.contains("title=medium x\\n%3A%3Aerror%3A%3Ay%2Cz::") } == [true]
    )
  }

  @Test func namesHaveNoLinesAndDecodedContentNoColumns() {
    let path = ContentPath("a")
    let commands = lines([
      ReportFixtures.finding(at: ReportFixtures.location(path, isInPath: true)),
      ReportFixtures.finding(at: ReportFixtures.location(path, encodings: ["base64"])),
      ReportFixtures.finding(at: ReportFixtures.location(nil)),
    ])
    #expect(commands.map { $0.prefix { $0 != " " } } == ["::warning", "::warning", "::warning"])
    #expect(commands[0].hasPrefix("::warning file=a,title="))
    #expect(commands[1].hasPrefix("::warning file=a,line=6,title="))
    #expect(commands[2].hasPrefix("::warning title="))
  }

  @Test func suppressedFindingsAreLeftOutUnlessActive() {
    var suppressed = ReportFixtures.plain
    suppressed.suppression = SuppressionRecord(kind: .inline, reason: nil)
    #expect(lines([suppressed]) == [])
    suppressed.status = .active(ReportFixtures.evidence)
    #expect(lines([suppressed]).count == 1)
    let facts = "customer 1234567890, active, suppressed, but the key works)"
    #expect(lines([suppressed]).first?.contains(facts) == true)
  }
}
