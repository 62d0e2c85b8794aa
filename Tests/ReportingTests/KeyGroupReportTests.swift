import ScanModel
import Testing

@testable import Reporting

@Suite struct KeyGroupReportTests {
  private func report(_ format: ReportFormat, _ findings: [Finding]) -> String {
    var text = ""
    var output = ReportOutput<Never> { bytes in
      text += String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    KeyGroupReport(format, context: ReportContext())
      .write(findings: findings, summary: ReportFixtures.summary(), to: &output)
    return text
  }

  private func finding(_ repository: String, date: String, isInHead: Bool) -> Finding {
    ReportFixtures.plain.placed(
      at: ContentPath("a\u{1B}"),
      git: GitFacts(
        object: "ab",
        kind: .blob,
        introduction: .init(commit: "cd", author: nil, date: date, path: nil),
        exposure: .init(isReachable: true, isInHead: isInHead),
        repository: ContentPath(repository)
      )
    )
  }

  @Test func tellsWhereAndSinceWhenAndWhetherItIsStillThere() {
    let findings = [
      finding("one", date: "2023-11-15T01:00:00Z", isInHead: false),
      finding("two", date: "2023-11-15T02:00:00+05:30", isInHead: true),
    ]
    #expect(
      report(.text, findings) == #"""
        \#(ReportFixtures.redacted): medium vectara-query-key (unknown, 2 places in 2 repositories, \#
        since 2023-11-15, in HEAD)
          one: a\x1b:6:17
          two: a\x1b:6:17

        """#
    )
    #expect(
      report(.jsonl, findings).contains(
        #""repositories":2,"since":"2023-11-15T02:00:00+05:30","inHead":true,"places":[{"location""#
      )
    )
  }

  @Test func saysNothingThatIsNotKnown() {
    #expect(
      report(.text, [ReportFixtures.plain])
        == "\(ReportFixtures.redacted): medium vectara-query-key (unknown, 1 place)\n"
        + "  src/app.ts:6:17\n"
    )
  }
}
