import Testing

@testable import UnifiedDiff

@Suite struct PathPairTests {
  @Test(arguments: [
    ("a/f b/f", "f", "f"),
    ("a/sp ace b/sp ace", "sp ace", "sp ace"),
    ("x y x y", "x y", "x y"),
    ("f f", "f", "f"),
    ("i/f w/f", "f", "f"),
    ("c/f i/f", "f", "f"),
    ("1/f 2/f", "f", "f"),
    ("b/f a/f", "f", "f"),
    ("a/f a/f", "a/f", "a/f"),
    ("from/d/f to/it/d/f", "d/f", "d/f"),
    ("from/d d/f to/it/d d/f", "d d/f", "d d/f"),
    (#""a/t\tx" "b/t\tx""#, "t\tx", "t\tx"),
    (#""a/t\tx" b/plain"#, "t\tx", "plain"),
    (#"a/plain "b/t\tx""#, "plain", "t\tx"),
    ("a/old.txt b/new.txt", "old.txt", "new.txt"),
  ])
  func headerOfGitIsCutWhereThePathsAgree(text: String, old: String, new: String) throws {
    let pair = try #require(PathPair(reading: Array(text.utf8)[...]))
    #expect(pair.withoutPrefixes == PathPair(old: Array(old.utf8), new: Array(new.utf8)))
  }

  @Test(arguments: ["", "alone", "\"open", "\"a\"b", "\"a\" \"b"])
  func whatHasNoTwoPathsIsNoPair(text: String) {
    #expect(PathPair(reading: Array(text.utf8)[...]) == nil)
  }

  @Test(arguments: [
    ("old/f and new/f", "old/f", "new/f"),
    ("old/x and y and new/x and y", "old/x and y", "new/x and y"),
    ("/dev/null and b/f", "/dev/null", "b/f"),
  ])
  func wordsOfDiffAreCutWhereThePathsAgree(text: String, old: String, new: String) {
    let pair = PathPair(joinedByAnd: Array(text.utf8)[...])
    #expect(pair == PathPair(old: Array(old.utf8), new: Array(new.utf8)))
  }
}
