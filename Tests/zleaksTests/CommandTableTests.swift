import Reporting
import Testing

@testable import zleaks

@Suite struct CommandTableTests {
  private let table = CommandTable()

  @Test func everyCommandHasOneEntry() {
    #expect(table.commands.map(\.name) == CommandName.allCases)
  }

  @Test func noCommandHasTwoOptionsOfOneName() {
    for command in table.commands {
      let names = command.allOptions.map(\.name)
      let letters = command.allOptions.compactMap(\.letter)
      #expect(Set(names).count == names.count)
      #expect(Set(letters).count == letters.count)
    }
  }

  @Test func everyLetterIsOneOfASCII() {
    for command in table.commands {
      for letter in command.allOptions.compactMap(\.letter) {
        #expect(letter.isASCII && (letter.isLetter || letter.isNumber))
      }
    }
  }

  @Test func everySentenceIsOne() {
    for command in table.commands {
      let sentences =
        [command.summary, command.purpose] + command.allOptions.map(\.summary)
        + command.actions.map(\.summary)
      for sentence in sentences {
        #expect(sentence.hasSuffix(".") && sentence.first?.isUppercase == true, "\(sentence)")
      }
    }
  }

  @Test func takesTheFormsGiven() throws {
    let parser = ArgumentParser(table: CommandTable(formats: [.json]))
    let expected = UsageError.invalidWord(
      TypedText("text".utf8),
      option: "--format",
      expected: ["json"]
    )
    #expect(throws: expected) {
      _ = try parser.parse(["scan", "--format", "text"].map { Array($0.utf8) })
    }
  }

  @Test func everyExampleThatStartsWithTheProgramIsAccepted() throws {
    for command in table.commands {
      for example in command.examples {
        let line = try #require(example.command.split(separator: "zleaks ").last)
        _ = try CommandLineFixtures.parse(String(line))
      }
    }
  }
}
