import Testing

@testable import zleaks

@Suite struct UsageErrorTests {
  private static let formats =
    "text, jsonl, json, sarif, gitlab, junit, csv, markdown, html, github"

  /// A line for each case, and for each way to reach it, with the message.
  private static let messages = [
    "": "no command given; see 'zleaks help'",
    "scna": "unknown command 'scna'; did you mean 'scan'?",
    "src/": "unknown command 'src/'; see 'zleaks help'",
    "-": "unknown command '-'; see 'zleaks help'",
    "help rule": "unknown command 'rule'; did you mean 'rules'?",
    "rules lst": "unknown action 'lst' of 'rules'; did you mean 'list'?",
    "rules delete": "unknown action 'delete' of 'rules'; see 'zleaks help rules'",
    "scan --outptu": "unknown option '--outptu'; did you mean '--output'?",
    "scan --outptu=x": "unknown option '--outptu'; did you mean '--output'?",
    "scan --form": "unknown option '--form'; did you mean '--format'?",
    "scan --min": "unknown option '--min'",
    "scan --verison": "unknown option '--verison'",
    "scan --nonsense": "unknown option '--nonsense'",
    "scan --=x": "unknown option '--'",
    "scan -qx": "unknown option '-x'",
    "--verison": "unknown option '--verison'; did you mean '--version'?",
    "-x": "unknown option '-x'",
    "--format=json scan":
      "option '--format' stands before the command; try 'zleaks scan --format'",
    "scan --output": "option '--output' needs a value: FILE",
    "scan --output=": "option '--output' needs a value: FILE",
    "scan -qo": "option '-o' needs a value: FILE",
    "scan --quiet=yes": "option '--quiet' takes no value, but was given 'yes'",
    "scan --quiet=": "option '--quiet' takes no value, but was given ''",
    "scan --min-severity hig": """
    invalid value 'hig' for '--min-severity': \
    expected one of info, low, medium, high, critical
    """,
    "scan --min-confidence=": "option '--min-confidence' needs a value: LEVEL",
    "scan --min-confidence sure":
      "invalid value 'sure' for '--min-confidence': expected one of exact, likely, possible",
    "scan --fail-on all":
      "invalid value 'all' for '--fail-on': expected one of any, active, none",
    "scan --color=yes":
      "invalid value 'yes' for '--color': expected one of auto, always, never",
    "scan --format xml":
      "invalid value 'xml' for '--format': expected one of \(formats)",
    "scan --format json=":
      "invalid value 'json=' for '--format': expected one of \(formats)",
    "scan --format jsonx=a":
      "invalid value 'jsonx=a' for '--format': expected one of \(formats)",
    "scan -j0": "invalid value '0' for '-j': expected a number from 1 to 256",
    "scan -j 257": "invalid value '257' for '-j': expected a number from 1 to 256",
    "scan --threads=-1": "invalid value '-1' for '--threads': expected a number from 1 to 256",
    "scan --threads 4x": "invalid value '4x' for '--threads': expected a number from 1 to 256",
    "scan --threads 99999999999999999999": """
    invalid value '99999999999999999999' for '--threads': expected a number from 1 to 256
    """,
    "rules show": "missing operand of 'rules show': ID",
    "rules show a b": "unexpected operand 'b' of 'rules show'",
    "rules list a": "unexpected operand 'a' of 'rules list'",
    "help scan rules": "unexpected operand 'rules' of 'help'",
    "scan --format text --format json": """
    reports 'text' and 'json' would both go to standard output; \
    give one a file: --format json=FILE
    """,
    "scan --format text=a --format json -o a": """
    reports 'text' and 'json' would both go to 'a'; \
    give one a file: --format json=FILE
    """,
  ]

  @Test(arguments: messages)
  func says(_ line: String, _ expected: String) {
    #expect(CommandLineFixtures.message(line) == expected)
  }

  @Test func showsHostileTextSafely() {
    let words = [Array("scan".utf8), Array("--\u{1B}[2J\n".utf8) + [0xFF]]
    do {
      _ = try ArgumentParser(table: CommandTable()).parse(words)
      Issue.record("the option is known")
    } catch {
      #expect(error.description == #"unknown option '--\x1b[2J\n\xff'"#)
    }
  }
}
