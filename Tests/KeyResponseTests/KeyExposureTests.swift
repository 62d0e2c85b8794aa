import KeyResponse
import ScanModel
import Testing

@Suite struct KeyExposureTests {
  private func finding(
    _ path: String,
    line: Int = 1,
    repository: String? = nil,
    date: String? = nil,
    isInHead: Bool? = nil
  ) -> Finding {
    let git = repository.map { repository in
      GitFacts(
        object: "0f",
        kind: .blob,
        introduction: date.map {
          GitFacts.Introduction(commit: "c-\($0.prefix(4))", author: "A", date: $0, path: nil)
        },
        exposure: isInHead.map { GitFacts.Exposure(isReachable: true, isInHead: $0) },
        repository: ContentPath(repository)
      )
    }
    return Finding(
      rule: RuleID("r"),
      severity: .high,
      confidence: .exact,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: "zqt_…"),
        fingerprint: Fingerprint(of: Array("k".utf8).span),
        byteCount: 42,
        customerID: nil
      ),
      location: Location(
        path: ContentPath(path),
        start: LineColumn(line: line, column: 3),
        range: ByteRange(0, 42)
      ),
      secret: nil,
      git: git
    )
  }

  private func exposure(_ findings: Finding...) -> KeyExposure {
    KeyExposure(findings) { $0.uppercased() }
  }

  @Test func placesAreCountedOnceAndNamedToALimit() {
    let findings = (1...7).map { finding("a", line: $0) } + [finding("a", line: 1)]
    let exposure = KeyExposure(findings) { $0 }
    #expect(exposure.placeCount == 7)
    #expect(exposure.places == ["a:1:3", "a:2:3", "a:3:3", "a:4:3", "a:5:3"])
  }

  @Test func repositoriesAreCountedOnce() {
    let exposure = exposure(finding("a", repository: "r"), finding("b", repository: "r"))
    #expect(exposure.repositoryCount == 1)
    #expect(exposure.repositories == ["R"])
    #expect(exposure.places == ["R: A:1:3", "R: B:1:3"])
  }

  @Test func theEarliestCommitCounts() {
    let exposure = exposure(
      finding("a", repository: "r", date: "2021-01-01T00:00:00Z"),
      // Earlier although it looks later.
      finding("b", repository: "r", date: "2020-12-31T23:30:00-00:30"),
      finding("c", repository: "r", date: "2020-12-31T23:00:00Z"),
      finding("d", repository: "r")
    )
    #expect(exposure.since == "2020-12-31T23:00:00Z")
    #expect(exposure.commit == "c-2020")
    #expect(exposure.author == "A")
  }

  @Test(
    arguments: [
      ([nil, nil], nil), ([false, nil], false), ([false, true], true), ([true, false], true),
    ] as [([Bool?], Bool?)]
  )
  func headHasItIfAnyPlaceIsInIt(_ places: [Bool?], _ expected: Bool?) {
    let findings = places.map { finding("a", repository: "r", isInHead: $0) }
    #expect(KeyExposure(findings) { $0 }.isInHead == expected)
  }
}
