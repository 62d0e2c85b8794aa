import ScanModel
import Testing

@testable import Reporting

@Suite struct ProblemTextTests {
  @Test func namesEachProblemInOrder() {
    var coverage = Coverage()
    coverage.addProblem(
      ScanProblem(path: ContentPath("b\u{1B}"), operation: .open, cause: "permission denied")
    )
    coverage.addProblem(
      ScanProblem(path: ContentPath("a"), operation: .list, cause: "input/output error")
    )
    coverage.addProblem(ScanProblem(path: nil, operation: .read, cause: "is a directory"))
    #expect(
      ProblemText.lines(coverage, redaction: PathRedaction()) == """
        zleaks: error: cannot read standard input: is a directory
        zleaks: error: cannot list 'a': input/output error
        zleaks: error: cannot open 'b\\x1b': permission denied

        """
    )
  }

  @Test func namesTwentyAndCountsTheRest() {
    let twenty = ReportFixtures.coverage(problems: 20)
    let lines = ProblemText.lines(twenty, redaction: PathRedaction()).split(separator: "\n")
    #expect(lines.count == 20)
    let many = ReportFixtures.coverage(problems: 5_020)
    let more = ProblemText.lines(many, redaction: PathRedaction()).split(separator: "\n")
    #expect(more.count == 21)
    #expect(more.first == "zleaks: error: cannot open '1000000': permission denied")
    #expect(more.last == "zleaks: error: … and 5,000 more")
  }

  @Test func keepsKeysOutOfPaths() {
    var coverage = Coverage()
    coverage.addProblem(
      ScanProblem(path: ContentPath(ReportFixtures.key), operation: .open, cause: "gone")
    )
    let redaction = PathRedaction(hiding: [ReportFixtures.plain])
    #expect(
      ProblemText.lines(coverage, redaction: redaction)
        == "zleaks: error: cannot open '\(ReportFixtures.redacted)': gone\n"
    )
  }

  @Test func nothingIsWrongInSilence() {
    #expect(ProblemText.lines(Coverage(), redaction: PathRedaction()) == "")
  }
}
