import Testing

@testable import Reporting

@Suite struct XMLTextTests {
  @Test func escapesWhatXMLReads() {
    #expect(
      XMLText.escaped(#"a<b>&"c" 'd' ]]>"#)
        == "a&lt;b&gt;&amp;&quot;c&quot; &apos;d&apos; ]]&gt;"
    )
    #expect(XMLText.attribute("n", "\"") == #" n="&quot;""#)
  }

  @Test func everyCharacterIsWellFormedAndComesBackUnlessItIsNotAllowed() throws {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x2FF, 0x2000...0x20FF, 0xD7F0...0xE010, 0xFDC0...0xFDFF, 0xFFF0...0x1_0010,
      0x1_FFF0...0x2_0010, 0x10_FFF0...0x10_FFFF,
    ]
    for scalar in ranges.joined().compactMap(Unicode.Scalar.init) {
      let escaped = XMLText.escaped(String(scalar))
      let element = try #require(ParsedXML.read("<a b=\"\(escaped)\">\(escaped)</a>")?.first)
      #expect(element.attributes["b"] == element.text)
      #expect(element.text == String(scalar) || element.text.hasPrefix("\\"))
    }
  }
}
