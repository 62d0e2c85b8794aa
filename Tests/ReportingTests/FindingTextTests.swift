import ScanModel
import Testing
import TextForms

@testable import Reporting

extension FindingText {
  /// A path as these reports show it.
  static func shownForTests(_ path: ContentPath) -> String {
    FindingText(ReportContext(), []).shown(path)
  }
}

@Suite struct FindingTextTests {
  private let words = FindingText(ReportSamples.context, [ReportFixtures.plain])

  @Test func saysWhatAFindingIs() {
    #expect(
      words.sentence(ReportFixtures.plain)
        == "Vectara query API key zqt_…18FA (exact, customer 1234567890)"
    )
    let inName = ReportFixtures.finding(
      at: ReportFixtures.location(ContentPath("a"), isInPath: true, encodings: ["g\u{1B}z"])
    )
    #expect(
      words.sentence(inName)
        == #"Vectara query API key zqt_…18FA (exact, customer 1234567890, in the name, inside g\x1bz)"#
    )
  }

  @Test func saysWhyAStateIsUnknown() {
    var finding = ReportFixtures.plain
    #expect(words.state(of: finding.status) == "unknown: not-checked")
    finding.status = .unknown(.rejected)
    #expect(words.sentence(finding).hasSuffix("1234567890, unknown: rejected)"))
    #expect(words.state(of: ReportSamples.active.status) == "active")
  }

  @Test func namesPlaces() {
    #expect(words.place(of: ReportFixtures.plain.location) == "src/app.ts:6:17")
    let input = ReportFixtures.finding(at: ReportFixtures.location(nil))
    #expect(words.place(of: input.location) == "(standard input):6:17")
    let path = ContentPath(Array("x/".utf8) + ReportFixtures.key)
    let inName = ReportFixtures.finding(at: ReportFixtures.location(path, isInPath: true))
    #expect(words.place(of: inName.location) == "x/\(ReportFixtures.redacted)")
  }

  @Test func saysWhyARunIsIncomplete() {
    var coverage = ReportFixtures.coverage(skipped: [.findingLimit: 5], problems: 4)
    coverage.addSkipped(.symbolicLink)
    let gaps = words.gaps(
      ReportFixtures.summary(coverage: coverage, isInterrupted: true),
      maximumCount: 1
    )
    #expect(
      gaps == [
        "cannot open '1000000': permission denied", "… and 3 more could not be read",
        "the scan was interrupted", "5 findings over the limit not listed",
      ]
    )
    #expect(words.gaps(ReportFixtures.summary(), maximumCount: 1) == [])
  }

  @Test func onlyProofBringsASuppressedFindingBack() {
    var finding = ReportSamples.suppressed
    #expect(!FindingText.counts(finding))
    finding.status = .unknown(.rejected)
    #expect(!FindingText.counts(finding))
    finding.status = ReportSamples.active.status
    #expect(FindingText.counts(finding))
    #expect(FindingText.counts(ReportFixtures.plain))
  }

  @Test func cutsBetweenCharacters() {
    #expect("abc".cut(toUnits: 3) == "abc")
    #expect("abcd".cut(toUnits: 3) == "ab…")
    #expect("a\u{1F511}b".cut(toUnits: 3) == "a…")
  }
}
