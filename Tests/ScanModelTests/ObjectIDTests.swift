import ScanModel
import Testing

@Suite struct ObjectIDTests {
  private static let sha1 = "0123456789abcdef0123456789abcdef01234567"
  private static let sha256 = sha1 + "89abcdeffedcba9876543210"

  @Test(arguments: [sha1, sha256]) func readsAndWritesHexadecimalDigits(_ text: String) throws {
    let name = try #require(ObjectID(parsing: text))
    #expect(name.description == text)
    #expect(ObjectID(parsing: text.uppercased()) == name)
    #expect(name.format.byteCount == text.utf8.count / 2)
    #expect(name.bytes.count == text.utf8.count / 2)
    #expect(ObjectID(name.bytes.span, format: name.format) == name)
    let shifted = [9] + name.bytes
    #expect(ObjectID(shifted.span, at: 1, format: name.format) == name)
    #expect(name.firstByte == 1)
  }

  @Test func refusesEverythingElse() {
    for text in ["", Self.sha1 + "0", String(Self.sha1.dropLast()), "g" + Self.sha1.dropFirst()] {
      #expect(ObjectID(parsing: text) == nil)
    }
  }

  @Test func sortsAsTheBytesDo() throws {
    let texts = [
      String(repeating: "0", count: 40), String(repeating: "0", count: 64),
      String(repeating: "0", count: 39) + "1", Self.sha1, Self.sha256,
      String(repeating: "f", count: 40), String(repeating: "f", count: 64),
    ]
    let names = try texts.map { try #require(ObjectID(parsing: $0)) }
    #expect(names.reversed().sorted() == names)
    #expect(Set(names).count == names.count)
  }
}
