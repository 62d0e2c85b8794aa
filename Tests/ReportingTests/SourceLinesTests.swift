import ScanModel
import Testing

@testable import Reporting

@Suite struct SourceLinesTests {
  private let text = Array("a\n\u{FEFF}ä key = ".utf8) + ReportFixtures.key + Array("\nend\n".utf8)

  /// The finding that a scan of `text` gives.
  private let finding = ReportFixtures.finding(
    at: ReportFixtures.location(ContentPath("a"), line: 2, column: 13)
  )

  private func lines(
    _ bytes: [UInt8],
    chunk: Int = 7,
    maximumFileByteCount: Int = 1_000
  ) -> SourceLines {
    let source = SourceReader { path, take in
      guard path == ContentPath("a") else { return }
      for start in stride(from: 0, to: bytes.count, by: chunk) {
        guard take(bytes.span.extracting(start..<min(start + chunk, bytes.count))) else { return }
      }
    }
    return SourceLines(source, maximumFileByteCount: maximumFileByteCount)
  }

  @Test func hashesTheLineThatHoldsTheKey() {
    var hasher = LineHasher(lines: [2])
    for unit in String(decoding: text, as: UTF8.self).utf16 { hasher.feed(unit) }
    hasher.finish()
    for chunk in [1, 7, 1_000] {
      #expect(lines(text, chunk: chunk).hashes(of: [finding], at: [0]) == [0: hasher.hashes[2]])
    }
  }

  @Test func tellsNothingOfAFileThatHasChanged() {
    #expect(lines([10] + text).hashes(of: [finding], at: [0]) == [:])
    #expect(lines([]).hashes(of: [finding], at: [0]) == [:])
    #expect(lines(Array(text.prefix(30))).hashes(of: [finding], at: [0]) == [:])
  }

  @Test func readsOnlyWhatCanBeTheFile() {
    let place = finding.location
    let others = [
      ReportFixtures.finding(
        at: ReportFixtures.location(place.path, isInPath: true, line: 2, column: 13)
      ),
      ReportFixtures.finding(
        at: ReportFixtures.location(place.path, line: 2, column: 13, encodings: ["gzip"])
      ),
      ReportFixtures.finding(at: ReportFixtures.location(nil, line: 2, column: 13)),
      finding.placed(
        at: place.path,
        git: GitFacts(object: "0", kind: .blob, repository: ContentPath("r"))
      ),
    ]
    #expect(lines(text).hashes(of: others, at: Array(others.indices)) == [:])
    // The same file in a commit of the repository at hand is as good.
    let committed = finding.placed(at: place.path, git: GitFacts(object: "0", kind: .blob))
    #expect(lines(text).hashes(of: [committed], at: [0]).count == 1)
  }

  @Test func readsNoFileThatIsTooLarge() {
    let late = ReportFixtures.finding(
      at: ReportFixtures.location(ContentPath("a"), line: 1_000, column: 1)
    )
    func hashes(maximum: Int) -> [Int: String] {
      lines(text, maximumFileByteCount: maximum).hashes(of: [finding, late], at: [0, 1])
    }
    #expect(hashes(maximum: text.count).count == 1)
    #expect(hashes(maximum: text.count - 1) == [:])
  }

  @Test func readsNoMoreFilesThanItMay() {
    let findings = ["a", "b", "c"].map { name in
      ReportFixtures.finding(
        at: ReportFixtures.location(ContentPath(name), line: 2, column: 13)
      )
    }
    let text = text
    let source = SourceReader { _, take in _ = take(text.span) }
    let lines = SourceLines(source, maximumByteCount: text.count + 1)
    #expect(lines.hashes(of: findings, at: [0, 1, 2]).keys.sorted() == [0, 1])
  }
}
