import Testing

@testable import TextForms

@Suite struct ShownTextTests {
  @Test func showsWhatCanDoNoHarmAsItIs() {
    #expect(ShownText("prefix é 😀".utf8).description == "prefix é 😀")
  }

  @Test func namesControlAndFormatCharacters() {
    #expect(ShownText("a\u{1B}[31m\n\u{202E}".utf8).description == "aU+001B[31mU+000AU+202E")
  }

  @Test func cutsLongTexts() {
    let text = String(repeating: "a", count: 65)
    #expect(ShownText(text.utf8).description == String(repeating: "a", count: 64) + "…")
    #expect(ShownText(text.utf8.dropLast()).description == String(repeating: "a", count: 64))
  }
}
