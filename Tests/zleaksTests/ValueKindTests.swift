import Testing

@testable import zleaks

@Suite struct ValueKindTests {
  private let table = CommandTable()

  private func kind(_ command: CommandName, _ option: String) -> ValueKind? {
    table.command(command)?.allOptions.first { $0.name == option }?.valueKind
  }

  @Test func flagsHaveNone() {
    #expect(kind(.scan, "quiet") == nil)
    #expect(kind(.scan, "help") == nil)
  }

  @Test func valuesAreWhatTheirPlaceholdersSay() {
    #expect(kind(.scan, "baseline") == .file)
    #expect(kind(.scan, "output") == .file)
    #expect(kind(.sweep, "output") == .directory)
    #expect(kind(.report, "since") == .file)
    #expect(kind(.report, "update-baseline") == .file)
    #expect(kind(.scan, "threads") == .other)
    #expect(kind(.scan, "exclude") == .other)
    #expect(kind(.scan, "fail-on") == .words(["any", "active", "none"]))
    guard case .wordsWithFile(let words)? = kind(.scan, "format") else {
      Issue.record("--format has no words")
      return
    }
    #expect(words.contains("sarif"))
  }

  /// A shell splits these at spaces, and puts them between quotes.
  @Test func everyNameAndWordIsPlain() {
    for command in table.commands {
      var words = [command.name.rawValue] + command.actions.map(\.name)
      for option in command.allOptions {
        words.append(option.name)
        switch option.valueKind {
        case .words(let choices)?, .wordsWithFile(let choices)?: words += choices
        default: break
        }
      }
      for word in words {
        #expect(!word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "-") })
      }
    }
  }

  @Test func operandsAreToldApart() throws {
    func operand(_ name: CommandName, _ action: String? = nil) throws -> ValueKind {
      let command = try #require(table.command(name))
      return table.operandKind(of: command, action: command.actions.first { $0.name == action })
    }
    #expect(try operand(.scan) == .file)
    #expect(try operand(.history) == .directory)
    #expect(try operand(.hook) == .words(["status", "install", "uninstall"]))
    #expect(try operand(.rules, "show") == .other)
    #expect(try operand(.help) == .words(CommandName.allCases.map(\.rawValue)))
  }
}
