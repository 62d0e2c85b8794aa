import Glibc
import Testing

@testable import Posix

@Suite struct TerminalPromptTests {
  @Test func withoutTerminalNobodyIsAsked() async {
    await #expect(processExitsWith: .success) {
      // A session of its own has no terminal.
      #expect(setsid() > 0)
      let answer = Result { try TerminalPrompt.ask("Key: ") }
      #expect((try? answer.get()) == .some(nil))
    }
  }
}
