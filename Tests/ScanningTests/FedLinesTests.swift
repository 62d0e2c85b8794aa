import Testing

@testable import Scanning

@Suite struct FedLinesTests {
  private func lines(_ notes: (number: Int, counts: Bool)...) -> FedLines {
    notes.reduce(into: FedLines()) { lines, note in
      lines.note(note.number, counts: note.counts, byteCount: 9, isContinued: false)
    }
  }

  @Test func numbersAreThoseThatWereNoted() {
    let lines = lines((7, true), (8, true), (100, true), (5, true), (6, true))
    #expect((1...5).map { lines.line(ofFed: $0, upTo: 0) } == [7, 8, 100, 5, 6])
    #expect(lines.runCount == 3)
  }

  @Test func linesThatDoNotCountHaveNone() {
    let lines = lines((1, false), (2, true), (3, false), (4, false), (5, true))
    #expect((1...5).map { lines.line(ofFed: $0, upTo: 0) } == [nil, 2, nil, nil, 5])
  }

  /// Each line is of ten bytes.
  @Test func whatReachesALineThatCountsCounts() {
    let lines = lines((1, false), (2, false), (3, true), (4, false))
    #expect([9, 20, 21, 90].map { lines.line(ofFed: 1, upTo: $0) } == [nil, nil, 1, 1])
    #expect([30, 40].map { lines.line(ofFed: 3, upTo: $0) } == [3, 3])
    #expect(lines.line(ofFed: 4, upTo: 90) == nil)
  }

  @Test func piecesOfALineAreOneLine() {
    var lines = FedLines()
    for isContinued in [true, true, false] {
      lines.note(40, counts: true, byteCount: 9, isContinued: isContinued)
    }
    lines.note(60, counts: true, byteCount: 9, isContinued: true)
    #expect(lines.isInLine)
    #expect([1, 2].map { lines.line(ofFed: $0, upTo: 0) } == [40, 60])
  }

  @Test func nothingWasFedBeforeTheFirstLine() {
    #expect(FedLines().line(ofFed: 1, upTo: 0) == nil)
    #expect(lines((3, true)).line(ofFed: 0, upTo: 0) == nil)
  }

  @Test func theLastNumberThereIsDoesNotOverflow() {
    let lines = lines((.max, true), (1, true))
    #expect([1, 2].map { lines.line(ofFed: $0, upTo: 0) } == [.max, 1])
  }
}
