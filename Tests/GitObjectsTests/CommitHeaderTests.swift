import GitObjects
import ScanModel
import Testing

@Suite struct CommitHeaderTests {
  private static let name = "0123456789abcdef0123456789abcdef01234567"

  private func parse(_ text: String) throws(ObjectSyntaxError) -> CommitHeader {
    let bytes = Array(text.utf8)
    return try CommitHeader(parsing: bytes.span, format: .sha1)
  }

  private func slice(_ text: String, _ range: Range<Int>?) -> String? {
    range.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
  }

  @Test func readsACommit() throws {
    let text = """
      tree \(Self.name)
      parent \(Self.name)
      parent \(Self.name)
      author A <a@b> 1 +0000
      committer C <c@d> 2 +0100
      gpgsig -----BEGIN
       more

      subject

      body

      """
    let commit = try parse(text)
    let name = try #require(ObjectID(parsing: Self.name))
    #expect(commit.tree == name)
    #expect(commit.parents == [name, name])
    #expect(slice(text, commit.author) == "A <a@b> 1 +0000")
    #expect(slice(text, commit.committer) == "C <c@d> 2 +0100")
    #expect(slice(text, commit.message) == "subject\n\nbody\n")
  }

  @Test func readsABrokenCommitAsFarAsItGoes() throws {
    let commit = try parse("tree \(Self.name)\n")
    #expect(commit.parents.isEmpty)
    #expect(commit.author == nil)
    #expect(commit.message.isEmpty)
    #expect(throws: ObjectSyntaxError.badLine(at: 0)) { try parse("") }
    #expect(throws: ObjectSyntaxError.badLine(at: 0)) { try parse("tree \(Self.name)0\n") }
    #expect(throws: ObjectSyntaxError.badLine(at: 46)) {
      try parse("tree \(Self.name)\nparent x\n")
    }
  }

  @Test func readsRealCommits() throws {
    let fixture = try GitFixture()
    try fixture.commitVersions(3)
    let head = try #require(ObjectID(parsing: try fixture.gitLine(["rev-parse", "HEAD"])))
    let tree = try #require(ObjectID(parsing: try fixture.gitLine(["rev-parse", "HEAD^{tree}"])))
    let parent = try #require(ObjectID(parsing: try fixture.gitLine(["rev-parse", "HEAD^"])))
    let bytes = try #require(try fixture.objects()[head]).bytes
    let commit = try CommitHeader(parsing: bytes.span, format: .sha1)
    #expect(commit.tree == tree)
    #expect(commit.parents == [parent])
    #expect(bytes[commit.message] == Array("version 2\n".utf8)[...])
  }

  @Test func survivesEveryTruncation() {
    let text = Array(
      "tree \(Self.name)\nparent \(Self.name)\nauthor A <a@b> 1 +0000\n\nmessage".utf8
    )
    for count in text.indices {
      let part = Array(text.prefix(count))
      let commit = try? CommitHeader(parsing: part.span, format: .sha1)
      #expect((commit == nil) == (count < 45 || (53..<93).contains(count)))
    }
  }
}
