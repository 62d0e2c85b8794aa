import Testing

@testable import Reporting

@Suite struct LineHasherTests {
  private func hashes(_ text: String) -> [String] {
    var hasher = LineHasher(lines: 1...100)
    for unit in text.utf16 { hasher.feed(unit) }
    hasher.finish()
    return hasher.hashes.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Values that GitHub's own tests expect of `github/codeql-action`.
  @Test(
    arguments: [
      ("", ["c129715d7a2bc9a3:1"]),
      (
        " a\nb\n  \t\tc\n d",
        ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]
      ),
      (
        " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
        [
          "8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1",
          "b86d3392aea1be30:1", "e6ceba753e1a442:1",
        ]
      ),
      (
        String(repeating: "Lorem ipsum dolor sit amet.\n", count: 10),
        [
          "a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4",
          "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1",
          "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1",
        ]
      ),
    ]
  )
  func agreesWithGitHub(_ text: String, _ expected: [String]) {
    #expect(hashes(text) == expected)
  }

  @Test(arguments: ["\n", "\r", "\r\n"])
  func allLineEndsAreOne(_ end: String) {
    let text = " hello; \t\(end)world!!!\(end)\(end)\(end)  \t\tGreetings\(end) End\(end)"
    #expect(
      hashes(text) == [
        "e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1",
        "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1",
      ]
    )
  }

  @Test func keepsOnlyWhatIsWantedAndStopsThere() {
    var hasher = LineHasher(lines: [2, 0, LineHasher.maximumLine + 1])
    #expect(!hasher.isFinished)
    for unit in "a\nb\n".utf16 { hasher.feed(unit) }
    hasher.finish()
    #expect(hasher.hashes.keys.sorted() == [2])
    #expect(hasher.isFinished)
    #expect(LineHasher(lines: [Int.max]).isFinished)
  }
}
