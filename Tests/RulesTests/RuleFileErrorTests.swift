import ScanModel
import Testing

@testable import Rules

/// A change to a good rule file and what is then said of it.
struct BadRuleFile: Sendable {
  /// A text that stands once in `goodRuleFile`.
  let old: String
  /// What stands there instead.
  let new: String
  /// The error, without the file's name.
  let sentence: String

  init(_ old: String, _ new: String, _ sentence: String) {
    self.old = old
    self.new = new
    self.sentence = sentence
  }
}

/// A rule file with every field, a field a line.
let goodRuleFile = """
  { schema: "zleaks.rules/1",
    rules: [ {
      id: "acme-key",
      description: "Acme key",
      severity: "high",
      kind: "key",
      prefix: "acme_",
      body: {
        alphabet: "base64url",
        length: 38,
        lastCharacter: "AQgw",
        otherLengths: [20, 64],
        beginsWithCustomerID: true },
      context: ["acme"],
      advice: ["Disable it.", "Make a new one."],
      examples: {
        match: [
          { text: "{key:acme:1}", confidence: "exact" } ],
        noMatch: [ "acme" ] } } ] }
  """

@Suite struct RuleFileErrorTests {
  /// What is said of the file, as `line:column: clause`.
  private func complaint(about text: String) -> String? {
    do throws(RuleFileError) {
      _ = try RuleSet().adding(fileNamed: "x.json5", bytes: Array(text.utf8))
      return nil
    } catch {
      return error.description
    }
  }

  @Test func theGoodFileIsGood() {
    #expect(complaint(about: goodRuleFile) == nil)
  }

  @Test(arguments: [
    BadRuleFile("{ schema", "[ schema", "1:3: expected a value, found 'schema'"),
    BadRuleFile(
      "zleaks.rules/1",
      "zleaks.rules/2",
      "1:11: unknown schema 'zleaks.rules/2'; did you mean 'zleaks.rules/1'?"
    ),
    BadRuleFile("zleaks.rules/1", "x", "1:11: unknown schema 'x'; expected 'zleaks.rules/1'"),
    BadRuleFile("schema: \"zleaks.rules/1\",", "", "1:1: missing field 'schema' in the file"),
    BadRuleFile("rules: [", "rulez: [", "2:3: unknown field 'rulez'; did you mean 'rules'?"),
    BadRuleFile(
      "rules: [",
      "other: [], rules: [",
      "2:3: unknown field 'other'; expected one of 'schema', 'rules'"
    ),
    BadRuleFile(
      "rules: [ {",
      "rules: [ 1, {",
      "2:12: expected an object for 'rules', found a number"
    ),
    BadRuleFile("id: \"acme-key\",", "", "2:12: missing field 'id' in 'rules'"),
    BadRuleFile("\"acme-key\"", "7", "3:9: expected a string for 'id', found a number"),
    BadRuleFile(
      "acme-key",
      "Acme",
      "3:9: expected 1 to 64 lower-case letters, digits and hyphens for 'id', found 'Acme'"
    ),
    BadRuleFile(
      "acme-key",
      "",
      "3:9: expected 1 to 64 lower-case letters, digits and hyphens for 'id', found ''"
    ),
    BadRuleFile("\"Acme key\"", "null", "4:18: expected a string for 'description', found null"),
    BadRuleFile("\"Acme key\"", "''", "4:18: expected 1 to 200 bytes for 'description', found 0"),
    BadRuleFile(
      "Acme key",
      "a\\u001bb",
      "4:18: expected one line of text for 'description', found the byte 0x1B"
    ),
    BadRuleFile("\"high\"", "\"hihg\"", "5:15: unknown severity 'hihg'; did you mean 'high'?"),
    BadRuleFile(
      "\"high\"",
      "\"worst\"",
      "5:15: unknown severity 'worst'; expected one of 'info', 'low', 'medium', 'high', 'critical'"
    ),
    BadRuleFile("\"high\"", "true", "5:15: expected a string for 'severity', found true or false"),
    BadRuleFile(
      "\"key\"",
      "\"token\"",
      "6:11: unknown kind 'token'; expected one of 'key', 'identifier'"
    ),
    BadRuleFile("prefix:", "prefx:", "7:5: unknown field 'prefx'; did you mean 'prefix'?"),
    BadRuleFile("\"acme_\"", "\"ac\"", "7:13: expected 3 to 16 bytes for 'prefix', found 2"),
    BadRuleFile(
      "\"acme_\"",
      "\"acme_acme_acme_ac\"",
      "7:13: expected 3 to 16 bytes for 'prefix', found 17"
    ),
    BadRuleFile(
      "\"acme_\"",
      "\"acme \"",
      "7:13: expected printable ASCII without spaces for 'prefix', found the byte 0x20"
    ),
    BadRuleFile(
      "\"acme_\"",
      "\"acmé\"",
      "7:13: expected printable ASCII without spaces for 'prefix', found the byte 0xC3"
    ),
    BadRuleFile("alphabet: \"base64url\",", "", "8:11: missing field 'alphabet' in 'body'"),
    BadRuleFile("\"base64url\"", "[]", "9:17: expected a string for 'alphabet', found an array"),
    BadRuleFile("\"base64url\"", "\"\"", "9:17: expected 1 to 256 bytes for 'alphabet', found 0"),
    BadRuleFile(
      "\"base64url\"",
      "\"z-a\"",
      "9:17: expected ranges that run upwards in 'alphabet', found 'z-a'"
    ),
    BadRuleFile(
      "\"base64url\"",
      "\"a b\"",
      "9:17: expected printable ASCII without spaces for 'alphabet', found the byte 0x20"
    ),
    BadRuleFile("38,", "0,", "10:15: expected 1 to 200 for 'length', found 0"),
    BadRuleFile("38,", "201,", "10:15: expected 1 to 200 for 'length', found 201"),
    BadRuleFile(
      "38,",
      "38.5,",
      "10:15: expected a whole number for 'length', found another number"
    ),
    BadRuleFile("38,", "'38',", "10:15: expected a number for 'length', found a string"),
    BadRuleFile(
      "AQgw",
      "AQ!",
      "11:22: expected characters of the alphabet for 'lastCharacter', found '!'"
    ),
    BadRuleFile("length: 38,", "", "11:22: expected 'length' beside 'lastCharacter', found none"),
    BadRuleFile("[20, 64]", "20", "12:21: expected an array for 'otherLengths', found a number"),
    BadRuleFile("[20, 64]", "[20]", "12:21: expected 2 items in 'otherLengths', found 1"),
    BadRuleFile("[20, 64]", "[20, 201]", "12:26: expected 1 to 200 for 'otherLengths', found 201"),
    BadRuleFile(
      "[20, 64]",
      "[64, 20]",
      "12:21: expected the least length first in 'otherLengths', found 64 before 20"
    ),
    BadRuleFile(
      "true }",
      "1 }",
      "13:29: expected true or false for 'beginsWithCustomerID', found a number"
    ),
    BadRuleFile(
      "\"base64url\"",
      "\"A-Za-z\"",
      "13:29: expected the alphabet 'base64url' beside 'beginsWithCustomerID', found another"
    ),
    BadRuleFile(
      "38,",
      "5,",
      "13:29: expected a 'length' of at least 6 beside 'beginsWithCustomerID', found none"
    ),
    BadRuleFile("[\"acme\"]", "\"acme\"", "14:14: expected an array for 'context', found a string"),
    BadRuleFile("[\"acme\"]", "[1]", "14:15: expected a string in 'context', found a number"),
    BadRuleFile(
      "[\"acme\"]",
      "[\"abc\"]",
      "14:15: expected words of 4 to 32 letters in 'context', found 'abc'"
    ),
    BadRuleFile(
      "[\"acme\"]",
      "[\"a-c-e\"]",
      "14:15: expected words of 4 to 32 letters in 'context', found 'a-c-e'"
    ),
    BadRuleFile(
      "\"Make a new one.\"",
      "{}",
      "15:29: expected a string in 'advice', found an object"
    ),
    BadRuleFile(
      "[\"Disable it.\", \"Make a new one.\"]",
      "[]",
      "15:13: expected at least one item in 'advice', found none"
    ),
    BadRuleFile(
      "[\"Disable it.\", \"Make a new one.\"]",
      "7",
      "15:13: expected a string for 'advice', found a number"
    ),
    BadRuleFile(
      "{ text: \"{key:acme:1}\", confidence: \"exact\" }",
      "",
      "17:14: expected at least one item in 'match', found none"
    ),
    BadRuleFile("confidence: \"exact\"", "", "18:9: missing field 'confidence' in 'match'"),
    BadRuleFile(
      "\"exact\"",
      "\"sure\"",
      "18:45: unknown confidence 'sure'; expected one of 'possible', 'likely', 'exact'"
    ),
    BadRuleFile(
      "{key:acme:1}",
      "{key:acme}",
      "18:17: template '{key:acme}' is not of the form '{key:NAME:SEED}'"
    ),
    BadRuleFile(
      "[ \"acme\" ]",
      "[ \"{acme\" ]",
      "19:18: template '{acme' has no '}'; write '{{' for a brace"
    ),
    BadRuleFile("[ \"acme\" ]", "[ {} ]", "19:18: expected a string in 'noMatch', found an object"),
  ]) func saysWhatIsWrongAndWhere(file: BadRuleFile) {
    let parts = goodRuleFile.split(separator: file.old, omittingEmptySubsequences: false)
    #expect(parts.count == 2)
    #expect(complaint(about: parts.joined(separator: file.new)) == "x.json5:\(file.sentence)")
  }

  @Test func theFileMustBeAnObject() {
    #expect(
      complaint(about: "[]") == "x.json5:1:1: expected an object for the file, found an array"
    )
  }

  @Test func aBodyNeedsALength() {
    let text = goodRuleFile.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { line in
        !["length:", "lastCharacter:", "otherLengths:"].contains { line.contains($0) }
      }.joined(separator: "\n")
    #expect(
      complaint(about: text)
        == "x.json5:8:11: expected 'length' or 'otherLengths' in 'body', found neither"
    )
  }

  @Test func theSizeOfAFileIsLimited() {
    let text = String(repeating: " ", count: (1 << 20) - goodRuleFile.utf8.count) + goodRuleFile
    #expect(complaint(about: text) == nil)
    #expect(
      complaint(about: " " + text)
        == "x.json5:1:1: expected at most 1048576 bytes, found 1048577"
    )
  }

  @Test func columnsAreCountedInBytesAndLinesByLineFeeds() {
    #expect(
      complaint(about: "// é\r\n\n/* é */ ]") == "x.json5:3:10: expected a value, found ']'"
    )
  }
}
