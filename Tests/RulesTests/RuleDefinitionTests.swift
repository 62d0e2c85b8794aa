import ByteSearch
import ScanModel
import Testing

@testable import Rules

@Suite struct RuleDefinitionTests {
  /// The one rule of the good file with `old` replaced.
  private func rule(replacing old: String = "", with new: String = "") throws -> Rule {
    let text = old.isEmpty ? goodRuleFile : goodRuleFile.replacing(old, with: new)
    let rules = try RuleSet().adding(fileNamed: "x.json5", bytes: Array(text.utf8)).rules
    #expect(rules.count == 1)
    return try #require(rules.first)
  }

  @Test func readsEveryField() throws {
    let rule = try rule()
    #expect(rule.id == RuleID("acme-key"))
    #expect(rule.description == "Acme key")
    #expect(rule.severity == .high)
    #expect(rule.kind == .key)
    #expect(rule.prefix == Array("acme_".utf8))
    #expect(
      rule.body
        == BodyForm(
          alphabet: .base64URL,
          exactLength: 38,
          finalBytes: ByteClass("AQgw"),
          otherLengths: 20...64,
          beginsWithCustomerID: true
        )
    )
    #expect(rule.contextWords == ["acme"])
    #expect(rule.advice == "Disable it. Make a new one.")
    #expect(
      rule.examples
        == RuleExamples(
          matching: [RuleExamples.Example(text: "{key:acme:1}", confidence: .exact)],
          silent: ["acme"]
        )
    )
  }

  @Test func fieldsThatMayBeAbsentHaveDefaults() throws {
    let lines = goodRuleFile.split(separator: "\n", omittingEmptySubsequences: false)
    let few = lines.filter { !$0.contains("lastCharacter") && !$0.contains("otherLengths") }
    let text = few.joined(separator: "\n")
      .replacing("38,\n      beginsWithCustomerID: true", with: "0x10")
    let rules = try RuleSet().adding(fileNamed: "x.json5", bytes: Array(text.utf8)).rules
    let body = try #require(rules.first).body
    #expect(
      body
        == BodyForm(
          alphabet: .base64URL,
          exactLength: 16,
          finalBytes: nil,
          otherLengths: nil,
          beginsWithCustomerID: false
        )
    )
    #expect(try rule(replacing: "context: [\"acme\"],", with: "").contextWords == [])
    #expect(try rule(replacing: ",\n      noMatch: [ \"acme\" ]", with: "").examples.silent == [])
  }

  @Test func adviceMayBeOneText() throws {
    let old = "[\"Disable it.\", \"Make a new one.\"]"
    #expect(try rule(replacing: old, with: "'Ask.'").advice == "Ask.")
  }

  @Test(arguments: [
    ("a-cx", "abcx"), ("-a", "-a"), ("a-", "a-"), ("a-c-e", "abc-e"), ("--/", "-./"),
    ("a-a", "a"), ("0-9A-F", "0123456789ABCDEF"), ("-", "-"),
  ]) func alphabetsAreCharactersAndRanges(text: String, characters: String) throws {
    let old = "\"base64url\",\n      length: 38,\n      lastCharacter: \"AQgw\","
    let file = goodRuleFile.replacing("ID: true", with: "ID: false").replacing(
      old,
      with: "\"\(text)\", length: 38,"
    )
    let rules = try RuleSet().adding(fileNamed: "x.json5", bytes: Array(file.utf8)).rules
    #expect(rules.map(\.body.alphabet) == [ByteClass(characters)])
  }

  @Test func namesAndPrefixesMayBeAsLongAsSaid() throws {
    let name = String(repeating: "a-1", count: 21) + "z"
    #expect(try rule(replacing: "acme-key", with: name).id.name == name)
    #expect(try rule(replacing: "\"acme_\"", with: "'0123456789abcde~'").prefix.count == 16)
    #expect(try rule(replacing: "\"acme_\"", with: "'a!:'").prefix == Array("a!:".utf8))
  }
}
