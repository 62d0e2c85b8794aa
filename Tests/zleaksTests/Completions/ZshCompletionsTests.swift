import Testing

@testable import zleaks

/// Lines of the script, by their text: whether zsh takes them is for zsh to say.
@Suite struct ZshCompletionsTests {
  private let lines: Set<String>

  init() {
    let script = ZshCompletions(table: CommandTable()).script
    lines = Set(script.split(separator: "\n").map { $0.drop { $0 == " " } }.map(String.init))
  }

  @Test func isFoundByItsFirstLine() {
    #expect(ZshCompletions(table: CommandTable()).script.hasPrefix("#compdef zleaks\n"))
  }

  @Test(arguments: [
    "'scan:Search files and directories for keys'",
    "'check:Ask whether keys work: active, disabled or unknown'",
    "scan) _zleaks_scan && result=0 ;;",
    "'(-q --quiet)'{-q,--quiet}'[Write no summary to standard error]' \\",
    "'*'--exclude='[Pass over files and directories that match GLOB]:glob: ' \\",
    "'(- *)'{-h,--help}'[Show this help]' \\",
    "'*:path:_files'",
    "'*:repo:_files -/'",
    "'1:journal:_files'",
  ])
  func hasTheLine(_ line: String) {
    #expect(lines.contains(line))
  }

  @Test func everyOptionHasALine() {
    for command in CommandTable().commands {
      for option in command.allOptions {
        #expect(lines.contains { $0.contains("--\(option.name)") }, "\(option.name)")
      }
    }
  }
}
