import GitObjects
import ScanModel
import Testing

@Suite struct SignatureTests {
  private func parse(_ text: String) -> Signature? {
    let bytes = Array(text.utf8)
    return Signature(parsing: bytes.span)
  }

  @Test func readsNameAddressAndTime() throws {
    let signature = try #require(parse("A U Thor <author@example.com> 1700000000 -0130"))
    #expect(signature.name == Array("A U Thor".utf8))
    #expect(signature.address == Array("author@example.com".utf8))
    #expect(signature.seconds == 1_700_000_000)
    #expect(signature.zoneMinutes == -90)
  }

  @Test func readsWhatIsLeftOfABrokenOne() throws {
    #expect(parse("nobody") == nil)
    #expect(parse("> <") == nil)
    let signature = try #require(parse("<a>b> 99999999999999999999 +1"))
    #expect(signature.name.isEmpty)
    #expect(signature.address == Array("a>b".utf8))
    #expect(signature.seconds == nil)
    #expect(signature.zoneMinutes == 0)
  }
}
