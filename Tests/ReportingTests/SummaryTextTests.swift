import ScanModel
import Testing

@testable import Reporting

@Suite struct SummaryTextTests {
  @Test func saysWhatWasFoundReadAndSkipped() {
    let coverage = ReportFixtures.coverage(skipped: [.gitDirectory: 5, .symbolicLink: 7])
    let summary = ReportFixtures.summary(coverage: coverage, findings: 3, keys: 2)
    #expect(
      SummaryText.lines(summary) == """
        3 findings (2 keys) in 1,204 files, 48.1 MB read, \
        12 skipped (7 symbolic links, 5 git directories), 0.04 s

        """
    )
  }

  @Test func saysThatNothingWasFound() {
    let summary = ReportFixtures.summary(coverage: ReportFixtures.coverage())
    #expect(
      SummaryText.lines(summary) == "no keys found in 1,204 files, 48.1 MB read, 0.04 s\n"
    )
  }

  @Test func saysWhatIsNotListed() {
    var coverage = Coverage()
    coverage.fileCount = 1
    coverage.objectCount = 2
    let summary = ReportFixtures.summary(
      coverage: coverage,
      findings: 1,
      suppressed: 1_000,
      hidden: 2
    )
    #expect(
      SummaryText.lines(summary) == """
        1 finding (key IDs only) in 1 file and 2 objects, 0 B read, 1,000 suppressed, \
        2 hidden by --min-confidence or --min-severity, 0.04 s

        """
    )
  }

  @Test func saysWhyARunIsIncomplete() {
    let coverage = ReportFixtures.coverage(
      skipped: [.findingLimit: 1, .excluded: 1],
      problems: 2
    )
    let summary = ReportFixtures.summary(
      coverage: coverage,
      findings: 1,
      keys: 1,
      isInterrupted: true
    )
    #expect(
      SummaryText.lines(summary) == """
        1 finding (1 key) in 1,204 files, 48.1 MB read, 1 skipped (1 excluded), 0.04 s
        incomplete: interrupted; 2 could not be read; 1 finding over the limit not listed

        """
    )
  }

  @Test(arguments: [
    (SkipReason.gitDirectory, "1 git directory", "2,000 git directories"),
    (.symbolicLink, "1 symbolic link", "2,000 symbolic links"),
    (.specialFile, "1 special file", "2,000 special files"),
    (.kernelFileSystem, "1 kernel file system", "2,000 kernel file systems"),
    (.excluded, "1 excluded", "2,000 excluded"),
    (.gitIgnored, "1 ignored by git", "2,000 ignored by git"),
  ])
  func namesEachReason(_ reason: SkipReason, _ one: String, _ many: String) {
    for (count, text) in [(1, "1 skipped (\(one))"), (2_000, "2,000 skipped (\(many))")] {
      let coverage = ReportFixtures.coverage(skipped: [reason: count])
      let lines = SummaryText.lines(ReportFixtures.summary(coverage: coverage))
      #expect(lines == "no keys found in 1,204 files, 48.1 MB read, \(text), 0.04 s\n")
    }
  }
}
