import TestSupport
import Testing

/// That no key reaches an output unless `--show-secrets` asks.
@Suite struct SecrecyTests {
  private static let keys = [Fake.personal, Fake.index, Fake.query]
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write("a.env", "A=\(Fake.personal)\nB=old-\(Fake.index)\n")
    try scratch.write("b/\(Fake.query).txt", "C=\(Fake.query) \(Fake.identifier)\n")
  }

  /// Expects that no output holds eight characters of a key that redaction never shows.
  private func expectNoKeys(
    _ outcome: Command.Outcome,
    _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let said = outcome.text + outcome.errorText
    let leaks = Self.keys.filter { key in
      let body = key.dropFirst(10).dropLast(4)
      return body.indices.dropLast(7).contains { said.contains(body[$0...].prefix(8)) }
    }
    #expect(leaks.map(Fake.redacted) == [], comment, sourceLocation: sourceLocation)
  }

  @Test(arguments: ["text", "jsonl", "json"])
  func noFormatShowsKeys(_ format: String) throws {
    let outcome = try scratch.zleaks(
      "scan",
      "--verbose",
      "--color=always",
      "--progress=always",
      "--format",
      format
    )
    expectNoKeys(outcome.expect(.findings))
    for key in Self.keys { #expect(outcome.text.contains(Fake.redacted(key))) }
  }

  @Test(arguments: [
    ["--min-severity", "critical"], ["--min-confidence", "exact"], ["--exclude", "*.txt"],
    ["--min-confidence", "possible"], ["--no-ignore"], ["--fail-on", "none"],
  ])
  func noOptionShowsKeysOfNames(_ options: [String]) throws {
    try scratch.write("\(Fake.query)/old\(Fake.index)/c.env", "A=\(Fake.personal)\n")
    let outcome = try Command.run([Zleaks.binary, "scan"] + options, in: scratch.path)
    #expect(outcome.text.contains("c.env:1:3: critical"))
    expectNoKeys(outcome, "\(options)")
  }

  @Test func keysOfArgumentsAreHidden() throws {
    try scratch.write("\(Fake.query)/c.env", "A=\(Fake.personal)\n")
    expectNoKeys(try scratch.zleaks("scan", Fake.query).expect(.findings))
    expectNoKeys(try scratch.zleaks("scan", "\(Fake.query)/c.env").expect(.findings))
    expectNoKeys(try scratch.zleaks("scan", scratch.path("\(Fake.query)")).expect(.findings))
  }

  @Test func keysOfWhatCannotBeReadAreHidden() throws {
    expectNoKeys(try scratch.zleaks("scan", "none/\(Fake.query)").expect(.incomplete))
    expectNoKeys(try scratch.scanJSON("none/old\(Fake.query)").expect(.incomplete))
    let outcome = try scratch.shell("mkfifo \(Fake.query) && exec $zleaks scan \(Fake.query)")
    expectNoKeys(outcome.expect(.incomplete))
  }

  @Test func showSecretsShowsThem() throws {
    let report = try scratch.scanJSON("--show-secrets", "a.env").expect(.findings).report()
    #expect(report.findings.map(\.key.value) == [Fake.personal, Fake.index])
    let text = try scratch.zleaks("scan", "--show-secrets").text
    #expect(text.contains("a.env:1:3: critical vectara-personal-key \(Fake.personal) (exact"))
    #expect(text.contains("b/\(Fake.query).txt"))
  }

  @Test func valueIsAbsentOtherwise() throws {
    let report = try scratch.scanJSON().expect(.findings).report()
    #expect(report.findings.allSatisfy { $0.key.value == nil })
    #expect(!report.findings.isEmpty)
  }
}
