import Testing

@testable import Reporting

@Suite struct HTMLTextTests {
  @Test(arguments: [
    ("a/b.ts", "a/b.ts"), ("é…", "é…"),
    ("</script>", "&lt;/script&gt;"), ("\"'", "&quot;&#39;"), ("&lt;", "&amp;lt;"),
  ])
  func escapes(_ text: String, _ expected: String) {
    #expect(HTMLText.escaped(text) == expected)
  }
}
