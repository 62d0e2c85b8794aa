import Foundation
import Testing

@testable import TextForms

@Suite struct JSONWriterTests {
  @Test func separatesMembersAndElementsWithCommas() {
    var json = JSONWriter()
    json.object { json in
      json.member("a", 1)
      json.array("b") { json in
        json.string("x")
        json.array { _ in }
        json.object { _ in }
        json.null()
        json.boolean(false)
      }
      json.object("c") { $0.member("d", true) }
      json.name("e")
      json.number(1.5, decimals: 3)
    }
    let text = String(decoding: json.bytes, as: UTF8.self)
    #expect(text == #"{"a":1,"b":["x",[],{},null,false],"c":{"d":true},"e":1.500}"#)
  }

  @Test(arguments: [
    ("plain é 🔑", #""plain é 🔑""#),
    ("\"\\/", #""\"\\/""#),
    ("\n\r\t", #""\n\r\t""#),
    ("\u{0}\u{1B}\u{7F}", #""\u0000\u001b\u007f""#),
    ("\u{9B}\u{202E}\u{2028}", #""\u009b\u202e\u2028""#),
    ("\u{E0041}", #""\udb40\udc41""#),
    ("", #""""#),
  ])
  func escapes(_ text: String, _ expected: String) {
    var json = JSONWriter()
    json.string(text)
    #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
  }

  @Test func writesNullForWhatIsNotFinite() {
    var json = JSONWriter()
    json.array { json in
      json.number(.infinity, decimals: 3)
      json.number(.nan, decimals: 3)
      json.integer(Int.min)
    }
    #expect(String(decoding: json.bytes, as: UTF8.self) == "[null,null,-9223372036854775808]")
  }

  @Test func forgetsWhatWasWritten() {
    var json = JSONWriter()
    json.string("a")
    json.removeAll()
    json.string("b")
    #expect(String(decoding: json.bytes, as: UTF8.self) == #""b""#)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func everyStringSurvivesAnotherReader(seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    var text = ""
    for _ in 0..<100 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // Few bits make ASCII and Latin-1 frequent; many reach every plane.
      let bits: [UInt64] = [7, 8, 12, 16, 21]
      let bound = 1 << bits[Int(state >> 60) % bits.count] as UInt64
      let value = UInt32((state >> 20) % bound)
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
    var json = JSONWriter()
    json.array { $0.string(text) }
    let parsed = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String]
    #expect(parsed?.first.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
  }

  @Test func everyCharacterOfTheFirstPlaneSurvives() throws {
    var text = ""
    for value in 0...0xFFFF as ClosedRange<UInt32> {
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
    var json = JSONWriter()
    json.array { $0.string(text) }
    let parsed = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String]
    #expect(parsed?.first.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
  }
}
