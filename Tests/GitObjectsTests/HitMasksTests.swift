import Testing

@testable import GitObjects

@Suite struct HitMasksTests {
  @Test func comparesTheCandidatesBestInReachAlone() {
    var candidates = Candidates()
    for (commit, rank) in [(1, 2), (2, 1), (3, 2), (4, 1)] as [(UInt32, UInt8)] {
      candidates.add(commit, number: 10 - commit, rank: rank)
    }
    #expect(candidates.commits() == [2, 4])
  }

  @Test func keepsTheFirstOfTooManyCandidatesInAnyOrder() {
    for order in [Array(0..<5_000), (0..<5_000).reversed()] as [[UInt32]] {
      var candidates = Candidates()
      for number in order { candidates.add(number + 7, number: number, rank: 0) }
      #expect(candidates.commits().sorted() == Array(7..<1_007))
    }
  }
}
