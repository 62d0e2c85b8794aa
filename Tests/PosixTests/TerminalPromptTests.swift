import Glibc
import Testing

@testable import Posix

@Suite struct TerminalPromptTests {
  @Test func withoutTerminalNobodyIsAsked() async {
    await #expect(processExitsWith: .success) {
      // A session of its own has no terminal.
      #expect(setsid() > 0)
      #expect(try TerminalPrompt.ask("Key: ") == nil)
    }
  }
}
