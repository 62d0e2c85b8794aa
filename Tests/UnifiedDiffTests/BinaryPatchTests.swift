import Testing

@testable import UnifiedDiff

@Suite struct BinaryPatchTests {
  /// How many of the lines belong to a patch that starts with them.
  private static func count(_ lines: [String]) -> Int {
    var patch = BinaryPatch()
    return lines.firstIndex { !patch.take(Array($0.utf8).span) } ?? lines.count
  }

  @Test func blocksAndTheirLinesBelong() {
    #expect(
      Self.count(["literal 3", "Kc$}+Xr~&{1<pA>l", "", "delta 0", "HcmV?d00001", "", "x"]) == 6
    )
    #expect(Self.count(["literal 3\r", "Dabcde\r", "\r", "diff --git a/f b/f"]) == 3)
  }

  @Test func linesOfAnotherLengthDoNot() {
    #expect(Self.count(["literal 3", "Aabcd"]) == 1)
    #expect(Self.count(["literal 3", "Eabcde"]) == 1)
    #expect(Self.count(["literal 3", "?abcde"]) == 1)
    #expect(Self.count(["text"]) == 0)
    #expect(Self.count([""]) == 0)
  }
}
