import TestSupport
import Testing

@testable import zleaks

@Suite struct ShellWordTests {
  private static let words =
    [
      "", "/usr/bin/zleaks", "it's", "'", "''", #"\'"#, #"a "b" $(c) `d` \ *"#, "line\nend", "ü 🔑",
    ].map { Array($0.utf8) } + [Array(0x01...0xFF)]

  @Test(arguments: words) func readsWhatItWrote(_ word: [UInt8]) {
    #expect(ShellWord.unquoted(ShellWord.quoted(word) + Array("\nmore'".utf8)) == word)
  }

  @Test(arguments: words) func theShellReadsTheSame(_ word: [UInt8]) throws {
    let script = Array("printf '%s' ".utf8) + ShellWord.quoted(word) + Array("\n".utf8)
    let outcome = try Command.run(["/bin/sh"], input: script)
    #expect(outcome.output == word)
    #expect(outcome.errorText == "")
  }

  @Test(arguments: ["", "a", "'a", #"'a'\'"#, #""a""#])
  func whatIsNotQuotedIsNoWord(_ text: String) {
    #expect(ShellWord.unquoted(text.utf8) == (text == #"'a'\'"# ? Array("a".utf8) : nil))
  }
}
