import Testing
import TextForms

@Suite struct TerminalTextTests {
  @Test(arguments: [
    "", "src/app.ts", #"C:\dir\x1b"#, "naïve 日本語 עברית", "❤\u{FE0F} 🔑 e\u{301}",
  ])
  func leavesPlainTextAlone(_ text: String) {
    #expect(TerminalText.escaped(text) == text)
  }

  @Test(arguments: [
    ("\u{1B}[31mred", #"\x1b[31mred"#),
    ("a\nb\rc\td", #"a\nb\rc\td"#),
    ("\r\n", #"\r\n"#),
    ("\u{0}\u{7}\u{8}\u{7F}", #"\x00\x07\x08\x7f"#),
    ("\u{85}\u{9B}\u{9D}", #"\u{85}\u{9b}\u{9d}"#),
    ("e\u{200D}", #"e\u{200d}"#),
    ("\u{1B}\u{301}", "\\x1b\u{301}"),
    ("a ##[error]b", #"a ##\x5berror]b"#),
    ("##vso[task.x]##[y]###[z]", #"##vso\x5btask.x]##\x5by]###\x5bz]"#),
  ])
  func escapes(_ text: String, _ expected: String) {
    #expect(TerminalText.escaped(text) == expected)
  }

  @Test(arguments: [
    0x202A...0x202E, 0x2066...0x2069, 0x200B...0x200F, 0x061C...0x061C, 0x2060...0x2060,
    0xFEFF...0xFEFF, 0x2028...0x2029, 0x0...0x1F, 0x7F...0x9F, 0xE0000...0xE007F,
    0xAD...0xAD, 0x115F...0x1160, 0x3164...0x3164, 0x180E...0x180E,
  ])
  func findsUnsafe(_ range: ClosedRange<UInt32>) {
    for value in range {
      #expect(Unicode.Scalar(value).map(TerminalText.isUnsafe) == true, "U+\(value)")
    }
  }

  @Test(arguments: [
    "#[a]", "## [a]", "##1[a]", "#a#[b]", "##", "##error", "# ##a b[c]", "##ab-[c]", "[##]",
  ])
  func leavesOtherHashesAlone(_ text: String) {
    #expect(TerminalText.escaped(text) == text)
  }

  @Test(arguments: [
    ("::error::a", "./::error::a"), (" \u{A0}\u{3000}::a", "./ \u{A0}\u{3000}::a"),
    (":a", ":a"), ("a::b", "a::b"), ("", ""), (": :", ": :"),
  ])
  func noLineStartsWithACommand(_ text: String, _ expected: String) {
    #expect(TerminalText.startingLine(text) == expected)
  }

  @Test func noResultHoldsAnythingUnsafe() {
    for value in 0...0x10_FFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let escaped = TerminalText.escaped(String(scalar))
      if escaped.unicodeScalars.contains(where: TerminalText.isUnsafe) {
        Issue.record("U+\(String(value, radix: 16)) is not escaped")
      }
    }
  }
}
