/// A script that makes zsh complete command lines.
///
/// Each line of `_arguments` is one option of the command table.
struct ZshCompletions {
  /// What may be typed.
  let table: CommandTable

  /// The script.
  var script: String {
    let commands = table.commands.map { command in
      "    \(Self.quoted("\(command.name.rawValue):\(Self.sentence(command.summary))"))\n"
    }
    let cases = table.commands.map { command in
      "        \(command.name.rawValue)) _zleaks_\(command.name.rawValue) && result=0 ;;\n"
    }
    let options = table.programOptions.map { "    \(Self.line($0, among: []))" }
    return """
      #compdef zleaks
      # zsh completion for zleaks; made by 'zleaks completions zsh'

      # One of the words given, and perhaps '=' and a file.
      _zleaks_form() {
        if compset -P '*='; then _files; else compadd -- "$@"; fi
      }

      \(table.commands.map(function).joined(separator: "\n"))
      _zleaks() {
        local curcontext=$curcontext state line result=1
        local -a commands=(
      \(commands.joined())  )
        _arguments -C \\
      \(options.map { $0 + " \\\n" }.joined())    '1: :->command' \\
          '*:: :->rest' && result=0
        case $state in
          command) _describe -t commands command commands && result=0 ;;
          rest)
            case $words[1] in
      \(cases.joined())      esac
            ;;
        esac
        return result
      }

      if [[ $funcstack[1] == _zleaks ]]; then _zleaks "$@"; else compdef _zleaks zleaks; fi

      """
  }

  /// The function that completes what follows a command.
  private func function(_ command: CommandSpecification) -> String {
    var lines = command.allOptions.map { Self.line($0, among: command.allOptions) }
    lines += operands(of: command)
    let list = lines.map { "    \($0)" }.joined(separator: " \\\n")
    return """
      _zleaks_\(command.name.rawValue)() {
        _arguments -s -S : \\
      \(list)
      }

      """
  }

  /// What is completed besides options.
  private func operands(of command: CommandSpecification) -> [String] {
    let kind = table.operandKind(of: command, action: nil)
    guard command.actions.isEmpty else {
      let actions = command.actions.map { action in
        "\(action.name)\\:\(Self.quotedWord(Self.sentence(action.summary)))"
      }
      return [Self.quoted("1:action:((\(actions.joined(separator: " "))))")]
    }
    switch command.operands.count.upperBound {
    case 0: return []
    case 1: return [Self.quoted("1:\(Self.label(command)):\(Self.action(kind))")]
    default: return [Self.quoted("*:\(Self.label(command)):\(Self.action(kind))")]
    }
  }

  /// What an operand is called: `path`.
  private static func label(_ command: CommandSpecification) -> String {
    let word = command.operands.usage.drop { !$0.isLetter }.prefix { $0.isLetter }
    return word.lowercased()
  }

  /// One option: `'(-j --threads)'{-j+,--threads=}'[…]:N: '`.
  private static func line(
    _ option: OptionSpecification,
    among options: [OptionSpecification]
  ) -> String {
    let names = (option.letter.map { ["-\($0)"] } ?? []) + ["--\(option.name)"]
    let help = "[\(bracketed(sentence(option.summary)))]"
    var value = ""
    if case .value(let placeholder, _) = option.argument, let kind = option.valueKind {
      let label = placeholder.prefix { $0 != "[" }.lowercased()
      value = ":\(label):\(action(kind))"
    }
    // Nothing is asked beside a question for help.
    let isLast = option == .help || option == .version
    let excluded =
      isLast ? "(- *)" : option.isRepeatable ? "*" : "(\(names.joined(separator: " ")))"
    let takesValue = option.valueKind != nil
    let typed = names.map { name in
      takesValue ? name + (name.hasPrefix("--") ? "=" : "+") : name
    }
    let alternatives = typed.count > 1 ? "{\(typed.joined(separator: ","))}" : typed.joined()
    return quoted(excluded) + alternatives + quoted(help + value)
  }

  /// What completes a value.
  private static func action(_ kind: ValueKind) -> String {
    switch kind {
    case .file: "_files"
    case .directory: "_files -/"
    case .words(let words): "(\(words.joined(separator: " ")))"
    // A space before it: nothing is added to the words.
    case .wordsWithFile(let words): " _zleaks_form \(words.joined(separator: " "))"
    case .other: " "
    }
  }

  /// A summary as a description: zsh shows them without a full stop.
  private static func sentence(_ summary: String) -> String {
    summary.hasSuffix(".") ? String(summary.dropLast()) : summary
  }

  /// Text inside the brackets of a specification.
  private static func bracketed(_ text: String) -> String {
    escaped(text, "[]:\\")
  }

  /// Text as one word in a list of words with descriptions.
  private static func quotedWord(_ text: String) -> String {
    escaped(text, " ()[]:;'\"\\")
  }

  /// Text with a backslash before each of some characters.
  private static func escaped(_ text: String, _ characters: String) -> String {
    text.reduce(into: "") { output, character in
      if characters.contains(character) { output.append("\\") }
      output.append(character)
    }
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: ShellWord.quoted(Array(text.utf8)), as: UTF8.self)
  }
}
