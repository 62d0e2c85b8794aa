import Testing

@testable import zleaks

@Suite struct OptionSpecificationTests {
  @Test func itsNameIsItsIdentity() {
    let other = OptionSpecification.format.taking(.none)
    #expect(other == .format)
    #expect(other.argument == .none)
    #expect(OptionSpecification.format != .output)
  }

  @Test(arguments: [
    ("json", true), ("json=x", true), ("json==", true), ("json=", false), ("jsonl", false),
    ("jso", false), ("", false), ("=x", false),
  ])
  func knowsAWordWithAFile(_ value: String, _ expected: Bool) {
    #expect(ValueForm.wordWithFile(["text", "json"]).accepts(Array(value.utf8)) == expected)
  }

  @Test(arguments: [
    ("1", true), ("256", true), ("007", true), ("0", false), ("257", false), ("+1", false),
    ("1 ", false), ("", false), ("9223372036854775808", false),
  ])
  func knowsANumber(_ value: String, _ expected: Bool) {
    #expect(ValueForm.number(1...256).accepts(Array(value.utf8)) == expected)
  }

  @Test func takesAnyBytes() {
    #expect(ValueForm.bytes.accepts([0xFF]))
    #expect(!ValueForm.word(["a"]).accepts([0xFF]))
  }
}
