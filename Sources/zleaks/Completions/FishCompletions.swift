/// A script that makes fish complete command lines.
struct FishCompletions {
  /// What may be typed.
  let table: CommandTable

  /// The script.
  var script: String {
    var lines = [Self.start]
    lines += table.programOptions.map { option in
      "complete -c zleaks -n __zleaks_has_no_command" + Self.words(option)
    }
    for command in table.commands {
      let name = command.name.rawValue
      lines.append(
        "complete -c zleaks -n __zleaks_has_no_command -f -a \(name) -d "
          + Self.quoted(Self.sentence(command.summary))
      )
    }
    for command in table.commands {
      lines.append("")
      lines += self.lines(for: command)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static let start = """
    # fish completion for zleaks; made by 'zleaks completions fish'

    # Whether no command has been typed yet.
    function __zleaks_has_no_command
        set -l typed (commandline -opc)
        test (count $typed) -eq 1
    end

    # Whether the command is the first argument.
    function __zleaks_is
        set -l typed (commandline -opc)
        test (count $typed) -ge 2; and test "$typed[2]" = $argv[1]
    end

    # Whether the command is the first argument, and nothing follows it.
    function __zleaks_is_bare
        set -l typed (commandline -opc)
        test (count $typed) -eq 2; and test "$typed[2]" = $argv[1]
    end

    complete -c zleaks -f
    """

  private func lines(for command: CommandSpecification) -> [String] {
    let name = command.name.rawValue
    let start = "complete -c zleaks -n '__zleaks_is \(name)'"
    let bare = "complete -c zleaks -n '__zleaks_is_bare \(name)'"
    var lines: [String] = []
    if command.actions.isEmpty {
      switch table.operandKind(of: command, action: nil) {
      case .file: lines.append("\(start) -F")
      case .directory: lines.append("\(start) -a '(__fish_complete_directories)'")
      case .words(let words), .wordsWithFile(let words):
        lines.append("\(bare) -a \(Self.quoted(words.joined(separator: " ")))")
      case .other: break
      }
    }
    for action in command.actions {
      lines.append("\(bare) -a \(action.name) -d \(Self.quoted(Self.sentence(action.summary)))")
    }
    return lines + command.allOptions.map { start + Self.words($0) }
  }

  /// The words that describe an option: ` -l threads -s j -x -d '…'`.
  private static func words(_ option: OptionSpecification) -> String {
    var text = " -l \(option.name)"
    if let letter = option.letter { text += " -s \(letter)" }
    switch option.valueKind {
    case nil: break
    case .file?: text += " -r -F"
    case .directory?: text += " -x -a '(__fish_complete_directories)'"
    case .words(let words)?, .wordsWithFile(let words)?:
      text += " -x -a \(quoted(words.joined(separator: " ")))"
    case .other?: text += " -x"
    }
    return text + " -d \(quoted(sentence(option.summary)))"
  }

  /// A summary as a description: fish shows them without a full stop.
  private static func sentence(_ summary: String) -> String {
    summary.hasSuffix(".") ? String(summary.dropLast()) : summary
  }

  /// Text between single quotes, in which fish knows two escapes.
  private static func quoted(_ text: String) -> String {
    let escaped = text.reduce(into: "") { output, character in
      if "'\\".contains(character) { output.append("\\") }
      output.append(character)
    }
    return "'\(escaped)'"
  }
}
