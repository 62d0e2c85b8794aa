import BuiltinRules
import ByteSearch
import ScanModel
import Testing

@testable import Rules

@Suite struct RuleSetTests {
  @Test func builtinRulesAreTheFourKindsOfKey() throws {
    let rules = try RuleSet.builtin().rules
    #expect(
      rules.map(\.id.name) == [
        "vectara-index-key", "vectara-key-id", "vectara-personal-key", "vectara-query-key",
      ]
    )
    #expect(
      rules.map { String(decoding: $0.prefix, as: UTF8.self) } == ["zwt_", "aky_", "zut_", "zqt_"]
    )
    #expect(rules.map(\.severity) == [.high, .info, .critical, .medium])
    #expect(rules.map(\.kind) == [.key, .identifier, .key, .key])
    #expect(rules.map(\.contextWords) == Array(repeating: ["vectara"], count: 4))
  }

  @Test func builtinKeysAreThirtyEightCharactersWithACustomerID() throws {
    for rule in try RuleSet.builtin().rules where rule.kind == .key {
      #expect(rule.body.alphabet == .base64URL)
      #expect(rule.body.exactLength == 38)
      #expect(rule.body.finalBytes?.bytes == Array("AQgw".utf8))
      #expect(rule.body.otherLengths == 20...64)
      #expect(rule.body.beginsWithCustomerID)
      #expect(rule.body.maximumLength == 64)
    }
  }

  @Test func builtinIdentifierHasNoExactForm() throws {
    let rule = try #require(try RuleSet.builtin().rule(named: RuleID("vectara-key-id")))
    #expect(rule.body.alphabet == .base64URL)
    #expect(rule.body.exactLength == nil)
    #expect(rule.body.finalBytes == nil)
    #expect(rule.body.otherLengths == 4...64)
    #expect(!rule.body.beginsWithCustomerID)
  }

  // MARK: - Adding files

  /// A file of rules given as `id prefix`.
  private func file(_ rules: [(id: String, prefix: String)], severity: String = "low") -> [UInt8] {
    let texts = rules.map { rule in
      """
      { id: "\(rule.id)", description: "d", severity: "\(severity)", kind: "key",
        prefix: "\(rule.prefix)", body: { alphabet: "a-z", length: 9 }, advice: "a",
        examples: { match: [ { text: "t", confidence: "exact" } ] } },
      """
    }
    return Array("{ schema: 'zleaks.rules/1', rules: [\n\(texts.joined(separator: "\n"))]}".utf8)
  }

  @Test func rulesOfAFileAreAddedInTheOrderOfNames() throws {
    let set = try RuleSet.builtin().adding(
      fileNamed: "x.json5",
      bytes: file([("zz", "zz_"), ("aa", "aa_")])
    )
    #expect(
      set.rules.map(\.id.name) == [
        "aa", "vectara-index-key", "vectara-key-id", "vectara-personal-key", "vectara-query-key",
        "zz",
      ]
    )
  }

  @Test func aRuleOfTheSameNameIsReplacedPrefixAndAll() throws {
    let set = try RuleSet.builtin().adding(
      fileNamed: "x.json5",
      bytes: file([("vectara-query-key", "zqt_"), ("other", "oth_")])
    )
    #expect(set.rules.count == 5)
    #expect(set.rule(named: RuleID("vectara-query-key"))?.severity == .low)
    #expect(set.rule(named: RuleID("no-such-rule")) == nil)
  }

  @Test func twoRulesOfOneFileCannotShareAName() {
    let error = #expect(throws: RuleFileError.self) {
      try RuleSet().adding(fileNamed: "x.json5", bytes: file([("aa", "aa_"), ("aa", "bb_")]))
    }
    #expect(error?.description == "x.json5:5:7: expected a rule name of its own, found 'aa' again")
  }

  @Test func twoRulesCannotShareAPrefix() {
    let inOneFile = #expect(throws: RuleFileError.self) {
      try RuleSet().adding(fileNamed: "x.json5", bytes: file([("aa", "aa_"), ("bb", "aa_")]))
    }
    #expect(
      inOneFile?.description
        == "x.json5:6:11: expected a prefix of its own, found 'aa_' of rule 'aa'"
    )
    let acrossFiles = #expect(throws: RuleFileError.self) {
      try RuleSet.builtin().adding(fileNamed: "x.json5", bytes: file([("mine", "zut_")]))
    }
    #expect(
      acrossFiles?.description
        == "x.json5:3:11: expected a prefix of its own, found 'zut_' of rule "
        + "'vectara-personal-key'"
    )
  }

  @Test func aSetHoldsSixtyFourRules() throws {
    let rules = (0..<65).map { (id: "r\($0)", prefix: "p\($0)_") }
    let full = try RuleSet().adding(fileNamed: "x.json5", bytes: file(Array(rules.dropLast())))
    #expect(full.rules.count == 64)
    let inOneFile = #expect(throws: RuleFileError.self) {
      try RuleSet().adding(fileNamed: "x.json5", bytes: file(rules))
    }
    #expect(inOneFile?.description == "x.json5:194:1: expected at most 64 rules, found more")
    let acrossFiles = #expect(throws: RuleFileError.self) {
      try full.adding(fileNamed: "y.json5", bytes: file([("last", "last_")]))
    }
    #expect(acrossFiles?.description == "y.json5:2:7: expected at most 64 rules, found more")
    #expect(try full.adding(fileNamed: "y.json5", bytes: file([("r7", "p7_")])).rules.count == 64)
  }

  // MARK: - The built-in examples

  @Test func builtinExamplesExpandToBytesWithTheirPrefix() throws {
    for rule in try RuleSet.builtin().rules {
      for example in rule.examples.matching {
        let bytes = try FakeKeys.expand(example.text)
        #expect(bytes.firstRange(of: rule.prefix) != nil, "\(example.text)")
      }
      for text in rule.examples.silent { _ = try FakeKeys.expand(text) }
    }
  }

  @Test func builtinExamplesAreManyOfEveryConfidence() throws {
    for rule in try RuleSet.builtin().rules {
      let confidences = Set(rule.examples.matching.map(\.confidence))
      let expected: Set<Confidence> =
        rule.kind == .key ? [.exact, .likely, .possible] : [.likely, .possible]
      #expect(confidences == expected)
      #expect(rule.examples.matching.count >= 10)
      #expect(rule.examples.silent.count >= 10)
    }
  }

  @Test func builtinFileHoldsNoWholeKey() throws {
    let body = ByteClass.base64URL
    for file in BuiltinRules.files {
      let words = file.bytes.split { !body.contains($0) }
      let whole = words.filter { $0.count == 42 && $0.starts(with: [UInt8(ascii: "z")]) }
        .filter { "AQgw".utf8.contains($0.last ?? 0) }
      #expect(whole.isEmpty, "\(file.name)")
    }
  }
}
