import ScanModel
import Testing

@testable import Reporting

@Suite struct TextReportTests {
  private let advice = [ReportFixtures.rule: "Disable it,\nthen make a new one."]

  @Test func oneFindingIsTwoLines() {
    let report = ReportFixtures.report(
      .text,
      [ReportFixtures.plain],
      context: ReportContext(advice: advice)
    )
    let redacted = ReportFixtures.redacted
    #expect(
      report == """
        src/app.ts:6:17: medium vectara-query-key \(redacted) (exact, customer 1234567890)
          vectara-query-key: Disable it,\\nthen make a new one.

        """
    )
  }

  @Test func leavesOutWhatIsSuppressedUnlessItsKeyIsActive() {
    var finding = ReportFixtures.plain
    finding.suppression = SuppressionRecord(kind: .baseline, reason: "old")
    #expect(ReportFixtures.report(.text, [finding], context: ReportContext(advice: advice)) == "")
    finding.status = .disabled(ReportFixtures.evidence)
    #expect(ReportFixtures.report(.text, [finding]) == "")
    finding.status = .active(ReportFixtures.evidence)
    #expect(
      ReportFixtures.report(.text, [finding])
        .hasSuffix(
          "(exact, customer 1234567890, active, key aky_1 'web', suppressed, but the key works)\n"
        )
    )
  }

  @Test(arguments: ["::error::x", " ::error::x"])
  func noLineGivesABuildServiceACommand(_ name: String) {
    let plain = ReportFixtures.finding(at: ReportFixtures.location(ContentPath(name)))
    let git = GitFacts(object: "ab", kind: .blob, repository: ContentPath(name))
    let other = GitFacts(object: "ab", kind: .blob, repository: ContentPath("b"))
    let named = [git, other].map { ReportFixtures.plain.placed(at: ContentPath("a"), git: $0) }
    for findings in [[plain], named] {
      #expect(ReportFixtures.report(.text, findings).hasPrefix("./\(name):"))
    }
  }

  @Test func namesTheRepositoryWhereThereAreSeveral() {
    func finding(_ repository: String) -> Finding {
      ReportFixtures.plain.placed(
        at: ContentPath("blob ab"),
        git: GitFacts(object: "ab", kind: .blob, repository: ContentPath(repository))
      )
    }
    let one = ReportFixtures.report(.text, [finding("a"), finding("a")])
    #expect(one.split(separator: "\n").allSatisfy { $0.hasPrefix("blob ab:6:17: ") })
    let two = ReportFixtures.report(.text, [finding("a"), finding("b")])
    #expect(
      two.split(separator: "\n").map { $0.prefix(17) } == [
        "a: blob ab:6:17: ", "b: blob ab:6:17: ",
      ]
    )
  }

  @Test func advisesOnceForEachRuleTheMostSevereFirst() {
    let path = ContentPath("a")
    let findings = [
      ReportFixtures.finding(at: ReportFixtures.location(path), customerID: nil),
      ReportFixtures.finding(at: ReportFixtures.location(path, line: 7), customerID: nil),
      ReportFixtures.finding(
        at: ReportFixtures.location(path, line: 8),
        rule: RuleID("z-rule"),
        severity: .critical,
        confidence: .likely,
        customerID: nil
      ),
      ReportFixtures.finding(
        at: ReportFixtures.location(path, line: 9),
        rule: RuleID("unknown"),
        severity: .high,
        customerID: nil
      ),
    ]
    let advice = [ReportFixtures.rule: "Disable it.", RuleID("z-rule"): "Call someone."]
    let report = ReportFixtures.report(.text, findings, context: ReportContext(advice: advice))
    let redacted = ReportFixtures.redacted
    #expect(
      report == """
        a:6:17: medium vectara-query-key \(redacted) (exact)
        a:7:17: medium vectara-query-key \(redacted) (exact)
        a:8:17: critical z-rule \(redacted) (likely)
        a:9:17: high unknown \(redacted) (exact)

          z-rule: Call someone.
          vectara-query-key: Disable it.

        """
    )
  }

  @Test func escapesHostilePathsAndEncodings() {
    let location = ReportFixtures.location(
      ReportFixtures.hostilePath,
      encodings: ["tar\u{1B}", "base64"]
    )
    let report = ReportFixtures.report(.text, [ReportFixtures.finding(at: location)])
    let expected =
      #"a\x1b[2J\n"\\u{202e}é\xff:6:17: medium vectara-query-key "#
      + "\(ReportFixtures.redacted) (exact, customer 1234567890, inside tar\\x1b/base64)\n"
    #expect(report == expected)
  }

  @Test func namesStandardInputAndKeysInNames() {
    let standardInput = ReportFixtures.finding(
      at: ReportFixtures.location(nil),
      customerID: nil
    )
    let name = ContentPath(Array("old-".utf8) + ReportFixtures.key + Array(".txt".utf8))
    let inName = ReportFixtures.finding(
      at: ReportFixtures.location(name, isInPath: true),
      customerID: nil
    )
    let redacted = ReportFixtures.redacted
    #expect(
      ReportFixtures.report(.text, [standardInput, inName]) == """
        (standard input):6:17: medium vectara-query-key \(redacted) (exact)
        old-\(redacted).txt: medium vectara-query-key \(redacted) (exact, in the name)

        """
    )
  }

  @Test func coloursPathAndSeverityOnlyWhenAsked() {
    let report = ReportFixtures.report(
      .text,
      [ReportFixtures.plain],
      context: ReportContext(usesColor: true)
    )
    let expected =
      "\u{1B}[1msrc/app.ts\u{1B}[0m:6:17: \u{1B}[33mmedium\u{1B}[0m vectara-query-key "
      + "\(ReportFixtures.redacted) (exact, customer 1234567890)\n"
    #expect(report == expected)
  }

  @Test func showsTheKeyWhenAsked() {
    let key = String(decoding: ReportFixtures.key, as: UTF8.self)
    let report = ReportFixtures.report(
      .text,
      [ReportFixtures.plain],
      context: ReportContext(showsSecrets: true)
    )
    #expect(
      report
        == "src/app.ts:6:17: medium vectara-query-key \(key) (exact, customer 1234567890)\n"
    )
  }

  @Test func nothingFoundIsAnEmptyReport() {
    #expect(ReportFixtures.report(.text, [], context: ReportContext(advice: advice)) == "")
  }
}
