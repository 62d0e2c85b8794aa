import ScanModel
import Testing

@Suite struct CoverageTests {
  private func problem(_ number: Int) -> ScanProblem {
    ScanProblem(path: ContentPath("f\(100_000 + number)"), operation: .open, cause: "no")
  }

  @Test func startsCompleteAndEmpty() {
    let coverage = Coverage()
    #expect(coverage.isComplete)
    #expect(coverage.skipped == [:] && coverage.problems == [] && coverage.problemCount == 0)
  }

  @Test func whatWasPassedOverOnPurposeLeavesItComplete() {
    var coverage = Coverage()
    for reason in SkipReason.allCases where reason != .findingLimit { coverage.addSkipped(reason) }
    #expect(coverage.isComplete)
    coverage.addSkipped(.findingLimit)
    #expect(!coverage.isComplete)
  }

  @Test func oneProblemMakesItIncomplete() {
    var coverage = Coverage()
    coverage.addProblem(problem(0))
    #expect(!coverage.isComplete)
    #expect(coverage.problems == [problem(0)])
  }

  @Test func mergingAddsUp() {
    var left = Coverage()
    (left.fileCount, left.objectCount, left.byteCount) = (1, 2, 3)
    left.addSkipped(.excluded, count: 4)
    left.addSkipped(.symbolicLink)
    left.addProblem(problem(9))
    var right = Coverage()
    (right.fileCount, right.objectCount, right.byteCount) = (10, 20, 30)
    right.addSkipped(.excluded)
    right.addProblem(problem(1))
    left.merge(right)
    #expect([left.fileCount, left.objectCount, left.byteCount] == [11, 22, 33])
    #expect(left.skipped == [.excluded: 5, .symbolicLink: 1])
    #expect(left.problems == [problem(1), problem(9)])
    #expect(left.problemCount == 2)
  }

  @Test(arguments: [0, 1, 999, 1_000, 1_001, 1_500, 1_999, 2_000, 3_500])
  func listsTheFirstProblemsAndCountsThemAll(count: Int) {
    var coverage = Coverage()
    for number in (0..<count).reversed() { coverage.addProblem(problem(number)) }
    #expect(coverage.problemCount == count)
    let expected = (0..<min(count, Coverage.maximumListedProblems)).map(problem)
    #expect(coverage.problems == expected)
  }

  @Test func whatIsListedDoesNotDependOnWhoSawItWhen() {
    var generator = SplitMix64(seed: 4)
    let all = (0..<2_700).map(problem)
    let listings = (1...4).map { parts in
      var workers = (0..<parts).map { _ in Coverage() }
      for (number, problem) in all.shuffled(using: &generator).enumerated() {
        workers[number % parts].addProblem(problem)
      }
      var total = Coverage()
      for worker in workers.shuffled(using: &generator) { total.merge(worker) }
      return total
    }
    #expect(listings.allSatisfy { $0.problems == Array(all.prefix(1_000)) })
    #expect(listings.allSatisfy { $0.problemCount == 2_700 })
  }
}
