/// A script that makes bash complete command lines.
///
/// It needs nothing but bash 4. File names are left to readline, which knows how to quote them;
/// nothing that stands in the current directory is ever expanded by the script.
struct BashCompletions {
  /// What may be typed.
  let table: CommandTable

  /// The script.
  var script: String {
    [
      "# bash completion for zleaks; made by 'zleaks completions bash'\n",
      options,
      values,
      operands,
      Self.reply,
      Self.valuePlace,
      main,
      "complete -F _zleaks zleaks\n",
    ].joined(separator: "\n")
  }

  /// A function that says which options a command has.
  private var options: String {
    let cases = table.commands.map { command in
      let names = command.allOptions.map { "--\($0.name)" }
      return (command.name.rawValue, "words='\(names.joined(separator: " "))'")
    }
    return Self.function(
      "_zleaks_options",
      "The options of the command $1.",
      Self.choice("$1", cases)
    )
  }

  /// A function that says what the value of an option is, and fails for a flag.
  private var values: String {
    var patterns: [ValueKind: [String]] = [:]
    var order: [ValueKind] = []
    for command in table.commands {
      for option in command.allOptions {
        guard let kind = option.valueKind else { continue }
        if patterns[kind] == nil { order.append(kind) }
        let letter = option.letter.map { ["-\($0)"] } ?? []
        for name in ["--\(option.name)"] + letter {
          patterns[kind, default: []].append("\(command.name.rawValue):\(name)")
        }
      }
    }
    let cases = order.map { ((patterns[$0] ?? []).joined(separator: "|"), Self.setting($0)) }
    return Self.function(
      "_zleaks_value",
      "What the value of the option $2 of the command $1 is; fails if it takes none.",
      Self.choice("$1:$2", cases + [("*", "return 1")])
    )
  }

  /// A function that says what an operand is, after so many others.
  private var operands: String {
    var cases: [(String, String)] = []
    for command in table.commands {
      let name = command.name.rawValue
      if command.operands.count.upperBound == 0, command.actions.isEmpty { continue }
      let kind = Self.setting(table.operandKind(of: command, action: nil))
      guard command.name == .help || !command.actions.isEmpty else {
        cases.append(("\(name):*", kind))
        continue
      }
      cases.append(("\(name):0:*", kind))
      for action in command.actions where action.operands.count.upperBound > 0 {
        cases.append(("\(name):*:\(action.name)", Self.setting(action.operands.kind)))
      }
    }
    return Self.function(
      "_zleaks_operand",
      "What an operand of the command $1 is, behind $2 others, of which $3 is the first.",
      Self.choice("$1:$2:$3", cases)
    )
  }

  /// The function that bash calls.
  private var main: String {
    let commands = table.commands.map(\.name.rawValue).joined(separator: " ")
    let options = table.programOptions.map { "--\($0.name)" }.joined(separator: " ")
    return """
      _zleaks() {
        local IFS=$' \\t\\n' current=${COMP_WORDS[COMP_CWORD]} prefix='' kind='' words=''
        local command=${COMP_WORDS[1]} option='' first='' count=0 ended='' index word
        COMPREPLY=()
        if ((COMP_CWORD == 1)); then
          words='\(commands)'
          [[ $current == -* ]] && words='\(options)'
          kind=words
          _zleaks_reply
          return
        fi
        # The operands before, without options and their values.
        for ((index = 2; index < COMP_CWORD; index++)); do
          word=${COMP_WORDS[index]}
          if [[ -z $ended && $word == -- ]]; then
            ended=1
          elif [[ -z $ended && $word == -?* ]]; then
            if _zleaks_value "$command" "$word" && ((index + 1 < COMP_CWORD)); then
              ((++index))
              # bash takes '=' for a word of its own.
              [[ ${COMP_WORDS[index]} == = ]] && ((++index))
              [[ ${COMP_WORDS[index + 1]} == = ]] && ((index += 2))
            fi
          else
            ((count++ == 0)) && first=$word
          fi
        done
        kind='' words=''
        if [[ -z $ended ]] && _zleaks_value_place; then
          _zleaks_reply
          return
        fi
        kind='' words=''
        if [[ -z $ended && $current == -* ]]; then
          _zleaks_options "$command"
          kind=words
        else
          _zleaks_operand "$command" "$count" "$first"
        fi
        _zleaks_reply
      }

      """
  }

  /// The function that tells whether the word at the cursor is the value of an option.
  private static let valuePlace = """
    # Whether the word at the cursor is a value: then what it is, and what of it is to be completed.
    _zleaks_value_place() {
      local place=$((COMP_CWORD - 1)) file=''
      if [[ $current == --*=* && $current != = ]]; then
        # '=' is none of COMP_WORDBREAKS.
        option=${current%%=*} prefix=${current%%=*}=
        current=${current#*=}
        _zleaks_value "$command" "$option" || return 1
        if [[ $kind == form && $current == *=* ]]; then
          prefix+=${current%%=*}= current=${current#*=} kind=file
        fi
        return 0
      fi
      if [[ $current == = ]]; then
        current=''
        ((++place))
      fi
      if [[ ${COMP_WORDS[place]} == = ]]; then
        ((place--))
        # In --format json=FILE the word before '=' is no option.
        if [[ ${COMP_WORDS[place]} != -* ]]; then
          file=1
          ((place--))
          [[ ${COMP_WORDS[place]} == = ]] && ((place--))
        fi
      fi
      ((place >= 2)) || return 1
      option=${COMP_WORDS[place]}
      [[ $option == -?* ]] && _zleaks_value "$command" "$option" || return 1
      if [[ -n $file ]]; then
        [[ $kind == form ]] || return 1
        kind=file
      elif [[ $kind == form && $current == *=* ]]; then
        prefix=${current%%=*}= current=${current#*=} kind=file
      fi
    }

    """

  /// The function that answers bash.
  private static let reply = """
    # Gives bash what completes $current, which $kind and $words tell of.
    _zleaks_reply() {
      local word
      case $kind in
        words | form)
          for word in $words; do
            [[ $word == "$current"* ]] && COMPREPLY+=("$prefix$word")
          done
          ;;
        file | directory)
          local names=default action=-f
          [[ $kind == directory ]] && names=dirnames action=-d
          if [[ -z $prefix ]]; then
            compopt -o "$names" 2>/dev/null
          else
            compopt -o filenames -o nospace 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -P "$prefix" "$action" -- "$current")
          fi
          ;;
      esac
      return 0
    }

    """

  /// What sets the variables of the script to a kind of value.
  private static func setting(_ kind: ValueKind) -> String {
    switch kind {
    case .file: "kind=file"
    case .directory: "kind=directory"
    case .words(let words): "kind=words words='\(words.joined(separator: " "))'"
    case .wordsWithFile(let words): "kind=form words='\(words.joined(separator: " "))'"
    case .other: "kind=other"
    }
  }

  private static func function(_ name: String, _ purpose: String, _ body: String) -> String {
    "# \(purpose)\n\(name)() {\n\(body)}\n"
  }

  private static func choice(_ subject: String, _ cases: [(String, String)]) -> String {
    let lines = cases.map { "    \($0.0)) \($0.1) ;;\n" }.joined()
    return "  case \(subject) in\n\(lines)  esac\n"
  }
}
