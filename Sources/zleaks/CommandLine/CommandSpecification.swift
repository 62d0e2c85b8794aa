/// The commands there are, by the names that the user types.
enum CommandName: String, CaseIterable, Sendable {
  /// Searches files and directories.
  case scan
  /// Searches what a change adds.
  case diff
  /// Searches every object of repositories.
  case history
  /// Searches many repositories.
  case sweep
  /// Asks whether keys work.
  case check
  /// Switches leaked keys off.
  case disable
  /// Switches on again what a journal says was switched off.
  case enable
  /// Converts, merges and compares reports.
  case report
  /// Shows and tests the rules.
  case rules
  /// Installs the hooks.
  case hook
  /// Prints what makes a shell complete command lines.
  case completions
  /// Explains the commands.
  case help
}

/// An entry of the command table: what a command is called, takes and does.
struct CommandSpecification: Sendable {
  /// The name.
  let name: CommandName

  /// What the command does: one line for the list of commands.
  let summary: String

  /// What the command does: one paragraph for its own help.
  let purpose: String

  /// What the command takes besides options; for a command with actions, see there.
  let operands: OperandSpecification

  /// The words that the first operand chooses from, the default first; often empty.
  let actions: [ActionSpecification]

  /// The options, in the order in which help lists them; `--help` is understood.
  let options: [OptionSpecification]

  /// Command lines that help shows, with what each does.
  let examples: [Example]

  /// What each exit code means.
  var exitCodes = HelpText.exitCodes

  /// A command line and what it does.
  struct Example: Sendable {
    /// The command line.
    let command: String

    /// What it does, in a few words.
    let purpose: String
  }

  /// What may follow the command, in the usage line: `[PATH ...]`.
  var operandUsage: String {
    guard !actions.isEmpty else { return operands.usage }
    let words = actions.map { action in
      action.operands.usage.isEmpty ? action.name : "\(action.name) \(action.operands.usage)"
    }
    return "[\(words.joined(separator: " | "))]"
  }

  /// The options and `--help`.
  var allOptions: [OptionSpecification] { options + [.help] }
}

/// What a command or an action takes besides options.
struct OperandSpecification: Equatable, Sendable {
  /// How the operands are shown in a usage line; empty if there are none.
  let usage: String

  /// How many there may be.
  let count: ClosedRange<Int>

  /// What each of them names, for shells to complete.
  var kind = ValueKind.file

  /// No operands.
  static let none = OperandSpecification(usage: "", count: 0...0, kind: .other)
}

/// A word that the first operand of a command may be, such as `list` in `zleaks rules list`.
struct ActionSpecification: Equatable, Sendable {
  /// The word.
  let name: String

  /// What follows the word.
  let operands: OperandSpecification

  /// What the action does: one sentence for help.
  let summary: String
}
