import Testing

@testable import zleaks

/// Lines of the script, by their text: whether fish takes them is for fish to say.
@Suite struct FishCompletionsTests {
  private let lines: Set<String>

  init() {
    let script = FishCompletions(table: CommandTable()).script
    lines = Set(script.split(separator: "\n").map(String.init))
  }

  @Test(arguments: [
    "complete -c zleaks -f",
    "complete -c zleaks -n __zleaks_has_no_command -f -a scan "
      + "-d 'Search files and directories for keys'",
    "complete -c zleaks -n __zleaks_has_no_command -l version -d 'Show the version'",
    "complete -c zleaks -n '__zleaks_is scan' -F",
    "complete -c zleaks -n '__zleaks_is history' -a '(__fish_complete_directories)'",
    "complete -c zleaks -n '__zleaks_is scan' -l quiet -s q "
      + "-d 'Write no summary to standard error'",
    "complete -c zleaks -n '__zleaks_is scan' -l progress -x -a 'auto always never' "
      + "-d 'Show progress on standard error (default: auto, on a terminal)'",
    "complete -c zleaks -n '__zleaks_is scan' -l rules -r -F "
      + "-d 'Add the rules in FILE to the built-in ones'",
    "complete -c zleaks -n '__zleaks_is_bare rules' -a show -d 'Show all of one rule'",
  ])
  func hasTheLine(_ line: String) {
    #expect(lines.contains(line))
  }

  @Test func everyOptionHasALine() {
    for command in CommandTable().commands {
      let start = "complete -c zleaks -n '__zleaks_is \(command.name.rawValue)' "
      for option in command.allOptions {
        #expect(lines.contains { $0.hasPrefix(start + "-l \(option.name) ") }, "\(option.name)")
      }
    }
  }
}
