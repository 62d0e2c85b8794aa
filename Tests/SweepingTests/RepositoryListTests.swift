import Testing

@testable import Sweeping

@Suite struct RepositoryListTests {
  private func entries(_ text: String, zeros: Bool = false) -> [String] {
    RepositoryList.entries(Array(text.utf8), endsWithZeros: zeros).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  @Test func linesAreEntries() {
    #expect(entries("a\n\nb c \r\n# d\nlast") == ["a", "b c ", "# d", "last"])
  }

  @Test func withZerosALineEndIsPartOfAName() {
    #expect(entries("a\nb\0c\r\0\0", zeros: true) == ["a\nb", "c\r"])
  }

  @Test func nothingIsNoEntry() {
    #expect(entries("").isEmpty)
    #expect(entries("\0\0", zeros: true).isEmpty)
  }
}
