import Foundation
import Testing

@testable import Rules

@Suite struct FakeKeysTests {
  private func text(_ template: String) throws -> String {
    String(decoding: try FakeKeys.expand(template), as: UTF8.self)
  }

  @Test(arguments: (1...50).map(String.init)) func keysHaveTheFormOfRealOnes(seed: String) throws {
    let key = try text("{key:zut:\(seed)}")
    #expect(key.utf8.count == 42)
    #expect(key.hasPrefix("zut_"))
    let body = key.dropFirst(4)
    #expect(body.last.map { "AQgw".contains($0) } == true)
    let base64 = body.replacing("-", with: "+").replacing("_", with: "/") + "=="
    let bytes = try #require(Data(base64Encoded: String(base64)))
    #expect(bytes.count == 28)
    #expect(Array(bytes.prefix(4)) == [0, 0, 0, 1])
  }

  @Test func sameTemplateIsSameKeyAndAnotherIsAnother() throws {
    let keys = try ["zut:1", "zut:2", "zwt:1", "zut:1"].map { try text("{key:\($0)}") }
    #expect(keys[0] == keys[3])
    #expect(Set(keys.map { $0.dropFirst(4) }).count == 3)
  }

  @Test(arguments: [
    ("{key:zut:1}", "zut_AAAAAaQiWLtI", "x-hROfkg"), ("{id:1}", "aky_ao8I62uM4ql6", "QgBZ5eng"),
    ("{body:1:64}", "6pb1b_cZtSrbFIAC", "m2KXe_Z3"),
  ]) func templatesBecomeTheSameBytesForEver(template: String, start: String, end: String) throws {
    let text = try text(template)
    #expect(String(text.prefix(16)) == start)
    #expect(String(text.suffix(8)) == end)
  }

  @Test func identifiersAreTwentyTwoLettersAndDigits() throws {
    let identifier = try text("{id:1}")
    #expect(identifier.hasPrefix("aky_"))
    #expect(identifier.utf8.count == 26)
    #expect(identifier.dropFirst(4).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    #expect(try text("{id:1}") == identifier)
    #expect(try text("{id:2}") != identifier)
  }

  @Test(arguments: [1, 38, 200]) func bodiesHaveTheLengthAskedFor(length: Int) throws {
    let body = try FakeKeys.expand("{body:seed:\(length)}")
    #expect(body.count == length)
    #expect(
      body.allSatisfy {
        $0 == 0x2D || $0 == 0x5F || Character(UnicodeScalar($0)).isLetter
          || Character(UnicodeScalar($0)).isNumber
      }
    )
    #expect(try FakeKeys.expand("{body:seed:\(length)}") == body)
  }

  @Test func longBodiesAreVaried() throws {
    #expect(Set(try FakeKeys.expand("{body:1:64}")).count > 30)
  }

  @Test func bytesAndBracesStandForThemselves() throws {
    #expect(try FakeKeys.expand("a{byte:1b}{byte:FF}b") == [0x61, 0x1B, 0xFF, 0x62])
    #expect(try text("{{\"a\": {{}}") == "{\"a\": {}}")
    #expect(try text("{{{byte:41}}") == "{A}")
    #expect(try text("") == "")
  }

  @Test(arguments: [
    ("{key:zut:1", "template '{key:zut:1' has no '}'; write '{{' for a brace"),
    ("a { b", "template '{ b' has no '}'; write '{{' for a brace"),
    (
      "{foo:1}",
      "unknown template '{foo:1}'; there are '{key:NAME:SEED}', '{id:SEED}', "
        + "'{body:SEED:LENGTH}', '{byte:HH}', and '{{' for a brace"
    ),
    ("{key}", "template '{key}' is not of the form '{key:NAME:SEED}'"),
    ("{key:zut}", "template '{key:zut}' is not of the form '{key:NAME:SEED}'"),
    ("{key:zut:}", "template '{key:zut:}' is not of the form '{key:NAME:SEED}'"),
    ("{key:zut:1:2}", "template '{key:zut:1:2}' is not of the form '{key:NAME:SEED}'"),
    ("{key:ZUT:1}", "template '{key:ZUT:1}' is not of the form '{key:NAME:SEED}'"),
    ("{id:a_b}", "template '{id:a_b}' is not of the form '{id:SEED}'"),
    ("{id:1:2}", "template '{id:1:2}' is not of the form '{id:SEED}'"),
    ("{body:1:0}", "template '{body:1:0}' is not of the form '{body:SEED:LENGTH}'"),
    ("{body:1:201}", "template '{body:1:201}' is not of the form '{body:SEED:LENGTH}'"),
    ("{body:1:1e}", "template '{body:1:1e}' is not of the form '{body:SEED:LENGTH}'"),
    ("{body:1}", "template '{body:1}' is not of the form '{body:SEED:LENGTH}'"),
    ("{byte:1}", "template '{byte:1}' is not of the form '{byte:HH}'"),
    ("{byte:zz}", "template '{byte:zz}' is not of the form '{byte:HH}'"),
  ]) func saysWhichTemplateIsWrong(template: String, sentence: String) {
    let error = #expect(throws: FakeKeyError.self) { try FakeKeys.expand(template) }
    #expect(error?.description == sentence)
  }
}
