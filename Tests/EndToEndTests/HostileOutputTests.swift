import Foundation
import TestSupport
import Testing

/// What contents, names and commits say cannot steer a terminal, a build service or a reader.
@Suite struct HostileOutputTests {
  private static let formats = [
    "text", "jsonl", "json", "sarif", "gitlab", "junit", "csv", "markdown", "html", "github",
  ]

  private static let names = [
    "::error::x", " ::add-mask::x", "\t::stop-commands::x", "a\n::error::b", "\r::error::c",
    "##[error]x", "##vso[task.complete]x", "##teamcity[x]", "\u{1B}]0;title\u{7}", "\u{1B}[2J",
    "\u{202E}gnp.env", "]]>", "<script>window.x=1</script>", "=cmd|' C'!A0", "@SUM(1)", "\u{9B}31m",
    "`x` | y",
  ]

  private let repository: DiffRepository

  init() throws {
    repository = try DiffRepository()
    let key = try #require(DiffRepository.keys["new"])
    for name in Self.names {
      try repository.scratch.write("repository/\(name)", "k=\(key)\n")
    }
    try repository.scratch.write(
      path: Array("repository/".utf8) + [0xC3, 0x28, 0xFF],
      Array("k=\(key)\n".utf8)
    )
    try repository.sh(
      """
      git commit -q --allow-empty -m start; git tag start
      export GIT_AUTHOR_NAME='::error::a ##[error]b</script>' GIT_AUTHOR_EMAIL="$(printf 'a\\033[2J')"
      git add -A; git commit -q -m '::error::x'; git branch '##error]'; git tag '</script>'
      mkdir ../out; cd ..; "$zleaks" history repository --format jsonl=h.jsonl -q || test $? = 1
      """
    )
  }

  /// Whether a build service would take the line for a command.
  private func steersABuild(_ line: Substring) -> Bool {
    line.drop { $0.isWhitespace }.hasPrefix("::")
      || line.contains(/##[A-Za-z]*\[/)
  }

  private func expectInert(_ bytes: [UInt8], _ what: String, hasReturns: Bool = false) {
    // Reports are UTF-8, whatever they tell of.
    let text = String(validating: bytes, as: UTF8.self)
    #expect(text != nil, "\(what) is no UTF-8")
    let unsafe = (text ?? "").unicodeScalars.filter { scalar in
      if scalar == "\n" || (hasReturns && scalar == "\r") { return false }
      return scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x202E
    }
    #expect(unsafe.isEmpty, "\(what)")
    let lines = (text ?? "").split { $0.isNewline }
    #expect(lines.filter(steersABuild).isEmpty, "\(what)")
  }

  @Test(
    arguments: [
      ["scan", "."], ["diff", "start..HEAD"], ["history", ".", "--verbose"],
      ["report", "../h.jsonl"],
      ["report", "../h.jsonl", "--since", "../h.jsonl", "--fail-on", "any"],
    ],
    Self.formats
  )
  func noReportSteersAnything(_ command: [String], _ format: String) throws {
    let outcome = try Command.run(
      [Zleaks.binary] + command + ["--format", format],
      in: repository.path,
      environment: repository.variables
    )
    #expect(outcome.status == (command.contains("--since") ? 0 : 1), "\(outcome.errorText)")
    expectInert(outcome.errors, "standard error")
    guard format == "github" else {
      return expectInert(outcome.output, "\(format)", hasReturns: format == "csv")
    }
    for line in outcome.text.split(separator: "\n") {
      #expect(line.contains(/^::(error|warning|notice) [^:]*::/))
      // Behind its own start, a command holds no other.
      expectInert(Array(line.utf8.dropFirst(2)), "github")
    }
  }

  @Test func noGroupSteersAnything() throws {
    let outcome = try repository.attempt("\"$zleaks\" report --group-by key ../h.jsonl")
    outcome.expect(.findings)
    expectInert(outcome.output, "text by key")
    #expect(outcome.text.contains("\n./  ") == false)
  }

  @Test func noErrorSteersAnything() throws {
    for name in Self.names {
      for command in [
        ["scan", "none/\(name)"], ["scan", "--rules", "none\(name)"], ["report", name],
      ] {
        let outcome = try Command.run([Zleaks.binary] + command, in: repository.scratch.path)
        #expect(outcome.status >= 2)
        expectInert(outcome.errors, "\(command)")
      }
      let outcome = try Command.run([Zleaks.binary, "--x\(name)"], in: repository.scratch.path)
      #expect(outcome.status == Zleaks.Exit.usage.rawValue)
      expectInert(outcome.errors, "option \(name)")
    }
  }
}
