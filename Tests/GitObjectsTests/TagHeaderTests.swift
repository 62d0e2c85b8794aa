import GitObjects
import ScanModel
import Testing

@Suite struct TagHeaderTests {
  private static let name = "0123456789abcdef0123456789abcdef01234567"

  @Test func readsATag() throws {
    let bytes = Array(
      "object \(Self.name)\ntype commit\ntag v1\ntagger T <t@u> 3 -0130\n\nwords\n".utf8
    )
    let tag = try TagHeader(parsing: bytes.span, format: .sha1)
    #expect(tag.object == ObjectID(parsing: Self.name))
    #expect(tag.type == .commit)
    #expect(tag.tag.map { bytes[$0] } == Array("v1".utf8)[...])
    #expect(tag.tagger.map { bytes[$0] } == Array("T <t@u> 3 -0130".utf8)[...])
    #expect(bytes[tag.message] == Array("words\n".utf8)[...])
  }

  @Test func refusesATagWithoutObject() {
    let bytes = Array("type commit\n".utf8)
    #expect(throws: ObjectSyntaxError.badLine(at: 0)) {
      try TagHeader(parsing: bytes.span, format: .sha1)
    }
  }
}
