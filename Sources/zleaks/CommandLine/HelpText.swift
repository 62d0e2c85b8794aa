/// Help for a person, made from the command table; no line is longer than 80 characters.
struct HelpText {
  /// What may be typed.
  let table: CommandTable

  /// The longest line, in characters.
  static let maximumLineLength = 80

  /// What each exit code means.
  static let exitCodes = [
    ("0", "The run is complete, and there is nothing at or above the bar."),
    ("1", "There are findings at or above the bar."),
    ("2", "The command line or a rule or configuration file is wrong."),
    ("3", "The run is incomplete or failed, and found nothing."),
  ]

  /// Help about one command, or about the program.
  func text(about name: CommandName?) -> String {
    guard let name, let command = table.command(name) else { return programText() }
    return text(about: command)
  }

  private func programText() -> String {
    let commands = table.commands.map { ($0.name.rawValue, $0.summary) }
    let options = table.programOptions.map { (Self.names(of: $0), Self.sentence(about: $0)) }
    return [
      table.purpose + "\n",
      "Usage: zleaks COMMAND [OPTION ...] [OPERAND ...]\n",
      Self.list("Commands", commands),
      Self.list("Options", options),
      Self.list("Exit codes", Self.exitCodes),
      "See 'zleaks help COMMAND' for what a command takes.\n",
    ].joined(separator: "\n")
  }

  private func text(about command: CommandSpecification) -> String {
    let usage = ["Usage: zleaks \(command.name.rawValue) [OPTION ...]", command.operandUsage]
    var parts = [
      usage.filter { !$0.isEmpty }.joined(separator: " ") + "\n",
      Self.wrapped(command.purpose, width: Self.maximumLineLength)
        .map { $0 + "\n" }.joined(),
    ]
    if !command.actions.isEmpty {
      let actions = command.actions.map { action in
        (
          [action.name, action.operands.usage].filter { !$0.isEmpty }.joined(separator: " "),
          action.summary
        )
      }
      parts.append(Self.list("Actions", actions))
    }
    let column = Self.column(for: command.allOptions.map(Self.names))
    for group in OptionSpecification.Group.allCases {
      let options = command.allOptions.filter { $0.group == group }
      guard !options.isEmpty else { continue }
      let items = options.map { (Self.names(of: $0), Self.sentence(about: $0)) }
      parts.append(Self.list(group.rawValue, items, column: column))
    }
    parts.append(Self.list("Exit codes", command.exitCodes))
    parts.append(Self.list("Examples", command.examples.map { ($0.command, $0.purpose) }))
    return parts.joined(separator: "\n")
  }

  /// An option as it is typed: `-o, --output FILE`.
  private static func names(of option: OptionSpecification) -> String {
    let letter = option.letter.map { "-\($0), " } ?? "    "
    switch option.argument {
    case .none: return "\(letter)--\(option.name)"
    case .value(let placeholder, _): return "\(letter)--\(option.name) \(placeholder)"
    }
  }

  /// What an option does, the words that it takes, and whether it may be repeated.
  private static func sentence(about option: OptionSpecification) -> String {
    var sentence = option.summary
    if case .value(let placeholder, let form) = option.argument, !form.words.isEmpty {
      let name = placeholder.prefix { $0 != "[" }
      sentence += " \(name) is \(alternatives(form.words))."
    }
    if option.isRepeatable { sentence += " May be repeated." }
    return sentence
  }

  /// `a`, `a or b`, `a, b or c`.
  private static func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  /// The widest column of terms; longer terms have their explanations below.
  private static let maximumColumn = 48

  /// Where explanations start, so that they stand below each other, in characters from 0.
  private static func column(for terms: [String]) -> Int {
    min(maximumColumn, (terms.map(\.count).max() ?? 0) + 4)
  }

  /// A heading, and terms with their explanations beside or, for long terms, below them.
  private static func list(
    _ heading: String,
    _ items: [(term: String, text: String)],
    column: Int? = nil
  ) -> String {
    let column = column ?? Self.column(for: items.map(\.term))
    var lines = [heading + ":"]
    for item in items {
      var texts = wrapped(item.text, width: maximumLineLength - column)[...]
      let term = "  " + item.term
      if term.count + 2 <= column {
        lines.append(padded(term, to: column) + (texts.popFirst() ?? ""))
      } else {
        lines.append(term)
      }
      lines += texts.map { padded("", to: column) + $0 }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// The words of `text` in lines of at most `width` characters, where words allow.
  private static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
