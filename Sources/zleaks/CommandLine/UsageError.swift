import Reporting
import ScanModel
import TextForms

/// A command line that cannot be obeyed; the exit code is 2.
enum UsageError: Error, Equatable, Sendable {
  /// Nothing was typed.
  case missingCommand
  /// The first word is no command.
  case unknownCommand(TypedText, suggestion: String?)
  /// The first operand is no action of the command.
  case unknownAction(TypedText, command: CommandName, suggestion: String?)
  /// No such option, here or anywhere.
  case unknownOption(TypedText, suggestion: String?)
  /// An option of a command before the command.
  case optionBeforeCommand(option: String, command: CommandName)
  /// An option without the value that it needs.
  case missingValue(option: String, placeholder: String)
  /// A flag with a value.
  case unexpectedValue(option: String, value: TypedText)
  /// A value that is none of the words allowed.
  case invalidWord(TypedText, option: String, expected: [String])
  /// A value that is not a number in the range.
  case invalidNumber(TypedText, option: String, expected: ClosedRange<Int>)
  /// Fewer operands than the command needs.
  case missingOperand(command: String, usage: String)
  /// More operands than the command takes.
  case unexpectedOperand(TypedText, command: String)
  /// Two options of which only one can be given.
  case conflictingOptions(String, String)
  /// An option that says something only beside another one.
  case optionNeeds(String, needed: String)
  /// A word that names no key.
  case invalidSelector(TypedText)
  /// Standard input is to be both the credential and what is searched.
  case standardInputTwice
  /// Two reports with one destination; `nil` is standard output.
  case sharedDestination(first: ReportFormat, second: ReportFormat, file: TypedText?)
  /// An option that the command cannot do without.
  case missingOption(String, purpose: String)
  /// A value of `--shard` that names no part.
  case invalidShard(TypedText, cause: String)
  /// A form of report that has no groups, with `--group-by`.
  case ungroupedFormat(ReportFormat)
}

extension UsageError {
  /// The error for an option that does not exist, with the nearest one that does.
  static func unknownOption(
    _ typed: [UInt8],
    among options: [OptionSpecification]
  ) -> UsageError {
    let suggestion = Suggestion.nearest(
      to: Array(typed.drop { $0 == UInt8(ascii: "-") }),
      among: options.map(\.name)
    )
    return .unknownOption(TypedText(typed), suggestion: suggestion.map { "--" + $0 })
  }
}

/// What the user typed, for a message.
struct TypedText: Equatable, Sendable {
  /// The bytes.
  let bytes: [UInt8]

  /// Keeps the bytes of an argument.
  init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
  }
}

extension TypedText: CustomStringConvertible {
  /// The text, safe for a terminal.
  var description: String { TerminalText.escaped(ContentPath(bytes).text) }
}

extension UsageError: CustomStringConvertible {
  /// One sentence, without the program's name.
  var description: String {
    switch self {
    case .missingCommand:
      "no command given; see 'zleaks help'"
    case .unknownCommand(let typed, let suggestion):
      "unknown command '\(typed)'; " + hint(suggestion, otherwise: "zleaks help")
    case .unknownAction(let typed, let command, let suggestion):
      "unknown action '\(typed)' of '\(command.rawValue)'; "
        + hint(suggestion, otherwise: "zleaks help \(command.rawValue)")
    case .unknownOption(let typed, let suggestion):
      "unknown option '\(typed)'" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .optionBeforeCommand(let option, let command):
      "option '--\(option)' stands before the command; "
        + "try 'zleaks \(command.rawValue) --\(option)'"
    case .missingValue(let option, let placeholder):
      "option '\(option)' needs a value: \(placeholder)"
    case .unexpectedValue(let option, let value):
      "option '\(option)' takes no value, but was given '\(value)'"
    case .invalidWord(let value, let option, let expected):
      "invalid value '\(value)' for '\(option)': expected one of "
        + expected.joined(separator: ", ")
    case .invalidNumber(let value, let option, let expected):
      "invalid value '\(value)' for '\(option)': expected a number from "
        + "\(expected.lowerBound) to \(expected.upperBound)"
    case .missingOperand(let command, let usage):
      "missing operand of '\(command)': \(usage)"
    case .conflictingOptions(let first, let second):
      "'--\(first)' and '--\(second)' exclude each other; give one of them"
    case .unexpectedOperand(let operand, let command):
      "unexpected operand '\(operand)' of '\(command)'"
    case .optionNeeds(let option, let needed):
      "'--\(option)' says something only with '--\(needed)'"
    case .invalidSelector(let value):
      "invalid value '\(value)' for '--only': expected 8 or more digits of a key's fingerprint, or "
        + "a key ID"
    case .standardInputTwice:
      "standard input cannot be both the credential and what is read; "
        + "give one of them another way"
    case .sharedDestination(let first, let second, let file):
      "reports '\(first.rawValue)' and '\(second.rawValue)' would both go to "
        + (file.map { "'\($0)'" } ?? "standard output")
        + "; give one a file: --format \(second.rawValue)=FILE"
    case .missingOption(let option, let purpose):
      "missing option '--\(option)': \(purpose)"
    case .invalidShard(let typed, let cause):
      "invalid value '\(typed)' for '--shard': \(cause)"
    case .ungroupedFormat(let format):
      "'--group-by' has no report '\(format.rawValue)'; choose from "
        + KeyGroupReport.formats.map(\.rawValue).joined(separator: ", ")
    }
  }

  private func hint(_ suggestion: String?, otherwise command: String) -> String {
    suggestion.map { "did you mean '\($0)'?" } ?? "see '\(command)'"
  }
}
