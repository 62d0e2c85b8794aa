import Reporting

/// The whole command line as a table, where a new command is a new entry.
struct CommandTable: Sendable {
  /// What the program is, in one sentence.
  let purpose = "zleaks finds leaked Vectara API keys."

  /// The commands, in the order in which help lists them.
  let commands: [CommandSpecification]

  /// The options that may stand in place of a command.
  let programOptions: [OptionSpecification] = [.help, .version]

  /// Makes the table, with the forms of report that `--format` takes.
  init(formats: [ReportFormat] = ReportFormat.allCases) {
    let format = OptionSpecification.format.taking(
      .value(placeholder: "NAME[=FILE]", form: .wordWithFile(formats.map(\.rawValue)))
    )
    commands = [
      Self.scan(format: format), Self.diff(format: format), Self.history(format: format),
      .sweep, .check(format: format), .disable, .enable, .report(format: format), Self.rules, .hook,
      .completions, Self.help,
    ]
  }

  /// The entry of a command.
  func command(_ name: CommandName) -> CommandSpecification? {
    commands.first { $0.name == name }
  }

  /// What `scan`, `diff` and `history` have in common: what counts, what is asked and done about it,
  /// and how it is reported.
  private static func shared(format: OptionSpecification) -> [OptionSpecification] {
    [.rules, .failOn, .minSeverity, .minConfidence, .decodeDepth, .check]
      + OptionSpecification.service + [.disable] + OptionSpecification.changes
      + [format, .output, .showSecrets, .color]
  }

  private static func scan(format: OptionSpecification) -> CommandSpecification {
    CommandSpecification(
      name: .scan,
      summary: "Search files and directories for keys.",
      purpose: """
        Searches files, and directories with all that lies below them, for keys. \
        Without PATH, the current directory is searched; '-' is standard input. \
        Findings go to standard output, everything else to standard error. \
        Keys are redacted, and nothing is sent anywhere unless --check asks.
        """,
      operands: OperandSpecification(usage: "[PATH ...]", count: 0...Int.max),
      actions: [],
      options: [
        .exclude, .include, .gitignore, .baseline, .noIgnore, .noIgnoreFiles,
        .noArchives, .archiveDepth,
      ] + shared(format: format) + [.threads, .progress, .quiet, .verbose],
      examples: [
        .init(command: "zleaks scan", purpose: "the current directory"),
        .init(command: "zleaks scan --format jsonl=leaks.jsonl src", purpose: "report to a file"),
        .init(command: "git show HEAD | zleaks scan -", purpose: "standard input"),
      ]
    )
  }

  private static func diff(format: OptionSpecification) -> CommandSpecification {
    CommandSpecification(
      name: .diff,
      summary: "Search what a change adds.",
      purpose: """
        Searches what a change adds, whole files read from the object database: the index with \
        --staged, the commits of RANGE (A..B, A...B, or A for A..HEAD; by default those that the \
        branch's upstream does not have), or patch text on standard input with '-'. \
        A key that an old side of the same change holds is not new. \
        With --staged, FILEs that the index does not change are searched as they are on disk.
        """,
      operands: OperandSpecification(usage: "[RANGE | - | FILE ...]", count: 0...Int.max),
      actions: [],
      options: [
        .staged, .prePush, .preReceive, .wholeFiles,
        .exclude, .include, .baseline, .noIgnore, .noArchives, .archiveDepth,
      ] + shared(format: format) + [.progress, .quiet, .verbose],
      examples: [
        .init(command: "zleaks diff --staged", purpose: "what the next commit would add"),
        .init(command: "zleaks diff main..HEAD", purpose: "a branch"),
        .init(command: "git format-patch -1 --stdout | zleaks diff -", purpose: "a patch"),
      ]
    )
  }

  private static func history(format: OptionSpecification) -> CommandSpecification {
    CommandSpecification(
      name: .history,
      summary: "Search every object of a repository.",
      purpose: """
        Searches everything that a git repository keeps: every blob, commit and annotated tag of \
        its object database, in branches, tags, stashes and notes, in dropped commits and dangling \
        objects. REPO is a work tree, a bare repository or a git directory; without one, the \
        repository of the current directory is searched. Names of files, which 'scan' and 'diff' \
        search, and of branches and tags are not. Nothing is fetched. Of each key the report says \
        which commit brought it in, and what leads to it now.
        """,
      operands: OperandSpecification(usage: "[REPO ...]", count: 0...Int.max, kind: .directory),
      actions: [],
      options: [
        .baseline, .noIgnore, .noArchives, .archiveDepth, .noAttribution,
      ] + shared(format: format) + [.threads, .progress, .quiet, .verbose],
      examples: [
        .init(command: "zleaks history", purpose: "this repository"),
        .init(command: "zleaks history --format json repo.git", purpose: "another one"),
      ]
    )
  }

  private static let rules = CommandSpecification(
    name: .rules,
    summary: "Show the rules in force, or run their examples.",
    purpose: """
      Shows the rules that decide what a key is, or checks that each rule finds its own \
      examples and nothing else.
      """,
    operands: .none,
    actions: [
      ActionSpecification(
        name: "list",
        operands: .none,
        summary: "List the rules (the default)."
      ),
      ActionSpecification(
        name: "show",
        operands: OperandSpecification(usage: "ID", count: 1...1, kind: .other),
        summary: "Show all of one rule."
      ),
      ActionSpecification(
        name: "test",
        operands: .none,
        summary: "Run the examples of every rule."
      ),
    ],
    options: [.rules],
    examples: [
      .init(command: "zleaks rules show vectara-query-key", purpose: "one rule"),
      .init(command: "zleaks rules test --rules my.json5", purpose: "try rules of your own"),
    ]
  )

  private static let help = CommandSpecification(
    name: .help,
    summary: "Explain a command.",
    purpose: "Explains a command, or lists the commands.",
    operands: OperandSpecification(usage: "[COMMAND]", count: 0...1),
    actions: [],
    options: [],
    examples: [.init(command: "zleaks help scan", purpose: "the options of scan")]
  )
}
