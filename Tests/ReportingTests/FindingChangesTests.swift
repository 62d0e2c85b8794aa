import ScanModel
import Testing

@testable import Reporting

@Suite struct FindingChangesTests {
  private func finding(_ path: String, line: Int = 1) -> Finding {
    ReportFixtures.finding(at: ReportFixtures.location(ContentPath(path), line: line))
  }

  @Test func tellsWhatIsNewFixedAndUnchanged() {
    let changes = FindingChanges(
      from: [finding("kept", line: 3), finding("gone"), finding("gone", line: 2)],
      to: [finding("kept", line: 9), finding("added")]
    )
    #expect(changes.change(of: finding("kept", line: 77)) == .unchanged)
    #expect(changes.change(of: finding("added")) == .new)
    #expect(changes.change(of: finding("gone")) == .fixed)
    #expect(FindingChange.allCases.map(changes.count) == [1, 2, 1])
  }

  @Test func anotherRepositoryIsAnotherPlace() {
    func inRepository(_ name: String) -> Finding {
      finding("a").placed(
        at: ContentPath("a"),
        git: GitFacts(object: "ab", kind: .blob, repository: ContentPath(name))
      )
    }
    let changes = FindingChanges(from: [inRepository("one")], to: [inRepository("two")])
    #expect(FindingChange.allCases.map(changes.count) == [1, 1, 0])
  }

  @Test func marksEachFindingAndCountsThem() {
    let changes = FindingChanges(from: [], to: [finding("a")])
    let text = ReportFixtures.report(
      .jsonl,
      [finding("a")],
      context: ReportContext(changes: changes)
    )
    #expect(text.hasPrefix(#"{"type":"finding","change":"new","rule":"#))
    #expect(text.contains(#""hidden":0,"changes":{"new":1,"fixed":0,"unchanged":0},"seconds""#))
  }
}
