/// What a value on the command line names, as far as a shell can complete it.
enum ValueKind: Hashable, Sendable {
  /// A file, or a directory on the way to one.
  case file
  /// A directory.
  case directory
  /// One of these words.
  case words([String])
  /// One of these words, and perhaps `=` and a file.
  case wordsWithFile([String])
  /// Something that nobody can guess.
  case other
}

extension OptionSpecification {
  /// What the option's value names; `nil` for a flag.
  ///
  /// Values that are bytes are told apart by their placeholders.
  var valueKind: ValueKind? {
    guard case .value(let placeholder, let form) = argument else { return nil }
    switch form {
    case .word(let words): return .words(words)
    case .wordWithFile(let words): return .wordsWithFile(words)
    case .number: return .other
    case .bytes:
      switch placeholder {
      case "FILE", "OLD", "BASELINE": return .file
      case "DIR": return .directory
      default: return .other
      }
    }
  }
}

extension CommandTable {
  /// What an operand of a command names; `action` is the one typed, `nil` if none is.
  func operandKind(of command: CommandSpecification, action: ActionSpecification?) -> ValueKind {
    if command.name == .help { return .words(commands.map(\.name.rawValue)) }
    guard action != nil || command.actions.isEmpty else {
      return .words(command.actions.map(\.name))
    }
    return (action?.operands ?? command.operands).kind
  }
}
