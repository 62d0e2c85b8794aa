/// Reads a command line by the command table.
///
/// GNU habits: `--opt value`, `--opt=value`, `-o value`, `-ovalue`, flags bundled as in `-qv`,
/// options and operands mixed, `--` before operands only, and `-` an operand. Long names are never
/// guessed from their beginnings.
struct ArgumentParser {
  /// What may be typed.
  let table: CommandTable

  /// Reads `arguments`, which do not include the program's name.
  ///
  /// - Throws: The first mistake from the left; operands are counted last.
  func parse(_ arguments: [[UInt8]]) throws(UsageError) -> Invocation {
    guard let first = arguments.first else { throw .missingCommand }
    if first.first == UInt8(ascii: "-"), first.count > 1 { return try parseProgramOption(first) }
    guard let command = table.commands.first(where: { first.elementsEqual($0.name.rawValue.utf8) })
    else {
      let names = table.commands.map(\.name.rawValue)
      throw .unknownCommand(
        TypedText(first),
        suggestion: Suggestion.nearest(to: first, among: names)
      )
    }
    var reader = CommandReader(command: command, rest: arguments.dropFirst())
    guard try reader.readAll() else { return .help(command.name) }
    let arguments = try reader.finished()
    guard command.name == .help else { return .run(arguments) }
    return .help(try helpTopic(arguments))
  }

  /// Reads an option in place of a command.
  private func parseProgramOption(_ argument: [UInt8]) throws(UsageError) -> Invocation {
    switch String(decoding: argument, as: UTF8.self) {
    case "--version": return .version
    case "--help", "-h": return .help(nil)
    default: break
    }
    let name = argument.dropFirst(2).prefix { $0 != UInt8(ascii: "=") }
    if argument.starts(with: "--".utf8) {
      for command in table.commands {
        let option = command.options.first { name.elementsEqual($0.name.utf8) }
        if let option { throw .optionBeforeCommand(option: option.name, command: command.name) }
      }
    }
    throw .unknownOption(argument, among: table.programOptions)
  }

  /// The command that `zleaks help` is asked about.
  private func helpTopic(_ arguments: ParsedArguments) throws(UsageError) -> CommandName? {
    guard let topic = arguments.operands.first else { return nil }
    let names = table.commands.map(\.name)
    if let name = names.first(where: { topic.elementsEqual($0.rawValue.utf8) }) { return name }
    throw .unknownCommand(
      TypedText(topic),
      suggestion: Suggestion.nearest(to: topic, among: names.map(\.rawValue))
    )
  }
}

/// Reads what follows a command.
private struct CommandReader {
  let command: CommandSpecification

  /// What has not been read yet.
  var rest: ArraySlice<[UInt8]>

  private var operands: [[UInt8]] = []
  private var occurrences: [ParsedArguments.Occurrence] = []

  init(command: CommandSpecification, rest: ArraySlice<[UInt8]>) {
    self.command = command
    self.rest = rest
  }

  /// Reads everything, unless help is asked for; then it stops there and returns `false`.
  mutating func readAll() throws(UsageError) -> Bool {
    while let argument = rest.popFirst() {
      if argument.elementsEqual("--".utf8) {
        operands += rest
        rest = []
      } else if argument.starts(with: "--".utf8) {
        try readLong(argument)
      } else if argument.count > 1, argument.first == UInt8(ascii: "-") {
        try readShort(argument)
      } else {
        operands.append(argument)
      }
      if occurrences.last?.option == .help { return false }
    }
    return true
  }

  /// The result, once the action and the number of operands are checked.
  func finished() throws(UsageError) -> ParsedArguments {
    var operands = operands[...]
    var expected = command.operands
    var path = command.name.rawValue
    var action: ActionSpecification?
    if let defaultAction = command.actions.first {
      let chosen = try operands.popFirst().map { word throws(UsageError) in try self.action(word) }
      let taken = chosen ?? defaultAction
      expected = taken.operands
      path += " " + taken.name
      action = taken
    }
    if operands.count < expected.count.lowerBound {
      throw .missingOperand(command: path, usage: expected.usage)
    }
    if let surplus = operands.dropFirst(expected.count.upperBound).first {
      throw .unexpectedOperand(TypedText(surplus), command: path)
    }
    return ParsedArguments(
      command: command.name,
      action: action?.name,
      operands: Array(operands),
      occurrences: occurrences
    )
  }

  private func action(_ word: [UInt8]) throws(UsageError) -> ActionSpecification {
    if let action = command.actions.first(where: { word.elementsEqual($0.name.utf8) }) {
      return action
    }
    let suggestion = Suggestion.nearest(to: word, among: command.actions.map(\.name))
    throw .unknownAction(TypedText(word), command: command.name, suggestion: suggestion)
  }

  /// Reads `--name` or `--name=value`.
  private mutating func readLong(_ argument: [UInt8]) throws(UsageError) {
    let parts = argument.dropFirst(2).split(
      separator: UInt8(ascii: "="),
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    let name = parts.first ?? []
    let attached = parts.count > 1 ? parts.last.map(Array.init) : nil
    guard let option = command.allOptions.first(where: { name.elementsEqual($0.name.utf8) }) else {
      throw .unknownOption(Array("--".utf8) + name, among: command.allOptions)
    }
    let shown = "--" + option.name
    guard case .value(let placeholder, _) = option.argument else {
      if let attached { throw .unexpectedValue(option: shown, value: TypedText(attached)) }
      return occurrences.append(.init(option: option, value: nil))
    }
    guard let value = attached ?? rest.popFirst() else {
      throw .missingValue(option: shown, placeholder: placeholder)
    }
    try add(value, to: option, shown: shown)
  }

  /// Reads `-q`, `-qv`, `-j4` or `-j 4`.
  private mutating func readShort(_ argument: [UInt8]) throws(UsageError) {
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      let option = command.allOptions.first { $0.letter?.asciiValue == letter }
      guard let option else {
        throw .unknownOption([UInt8(ascii: "-"), letter], among: [])
      }
      let shown = "-" + String(decoding: CollectionOfOne(letter), as: UTF8.self)
      if case .value(let placeholder, _) = option.argument {
        guard let value = letters.isEmpty ? rest.popFirst() : Array(letters) else {
          throw .missingValue(option: shown, placeholder: placeholder)
        }
        return try add(value, to: option, shown: shown)
      }
      occurrences.append(.init(option: option, value: nil))
      if option == .help { return }
    }
  }

  /// Checks a value and keeps it.
  private mutating func add(
    _ value: [UInt8],
    to option: OptionSpecification,
    shown: String
  ) throws(UsageError) {
    guard case .value(let placeholder, let form) = option.argument else { return }
    if value.isEmpty { throw .missingValue(option: shown, placeholder: placeholder) }
    if !form.accepts(value) {
      switch form {
      case .bytes: break
      case .word(let words), .wordWithFile(let words):
        throw .invalidWord(TypedText(value), option: shown, expected: words)
      case .number(let range):
        throw .invalidNumber(TypedText(value), option: shown, expected: range)
      }
    }
    occurrences.append(.init(option: option, value: value))
  }
}
