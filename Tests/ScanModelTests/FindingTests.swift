import ScanModel
import Testing

@Suite struct FindingTests {
  private func place(
    _ path: String?,
    _ range: ByteRange,
    isInPath: Bool = false,
    encodings: [String] = []
  ) -> Location {
    Location(
      path: path.map { ContentPath($0) },
      isInPath: isInPath,
      start: LineColumn(line: 1, column: range.lowerBound + 1),
      range: range,
      encodings: encodings
    )
  }

  @Test(arguments: [
    ("a.zip!b!c", "b!c", "a.zip"), ("a.zip!b!c", "c", "a.zip!b"), ("-!b", "b", nil),
    ("a!b", nil, "a!b"), (nil, nil, nil),
  ])
  func namesTheContentAroundAnEntry(_ path: String?, _ entry: String?, _ outer: String?) {
    let place = Location(
      path: path.map { ContentPath($0) },
      isInPath: false,
      start: LineColumn(line: 1, column: 1),
      range: nil,
      byteCount: 42,
      encodings: [],
      entry: entry.map { ContentPath($0) }
    )
    #expect(place.outerPath?.text == outer)
  }

  @Test func ordersPlacesAsReportsDo() {
    let sorted = [
      place(nil, ByteRange(5, 6)),
      place("a", ByteRange(7, 9), isInPath: true),
      place("a", ByteRange(0, 1)),
      place("a", ByteRange(2, 3)),
      place("a", ByteRange(2, 4)),
      place("a", ByteRange(2, 4), encodings: ["base64"]),
      place("a", ByteRange(2, 4), encodings: ["gzip"]),
      place("a", ByteRange(2, 4), encodings: ["gzip", "base64"]),
      place("a", ByteRange(10, 11)),
      place("a/b", ByteRange(0, 1)),
      place("b", ByteRange(0, 1)),
    ]
    #expect(sorted.reversed().sorted() == sorted)
    for (index, left) in sorted.enumerated() {
      let wrong = sorted.indices.filter { (left < sorted[$0]) != (index < $0) }
      #expect(wrong == [])
    }
  }

  @Test func columnsEndJustPastTheKey() {
    let location = Location(
      path: nil,
      start: LineColumn(line: 6, column: 17),
      range: ByteRange(123, 165)
    )
    #expect(location.endColumn == 59)
  }

  @Test func aPlaceInAnotherContentHasNoOffset() {
    let finding = Finding(
      rule: RuleID("r"),
      severity: .low,
      confidence: .likely,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: "…"),
        fingerprint: Fingerprint(of: [1].span),
        byteCount: 1,
        customerID: nil
      ),
      location: place("a", ByteRange(3, 45)),
      secret: Secret([1])
    )
    let line = LineColumn(line: 9, column: 2)
    let placed = finding.placed(at: ContentPath("b"), line: line, git: nil).location
    #expect(placed.range == nil)
    #expect(placed.start == line)
    #expect(placed.endColumn == 44)
    #expect(finding.placed(at: nil, git: nil).location.range == ByteRange(3, 45))
  }

  @Test func statesNothingUntilAsked() {
    let finding = Finding(
      rule: RuleID("r"),
      severity: .low,
      confidence: .likely,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: "…"),
        fingerprint: Fingerprint(of: [1].span),
        byteCount: 1,
        customerID: 7
      ),
      location: place("a", ByteRange(0, 1)),
      secret: Secret([1])
    )
    #expect(finding.status == .unknown(.notChecked))
    #expect(finding.status.name == "unknown")
    #expect(finding.nearbyKeys == [])
  }
}
