import ScanModel
import Testing

@testable import Scanning

@Suite struct FindingListTests {
  private func finding(_ number: Int, rule: String = "r", key: UInt8 = 1) -> Finding {
    Finding(
      rule: RuleID(rule),
      severity: .high,
      confidence: .exact,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: "…"),
        fingerprint: Fingerprint(of: [key].span),
        byteCount: 42,
        customerID: nil
      ),
      location: Location(
        path: nil,
        start: LineColumn(line: 1, column: number + 1),
        range: ByteRange(number, number + 42)
      ),
      secret: Secret([])
    )
  }

  @Test func listsEachKeyThatAPlaceHeld() {
    var list = FindingList()
    for key: UInt8 in [2, 1, 2, 3, 1] { list.append(finding(7, key: key)) }
    list.finish()
    let expected = Set([1, 2, 3].map { (key: UInt8) in Fingerprint(of: [key].span) })
    #expect(list.findings.count == 3)
    #expect(Set(list.findings.map(\.key.fingerprint)) == expected)
  }

  @Test func listsEachPlaceOnceForEachRule() {
    var list = FindingList()
    for number in [5, 3, 5, 1, 3] {
      list.append(finding(number, rule: "b"))
      list.append(finding(number, rule: "a"))
    }
    list.finish()
    #expect(list.findings.map(\.location.range?.lowerBound) == [1, 1, 3, 3, 5, 5])
    #expect(list.findings.map(\.rule.name) == ["a", "b", "a", "b", "a", "b"])
    #expect(list.droppedCount == 0)
  }

  @Test func differentKeysAndCommitsAtOnePlaceAreAllListed() {
    func finding(_ key: UInt8, object: String) -> Finding {
      let facts = KeyFacts(
        redacted: Redacted(alreadyRedacted: "…"),
        fingerprint: Fingerprint(of: [key].span),
        byteCount: 42,
        customerID: nil
      )
      let place = Location(
        path: nil,
        start: LineColumn(line: 1, column: 1),
        range: ByteRange(0, 42)
      )
      return Finding(
        rule: RuleID("r"),
        severity: .high,
        confidence: .exact,
        key: facts,
        location: place,
        secret: Secret([]),
        git: GitFacts(object: object, kind: .blob)
      )
    }
    let all = [finding(1, object: "a"), finding(2, object: "a"), finding(1, object: "b")]
    var lists = [FindingList(), FindingList()]
    for finding in all + all { lists[0].append(finding) }
    for finding in all.reversed() { lists[1].append(finding) }
    for index in lists.indices { lists[index].finish() }
    #expect(lists[0].findings.count == 3)
    let orders = lists.map { $0.findings.map { "\($0.key.fingerprint)\($0.git?.object ?? "")" } }
    #expect(orders[0] == orders[1])
  }

  @Test func listsEachObjectOfEachRepositoryInOrder() {
    func finding(_ repository: String, _ object: String) -> Finding {
      self.finding(1).placed(
        at: ContentPath("same"),
        git: GitFacts(object: object, kind: .blob, repository: ContentPath(repository))
      )
    }
    var list = FindingList()
    for (repository, object) in [("b", "1"), ("a", "2"), ("b", "1"), ("a", "1")] {
      list.append(finding(repository, object))
    }
    list.append(self.finding(0))
    list.finish()
    #expect(list.findings.map(\.git?.repository?.text) == [nil, "a", "a", "b"])
    #expect(list.findings.map(\.git?.object) == [nil, "1", "2", "1"])
  }

  @Test(arguments: [1, 3])
  func keepsTheFirstWhateverTheOrder(parts: Int) {
    let extra = 5
    var lists = [FindingList](repeating: FindingList(), count: parts)
    for number in (0..<FindingList.limit + extra).reversed() {
      lists[number % parts].append(finding(number))
    }
    var total = FindingList()
    for list in lists { total.merge(list) }
    total.drop(2)
    total.finish()
    #expect(total.findings.count == FindingList.limit)
    #expect(total.findings.last?.location.range?.lowerBound == FindingList.limit - 1)
    #expect(total.droppedCount == extra + 2)
  }

  @Test func mergingAddsItsCounts() {
    var left = FindingList()
    left.hiddenCount = 2
    left.append(finding(9))
    var right = FindingList()
    right.hiddenCount = 20
    right.drop(3)
    right.append(finding(4))
    left.merge(right)
    left.finish()
    #expect(left.findings.map(\.location.range?.lowerBound) == [4, 9])
    #expect([left.hiddenCount, left.droppedCount] == [22, 3])
  }
}
