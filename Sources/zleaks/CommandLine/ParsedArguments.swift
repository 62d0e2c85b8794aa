/// What a command line asks for.
enum Invocation: Sendable {
  /// To show the version.
  case version
  /// To show help, for one command or for the program.
  case help(CommandName?)
  /// To run a command.
  case run(ParsedArguments)
}

/// A command line that agrees with the command table.
struct ParsedArguments: Sendable {
  /// The command.
  let command: CommandName

  /// The action, for a command that has some: the one typed, or the default.
  let action: String?

  /// What was typed besides options, byte for byte, without the command and the action.
  let operands: [[UInt8]]

  /// The options in the order typed.
  private let occurrences: [Occurrence]

  /// One option on the command line.
  struct Occurrence: Sendable {
    /// Which option.
    let option: OptionSpecification

    /// Its value; `nil` for a flag.
    let value: [UInt8]?
  }

  /// Makes the result of parsing.
  init(
    command: CommandName,
    action: String?,
    operands: [[UInt8]],
    occurrences: [Occurrence]
  ) {
    self.command = command
    self.action = action
    self.operands = operands
    self.occurrences = occurrences
  }

  /// Whether the option is there.
  func flag(_ option: OptionSpecification) -> Bool {
    occurrences.contains { $0.option == option }
  }

  /// The option's last value, byte for byte; `nil` if the option is not there.
  func value(_ option: OptionSpecification) -> [UInt8]? {
    values(option).last
  }

  /// The option's values in the order typed, byte for byte.
  func values(_ option: OptionSpecification) -> [[UInt8]] {
    occurrences.compactMap { $0.option == option ? $0.value : nil }
  }

  /// Which of the options stands last; `nil` if none is there.
  func last(of options: [OptionSpecification]) -> OptionSpecification? {
    occurrences.last { options.contains($0.option) }?.option
  }

  /// The same options for another command, with another destination and other operands.
  func redirected(
    to command: CommandName,
    operands: [[UInt8]],
    format: [UInt8],
    without option: OptionSpecification
  ) -> ParsedArguments {
    ParsedArguments(
      command: command,
      action: nil,
      operands: operands,
      occurrences: occurrences.filter { $0.option != option }
        + [Occurrence(option: .format, value: format)]
    )
  }

  /// The case that the option's last value names, or `fallback` if the option is not there.
  func choice<Value: RawRepresentable<String>>(
    _ option: OptionSpecification,
    default fallback: Value
  ) -> Value {
    value(option).flatMap { Value(rawValue: String(decoding: $0, as: UTF8.self)) } ?? fallback
  }
}
