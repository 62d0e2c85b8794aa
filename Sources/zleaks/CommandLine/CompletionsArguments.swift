/// What `zleaks completions` is asked for.
struct CompletionsArguments: Equatable, Sendable {
  /// The shell whose script is printed.
  let shell: CompletionShell

  /// Reads the arguments of `zleaks completions`.
  init(_ arguments: ParsedArguments) {
    shell = arguments.action.flatMap(CompletionShell.init) ?? .bash
  }
}

/// The shells that command lines can be completed in.
enum CompletionShell: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish

  /// What makes the shell complete the command lines of `table`.
  func script(for table: CommandTable) -> String {
    switch self {
    case .bash: BashCompletions(table: table).script
    case .zsh: ZshCompletions(table: table).script
    case .fish: FishCompletions(table: table).script
    }
  }
}

extension CommandSpecification {
  /// The entry of `zleaks completions`.
  static let completions = CommandSpecification(
    name: .completions,
    summary: "Make a shell complete command lines.",
    purpose: """
      Prints a script that makes a shell complete commands, options and their values. \
      For bash, write it to ~/.local/share/bash-completion/completions/zleaks, or put \
      'eval "$(zleaks completions bash)"' into ~/.bashrc; for zsh, to a file _zleaks in a \
      directory of $fpath; for fish, to ~/.config/fish/completions/zleaks.fish.
      """,
    operands: .none,
    actions: [
      ActionSpecification(name: "bash", operands: .none, summary: "For bash (the default)."),
      ActionSpecification(name: "zsh", operands: .none, summary: "For zsh."),
      ActionSpecification(name: "fish", operands: .none, summary: "For fish."),
    ],
    options: [],
    examples: [
      .init(command: "zleaks completions bash", purpose: "a script for bash")
    ],
    exitCodes: [
      ("0", "The script is printed."),
      ("2", "The command line is wrong."),
      ("3", "The script could not be written."),
    ]
  )
}
