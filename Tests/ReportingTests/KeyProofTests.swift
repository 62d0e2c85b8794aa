import ScanModel
import Testing

@testable import Reporting

@Suite struct KeyProofTests {
  private func place(line: Int, column: Int) -> KeyProof.Place {
    KeyProof.Place(
      ReportFixtures.finding(
        at: ReportFixtures.location(ContentPath("a"), line: line, column: column)
      )
    )
  }

  private func proved(_ text: [UInt8], _ places: [KeyProof.Place]) -> Set<KeyProof.Place> {
    var proof = KeyProof(places)
    for byte in text { proof.feed(byte) }
    return proof.proved
  }

  @Test func provesAKeyAtItsPlaceAndNowhereElse() {
    let text = Array("ä\nkey=".utf8) + ReportFixtures.key + ReportFixtures.key + Array("\n".utf8)
    let first = place(line: 2, column: 5)
    let second = place(line: 2, column: 47)
    let others = [
      place(line: 2, column: 4), place(line: 1, column: 1), place(line: 1, column: 9),
      place(line: 3, column: 1), place(line: 9, column: 1), place(line: 0, column: 0),
    ]
    #expect(proved(text, [second] + others + [first]) == [first, second])
    #expect(proved(Array(text.dropLast(2)), [first, second]) == [first])
  }

  @Test func everyCutOfTheTextProvesNothing() {
    for count in 0..<ReportFixtures.key.count {
      #expect(proved(Array(ReportFixtures.key.prefix(count)), [place(line: 1, column: 1)]) == [])
    }
  }

  @Test func isFinishedBehindTheLastKey() {
    var proof = KeyProof([place(line: 1, column: 1)])
    #expect(!proof.isFinished)
    for byte in ReportFixtures.key { proof.feed(byte) }
    #expect(proof.isFinished)
  }
}
