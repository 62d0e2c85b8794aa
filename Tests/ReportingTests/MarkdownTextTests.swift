import Testing

@testable import Reporting

@Suite struct MarkdownTextTests {
  @Test(arguments: [
    ("a b", "`a b`"), ("", "(empty)"), ("a`b", #"`a\x60b`"#), ("``", #"`\x60\x60`"#),
    ("a|b", #"`a\x7cb`"#), (#"a\|b"#, #"`a\\x7cb`"#), ("@team <b> [x](y)", "`@team <b> [x](y)`"),
  ])
  func contentIsACodeSpan(_ text: String, _ expected: String) {
    #expect(MarkdownText.code(text) == expected)
  }

  @Test(arguments: [
    ("Disable it.", "Disable it."),
    ("<b> & *x* _y_", #"\<b\> \& \*x\* \_y\_"#),
    ("[a](b) `c` | d", #"\[a\](b) \`c\` \| d"#),
    ("@team #1", ##"@<!-- -->team \#1"##),
    ("a\nb", #"a\\nb"#),
  ])
  func proseIsEscaped(_ text: String, _ expected: String) {
    #expect(MarkdownText.prose(text) == expected)
  }

  @Test func theEndOfLongTextIsKept() {
    #expect(MarkdownText.shortened("abcdef", to: 6) == "abcdef")
    #expect(MarkdownText.shortened("abcdefg", to: 6) == "…cdefg")
    #expect(MarkdownText.shortened("éééééé", to: 6) == "éééééé")
  }
}
