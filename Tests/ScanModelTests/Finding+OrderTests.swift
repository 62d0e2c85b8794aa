import ScanModel
import Testing

@Suite struct FindingOrderTests {
  private func finding(
    repository: String? = nil,
    path: String? = "a",
    line: Int = 1,
    offset: Int = 0,
    encodings: [String] = [],
    object: String? = nil,
    rule: String = "r",
    key: UInt8 = 0
  ) -> Finding {
    Finding(
      rule: RuleID(rule),
      severity: .low,
      confidence: .likely,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: "…"),
        fingerprint: Fingerprint(of: [key].span),
        byteCount: 1,
        customerID: nil
      ),
      location: Location(
        path: path.map { ContentPath($0) },
        start: LineColumn(line: line, column: 1),
        range: ByteRange(offset, offset + 1),
        encodings: encodings
      ),
      secret: nil,
      git: object.map {
        GitFacts(object: $0, kind: .blob, repository: repository.map { ContentPath($0) })
      }
    )
  }

  private func description(_ finding: Finding) -> String { "\(finding)" }

  /// One line of two versions of a file stands at other offsets, and in another object.
  @Test func objectsDecideWhereOffsetsDiffer() {
    let first = finding(offset: 9, object: "1")
    let second = finding(offset: 5, object: "2")
    #expect(Finding.reportOrder(first, second) == .ascending)
    #expect(Finding.reportOrder(second, first) == .descending)
    #expect(Finding.reportOrder(finding(offset: 1), finding(offset: 2)) == .ascending)
    #expect(Finding.reportOrder(finding(offset: 1), finding(offset: 1)) == .same)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func sortsAsComparingDoes(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let objects = [
      nil, "", "1", "12345678", "123456789", "1234567890", "e\u{301}", "\u{E9}", "\u{E9}2",
    ]
    let findings = (0..<200).map { _ in
      finding(
        repository: [nil, "", "a", "b", "a/b"].randomElement(using: &random) ?? nil,
        path: [nil, "", "a", "ab", "a\u{0}", "b"].randomElement(using: &random) ?? nil,
        line: Int.random(in: 1...3, using: &random),
        offset: Int.random(in: 0...2, using: &random),
        encodings: [[], [], ["base64"], ["base64", "gzip"]].randomElement(using: &random) ?? [],
        object: objects.randomElement(using: &random) ?? nil,
        rule: ["r", "q"].randomElement(using: &random) ?? "",
        key: UInt8.random(in: 0...2, using: &random)
      )
    }
    var sorted = findings
    sorted.sortInReportOrder()
    let expected = findings.sorted { Finding.reportOrder($0, $1) == .ascending }
    #expect(sorted.map(description) == expected.map(description))
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      #expect(Finding.reportOrder(left, right) != .descending)
    }
  }

  @Test func countsEachKeyOnce() {
    let findings = [finding(key: 1), finding(line: 2, key: 1), finding(key: 2)]
    #expect(findings.distinctKeyCount == 2)
    #expect([Finding]().distinctKeyCount == 0)
  }
}
