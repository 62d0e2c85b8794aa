import TestSupport
import Testing

/// The commands that scan nothing.
@Suite struct AnswerTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test func version() throws {
    let outcome = try scratch.zleaks("--version").expect(.clean)
    #expect(outcome.text.wholeMatch(of: #/zleaks [0-9]+\.[0-9]+\.[0-9]+\n/#) != nil)
    #expect(outcome.errorText == "")
  }

  @Test func help() throws {
    let text = try scratch.zleaks("help").expect(.clean).text
    #expect(text.hasPrefix("zleaks finds leaked Vectara API keys."))
    #expect(try scratch.zleaks("--help").expect(.clean).text == text)
    let scan = try scratch.zleaks("help", "scan").expect(.clean).text
    #expect(scan.contains("--min-confidence"))
    #expect(try scratch.zleaks("scan", "--help").expect(.clean).text == scan)
    #expect(try scratch.zleaks("scan", "-h", "none").expect(.clean).text == scan)
  }

  @Test func rulesAreListed() throws {
    let text = try scratch.zleaks("rules").expect(.clean).text
    #expect(
      text.split(separator: "\n").map { $0.prefix { $0 != " " } }
        == [
          "vectara-index-key", "vectara-key-id", "vectara-personal-key", "vectara-query-key",
        ]
    )
    #expect(try scratch.zleaks("rules", "list").text == text)
  }

  @Test func ruleIsShown() throws {
    let text = try scratch.zleaks("rules", "show", "vectara-query-key").expect(.clean).text
    #expect(text.hasPrefix("vectara-query-key: Vectara query API key\n"))
    #expect(text.contains("  prefix     zqt_\n"))
    #expect(text.contains("  exact      38 characters after the prefix, the last one of AQgw\n"))
  }

  @Test func examplesHold() throws {
    let text = try scratch.zleaks("rules", "test").expect(.clean).text
    #expect(text.wholeMatch(of: #/4 rules, [0-9]+ examples: all as promised\n/#) != nil)
  }

  private static let acme = """
    {
      schema: "zleaks.rules/1",
      rules: [{
        id: "acme-key", description: "Acme key", severity: "low", kind: "key", prefix: "acme_",
        body: { alphabet: "base64url", length: 24 },
        context: [], advice: ["Tell Acme."],
        examples: {
          match: [{ text: "acme_{body:one:24}", confidence: "exact" }],
          noMatch: ["acme_{body:two:9}"],
        },
      }],
    }
    """

  @Test func ruleFileAddsARule() throws {
    try scratch.write("my.json5", Self.acme)
    try scratch.write("a.txt", Fake.expanded("x acme_{body:three:24} y\n\(Fake.query)\n"))
    #expect(
      try scratch.zleaks("rules", "--rules", "my.json5").expect(.clean).text
        .hasPrefix("acme-key ")
    )
    try scratch.zleaks("rules", "test", "--rules", "my.json5").expect(.clean)
    let report = try scratch.scanJSON("--rules=my.json5", "a.txt").expect(.findings).report()
    #expect(report.places == ["a.txt:1:3", "a.txt:2:1"])
    #expect(report.findings.map(\.rule) == ["acme-key", "vectara-query-key"])
    #expect(report.findings.map(\.severity) == ["low", "medium"])
  }

  @Test func ruleFileReplacesARule() throws {
    let rules = Self.acme.replacing("acme-key", with: "vectara-query-key")
    try scratch.write("my.json5", rules)
    try scratch.write("a.txt", Fake.expanded("x acme_{body:three:24} y\n\(Fake.query)\n"))
    let report = try scratch.scanJSON("--rules=my.json5", "a.txt").expect(.findings).report()
    #expect(report.places == ["a.txt:1:3"])
    #expect(report.findings.map(\.rule) == ["vectara-query-key"])
  }

  @Test func exampleThatDoesNotHoldIsTwo() throws {
    let rules = Self.acme.replacing(#"confidence: "exact""#, with: #"confidence: "likely""#)
    try scratch.write("my.json5", rules)
    try scratch.zleaks("rules", "test", "--rules", "my.json5").expect(.usage)
      .expectError(
        "rule 'acme-key': example 'acme_{body:one:24}': "
          + "expected one match that is likely, found exact"
      )
  }
}
