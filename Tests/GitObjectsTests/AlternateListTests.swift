import Testing

@testable import GitObjects

@Suite struct AlternateListTests {
  private func paths(_ text: String, _ separator: Character = "\n") -> [String] {
    AlternateList.paths(Array(text.utf8), separator: separator.asciiValue ?? 0).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  @Test func readsPathsCommentsAndQuotes() {
    #expect(paths("") == [])
    #expect(paths("/a\n\n# no\n../b c\n") == ["/a", "../b c"])
    #expect(paths("\"/a\\n\\\"\\\\\\101\"\n/b") == ["/a\n\"\\A", "/b"])
    #expect(paths("/a:\"/b:c\":/d", ":") == ["/a", "/b:c", "/d"])
  }

  @Test func takesBrokenQuotesAsTheyAre() {
    #expect(paths("\"/a") == ["\"/a"])
    #expect(paths("\"/a\\9\"\n/b") == ["\"/a\\9\"", "/b"])
    #expect(paths("\"/a\\1") == ["\"/a\\1"])
    #expect(paths("\"") == ["\""])
  }
}
