import Testing

@testable import zleaks

@Suite struct RevisionRangeTests {
  @Test(
    arguments: [
      ("A..B", "A", "B"), ("A...B", "A", "B"), ("A", "A", "HEAD"), ("A..", "A", "HEAD"),
      ("A...", "A", "HEAD"), ("..B", "HEAD", "B"), ("...B", "HEAD", "B"), ("..", "HEAD", "HEAD"),
      ("...", "HEAD", "HEAD"), (".", ".", "HEAD"), ("v1.2", "v1.2", "HEAD"),
      ("v1.2..v1.3", "v1.2", "v1.3"), ("A..B..C", "A", "B..C"), ("A....B", "A", ".B"),
      ("", "", "HEAD"), ("é..ü", "é", "ü"),
    ]
  )
  func separatesTheSides(_ text: String, _ from: String, _ to: String) {
    let sides = RevisionRange.sides(of: Array(text.utf8))
    #expect(sides.from == Array(from.utf8))
    #expect(sides.to == Array(to.utf8))
  }
}
