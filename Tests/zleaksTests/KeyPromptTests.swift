import Testing

@testable import zleaks

@Suite struct KeyPromptTests {
  @Test(
    arguments: [
      ("y", .yes), ("Y", .yes), (" yes ", .yes), ("", .no), ("n", .no), ("No", .no), ("a", .all),
      ("ALL", .all), ("q", .quit), ("quit", .quit), ("yy", nil), ("ye", nil), ("?", nil),
      ("\u{1B}[A", nil), ("j", nil), ("yes please", nil),
    ] as [(String, KeyPrompt.Meaning?)]
  )
  func answersMeanWhatWasOffered(_ line: String, _ meaning: KeyPrompt.Meaning?) {
    #expect(KeyPrompt.meaning(of: Array(line.utf8)) == meaning)
  }

  @Test func bytesThatAreNoTextAreNoAnswer() {
    #expect(KeyPrompt.meaning(of: [0xFF]) == nil)
    #expect(KeyPrompt.meaning(of: [0xFF, UInt8(ascii: "y")]) == nil)
  }
}
