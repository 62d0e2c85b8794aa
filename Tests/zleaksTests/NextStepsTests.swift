import Reporting
import ScanModel
import Testing

@testable import zleaks

@Suite struct NextStepsTests {
  private func finding(
    _ path: ContentPath?,
    entry: ContentPath? = nil,
    isStaged: Bool = true
  ) -> Finding {
    Finding(
      rule: RuleID("r"),
      severity: .high,
      confidence: .exact,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: "key…1234"),
        fingerprint: Fingerprint(of: Array("key-of-a-test-1234".utf8).span),
        byteCount: 18,
        customerID: nil
      ),
      location: Location(
        path: path,
        isInPath: false,
        start: LineColumn(line: 1, column: 1),
        range: ByteRange(0, 18),
        byteCount: 18,
        encodings: [],
        entry: entry
      ),
      secret: Secret(Array("key-of-a-test-1234".utf8)),
      git: isStaged ? GitFacts(object: "0123", kind: .blob) : nil
    )
  }

  private func commands(_ paths: [ContentPath?]) -> [String] {
    let findings = paths.map { finding($0) }
    return NextSteps.text(findings, redaction: PathRedaction(hiding: findings))
      .split(separator: "\n").filter { $0.hasPrefix("  ") }.map { String($0.dropFirst(2)) }
  }

  @Test func saysWhatToDo() {
    #expect(
      NextSteps.text([finding(ContentPath("src/a.ts"))], redaction: PathRedaction()) == """
        to go on, take the key out of what is staged:
          git reset -q -- :/src/a.ts
        then read it from an environment variable, such as VECTARA_API_KEY, and stage the file again.
        to allow it on purpose, put 'zleaks:allow' and a reason on its line.
        a key that was pushed or shared before is known: disable it with 'zleaks disable'.

        """
    )
  }

  @Test func unstagesTheArchiveThatHoldsTheKey() {
    let findings = ["a.env", "b/c.env"].map {
      finding(ContentPath("s.zip!" + $0), entry: ContentPath($0))
    }
    let text = NextSteps.text(findings, redaction: PathRedaction(hiding: findings))
    #expect(
      text.split(separator: "\n").filter { $0.hasPrefix("  ") } == ["  git reset -q -- :/s.zip"]
    )
  }

  @Test func unstagesNothingThatWasReadFromDisk() {
    let findings = [finding(ContentPath("a"), isStaged: false)]
    #expect(
      NextSteps.text(findings, redaction: PathRedaction()) == """
        to allow it on purpose, put 'zleaks:allow' and a reason on its line.
        a key that was pushed or shared before is known: disable it with 'zleaks disable'.

        """
    )
  }

  @Test(
    arguments: [
      ("a", "git reset -q -- :/a"), ("a b", "git reset -q -- ':/a b'"),
      ("it's", "git reset -q -- ':/it'\\''s'"), ("-x", "git reset -q -- ':(top,literal)-x'"),
      (".env", "git reset -q -- :/.env"),
      ("a;b", "git reset -q -- ':/a;b'"), ("$(x)`y`", "git reset -q -- ':(top,literal)$(x)`y`'"),
      ("a*", "git reset -q -- ':(top,literal)a*'"),
      ("[a]?", "git reset -q -- ':(top,literal)[a]?'"),
      (":(top)a", "git reset -q -- ':(top,literal):(top)a'"),
      ("é", "git reset -q -- ':(top,literal)é'"),
    ]
  )
  func quotesForTheShell(_ path: String, _ command: String) {
    #expect(commands([ContentPath(path)]) == [command])
  }

  @Test func doesNotTypeWhatCannotBeTyped() {
    let names: [ContentPath] = [
      ContentPath("a\nb"), ContentPath([0x61, 0xFF]), ContentPath("\u{1B}[2J"),
      ContentPath("x-key-of-a-test-1234"),
    ]
    for (name, shown) in zip(names, ["a\\nb", "a\\xff", "\\x1b[2J", "x-key…1234"]) {
      #expect(commands([name]) == ["git reset -q  # all of it: '\(shown)' cannot be typed"])
    }
  }

  @Test func namesEachPathOnceAndNotTooMany() {
    let paths = (1...7).flatMap { [ContentPath("f\($0)"), ContentPath("f\($0)")] }
    #expect(
      commands(paths + [nil])
        == (1...5).map { "git reset -q -- :/f\($0)" } + ["… and 2 more"]
    )
  }
}
