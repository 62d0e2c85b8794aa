import ScanModel
import Testing

@testable import Scanning

@Suite struct CommitTextTests {
  private func author(_ line: String) -> [String?]? {
    author(bytes: Array("tree x\n\(line)\ncommitter C <c@c> 5 +0000\n\nmessage\n".utf8))
  }

  private func author(bytes: [UInt8]) -> [String?]? {
    CommitText.author(of: bytes).map { [$0.name, $0.date?.description] }
  }

  @Test func readsParents() {
    func parents(_ text: String) -> [String] {
      CommitText.parents(of: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(parents("tree a\nparent b\nparent c\nauthor d\nparent e\n") == ["b", "c"])
    #expect(parents("tree a\nauthor b\n\nparent c\n") == [])
    #expect(parents("tree a\nparent b") == ["b"])
    #expect(parents("") == [])
  }

  @Test func readsNameAndDate() {
    #expect(
      author("author A U Thor <a@example.com> 1700000000 +0530")
        == ["A U Thor <a@example.com>", "2023-11-15T03:43:20+05:30"]
    )
    #expect(
      author("author A <a> 1700000000 -0330") == ["A <a>", "2023-11-14T18:43:20-03:30"]
    )
    #expect(author("author A <a> -1 +0000") == ["A <a>", "1969-12-31T23:59:59Z"])
    #expect(author("author  <> 0 -0000") == [" <>", "1970-01-01T00:00:00Z"])
  }

  @Test(
    arguments: [
      "", "0", "0 ", "x +0000", "0 x", "0 +0000 0", "0 +9999999", "99999999999999999999 +0000",
      "9223372036854775807 +0000", "-9223372036854775808 +0000", "0 9223372036854775807",
      "0 -9223372036854775808", "0 -10000", "0 +9999", "0 -9999", "0 +2400", "1.5 +0000",
    ]
  )
  func datesThatAreNoneAreLeftOut(_ date: String) {
    #expect(author("author A <a> \(date)") == ["A <a>", nil])
  }

  @Test func unfinishedNamesAreTakenAsTheyAre() {
    #expect(author("author ") == ["", nil])
    #expect(author("author A") == ["A", nil])
    #expect(author("author A <a 1 +0000") == ["A <a 1 +0000", nil])
    #expect(author("author A> <b>> 1 +0000") == ["A> <b>>", "1970-01-01T00:00:01Z"])
  }

  @Test func bytesThatAreNoTextAreEscaped() {
    #expect(
      author(bytes: Array("author ".utf8) + [0xFF] + Array(" <a> 0 +0000\n\n".utf8))
        == ["\\xff <a>", "1970-01-01T00:00:00Z"]
    )
  }

  @Test func headersAreTakenFromTheHeadAlone() {
    #expect(author("authors A <a> 0 +0000") == nil)
    #expect(author(" author A <a> 0 +0000") == nil)
    #expect(author("gpgsig x\n author A <a> 0 +0000") == nil)
    #expect(author(bytes: Array("tree x\n\nauthor A <a> 0 +0000\n".utf8)) == nil)
    #expect(author(bytes: Array("\nauthor A <a> 0 +0000\n".utf8)) == nil)
    #expect(author(bytes: []) == nil)
    #expect(author("author A <a> 0 +0000\nauthor B <b> 1 +0000")?.first == "A <a>")
  }

  @Test func everyPartOfACommitIsReadWithoutHarm() {
    let commit = Array("tree x\nauthor A <a> 1 +0100\n\nm\n".utf8)
    for count in 0...commit.count {
      let start = Array(commit[..<count])
      // The name begins at 14 and ends at 19; the line's end need not be there.
      let name = count < 14 ? nil : String(decoding: start[14..<min(count, 19)], as: UTF8.self)
      #expect(CommitText.author(of: start)?.name == name)
      #expect((CommitText.author(of: start)?.date != nil) == (count >= 24))
      #expect(CommitText.target(of: start) == nil)
    }
  }

  @Test func readsWhatATagNames() {
    let id = String(repeating: "a", count: 40)
    let tag = Array("object \(id)\ntype commit\ntag v1\n\nobject of the message\n".utf8)
    #expect(CommitText.target(of: tag) == Array(id.utf8))
    #expect(CommitText.target(of: Array("type commit\n\nobject x\n".utf8)) == nil)
    #expect(CommitText.target(of: Array("tree x\nparent y\n".utf8)) == nil)
  }
}
