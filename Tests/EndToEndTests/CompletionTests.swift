import TestSupport
import Testing

/// What bash completes, asked of bash itself.
@Suite(.enabled(if: Zleaks.program("bash") != nil)) struct CompletionTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    let script = try scratch.zleaks("completions", "bash").expect(.clean)
    try scratch.write("script", script.output)
  }

  /// What completes the last of the words; what is left to readline stands in angle brackets.
  private func completions(of words: [String], isInteractive: Bool = false) throws -> [String] {
    let outcome = try Command.run(
      [
        "bash", "--norc", "--noprofile", "-c",
        """
        compopt() { printf '<%s>\\n' "$*"; }
        . ./script
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _zleaks && printf '%s\\n' "${COMPREPLY[@]}"
        """, "bash",
      ] + words,
      in: scratch.path
    )
    #expect(outcome.status == 0)
    #expect(outcome.errorText == "")
    return outcome.text.split(separator: "\n").map(String.init)
  }

  /// Splits as bash does, for which `=` is a word.
  private func completions(_ line: String) throws -> [String] {
    let spaced = line.split(separator: " ", omittingEmptySubsequences: false)
    let words = spaced.flatMap { word -> [String] in
      let parts = word.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      let joined = parts.dropFirst().reduce([parts.first ?? ""]) { $0 + ["=", $1] }
      // A lone `=` at the end is the word at the cursor.
      return joined.count > 1 && joined.last == "" ? joined.dropLast() : joined
    }
    return try completions(of: words)
  }

  @Test(arguments: [
    ("zleaks sc", ["scan"]),
    ("zleaks h", ["history", "hook", "help"]),
    ("zleaks --v", ["--version"]),
    ("zleaks scan --exc", ["--exclude"]),
    ("zleaks history --exc", []),
    ("zleaks scan --fail-on ", ["any", "active", "none"]),
    ("zleaks scan --fail-on a", ["any", "active"]),
    ("zleaks scan --fail-on=a", ["any", "active"]),
    ("zleaks scan --fail-on=", ["any", "active", "none"]),
    ("zleaks scan --format js", ["jsonl", "json"]),
    ("zleaks scan --format=sa", ["sarif"]),
    ("zleaks scan --format json=r", ["<-o default>"]),
    ("zleaks scan --format=json=", ["<-o default>"]),
    ("zleaks scan --rules ", ["<-o default>"]),
    ("zleaks scan --rules=r", ["<-o default>"]),
    ("zleaks scan -o ", ["<-o default>"]),
    ("zleaks sweep -o ", ["<-o dirnames>"]),
    ("zleaks scan -j ", []),
    ("zleaks scan --threads 4 src", ["<-o default>"]),
    ("zleaks scan -q ", ["<-o default>"]),
    ("zleaks scan -- --f", ["<-o default>"]),
    ("zleaks history ", ["<-o dirnames>"]),
    ("zleaks rules ", ["list", "show", "test"]),
    ("zleaks rules --rules x ", ["list", "show", "test"]),
    ("zleaks rules --rules=x s", ["show"]),
    ("zleaks rules show ", []),
    ("zleaks rules test ", []),
    ("zleaks hook un", ["uninstall"]),
    ("zleaks help sw", ["sweep"]),
    ("zleaks help sweep ", []),
    ("zleaks completions f", ["fish"]),
    ("zleaks nonsense ", []),
    ("zleaks nonsense --q", []),
  ])
  func completes(_ line: String, _ expected: [String]) throws {
    #expect(try completions(line) == expected)
  }

  /// Somebody may have taken `=` out of what breaks words.
  @Test func completesWhereEqualsSignsBreakNoWords() throws {
    #expect(try completions(of: ["zleaks", "scan", "--fail-on=n"]) == ["--fail-on=none"])
    #expect(try completions(of: ["zleaks", "scan", "--format=te"]) == ["--format=text"])
    try scratch.write("report.json", "")
    #expect(
      try completions(of: ["zleaks", "scan", "--format=json=rep"])
        == ["<-o filenames -o nospace>", "--format=json=report.json"]
    )
  }

  @Test func noNameOfAFileIsRun() throws {
    try scratch.write("$(touch made)", "")
    try scratch.write("`touch made`", "")
    _ = try completions(of: ["zleaks", "scan", "--format=json="])
    _ = try completions(of: ["zleaks", "scan", "$(touch made)"])
    _ = try completions(of: ["zleaks", "$(touch made)", "`touch made`", "--rules=$(touch made)"])
    #expect(throws: (any Error).self) { try scratch.read("made") }
  }

  @Test func everyOptionOfEveryCommandIsOffered() throws {
    for command in ["scan", "diff", "history", "sweep", "check", "disable", "enable", "report"] {
      let help = try scratch.zleaks("help", command).expect(.clean).text
      let named = help.split(separator: "\n").compactMap { line -> String? in
        guard let start = line.firstRange(of: "  --") ?? line.firstRange(of: ", --"),
          line.hasPrefix("  ")
        else { return nil }
        return "--" + line[start.upperBound...].prefix { $0.isLetter || $0 == "-" }
      }
      let offered = try completions("zleaks \(command) --")
      #expect(offered.count > 5)
      #expect(Set(named).subtracting(offered) == [])
    }
  }

  /// fish can be asked without a terminal.
  @Test(
    .enabled(if: Zleaks.program("fish") != nil),
    arguments: [
      ("zleaks sc", "scan\tSearch files and directories for keys\n"),
      ("zleaks rules te", "test\tRun the examples of every rule\n"),
      ("zleaks help swe", "sweep\n"),
      ("zleaks rules show ", ""),
      (
        "zleaks scan --progress al",
        "always\tShow progress on standard error (default: auto, on a terminal)\n"
      ),
    ]
  )
  func fishCompletes(_ line: String, _ expected: String) throws {
    let script = try scratch.zleaks("completions", "fish").expect(.clean)
    try scratch.write("script", script.output + Array("complete -C'\(line)'\n".utf8))
    let outcome = try Command.run(["fish", "--no-config", "script"], in: scratch.path)
    #expect(outcome.text == expected)
    #expect(outcome.errorText == "")
  }

  @Test(.enabled(if: Zleaks.program("zsh") != nil)) func zshTakesTheScript() throws {
    let script = try scratch.zleaks("completions", "zsh").expect(.clean)
    try scratch.write("_zleaks", script.output)
    let outcome = try Command.run(["zsh", "-n", "_zleaks"], in: scratch.path)
    #expect(outcome.status == 0)
    #expect(outcome.errorText == "")
  }

  /// The line that somebody types, completed by readline.
  @Test(.enabled(if: Pseudoterminal.isAvailable)) func completesWhatSomebodyTypes() throws {
    let steps = [
      Pseudoterminal.Step("$ ", type: ". ./script; PS1='ready: '\n"),
      Pseudoterminal.Step(
        "ready: ",
        type: "echo; zleaks scan --fail-on no\t--qui\t\u{1}echo is: \u{5}\n"
      ),
      Pseudoterminal.Step("is: ", type: "exit\n"),
    ]
    let outcome = try Pseudoterminal.run(
      ["/bin/sh", "-c", "PS1='$ ' exec bash --norc --noprofile -i"],
      steps,
      in: scratch,
      environment: ["TERM": "dumb"]
    )
    #expect(outcome.screen.contains("zleaks scan --fail-on none --quiet"))
  }
}
