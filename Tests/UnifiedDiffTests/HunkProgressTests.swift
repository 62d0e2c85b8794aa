import Testing

@testable import UnifiedDiff

@Suite struct HunkProgressTests {
  private static let plain = "--- a/f\n+++ b/f\n"
  private static let merge = "diff --cc f\n--- a/f\n+++ b/f\n"

  @Test func contentThatLooksLikeHeadersIsContent() {
    let recorder = Recorder(
      Self.plain
        + "@@ -3,3 +5,4 @@\n--- a/g\n+++ b/g\n @@ -1 +1 @@\n+diff --git a/x b/x\n--\n+-- \n"
    )
    #expect(recorder.problems.isEmpty)
    #expect(recorder.removed == ["f:3:-- a/g", "f:5:-"])
    #expect(recorder.added == ["f:5:++ b/g", "f:7:diff --git a/x b/x", "f:8:-- "])
    #expect(recorder.context == ["f:6:@@ -1 +1 @@"])
  }

  @Test func emptyLineIsContextThatLostItsMarker() {
    let recorder = Recorder(Self.plain + "@@ -1,3 +1,3 @@\n\n\r\n-a\n+b\n")
    #expect(recorder.problems.isEmpty)
    #expect(recorder.context == ["f:1:", "f:2:\r"])
    let combined = Recorder(Self.merge + "@@@ -1,2 -1,2 +1,3 @@@\n\n \n++b\n")
    #expect(combined.problems.isEmpty)
    #expect(combined.context == ["f:1:", "f:2:"])
    #expect(combined.added == ["f:3:b"])
  }

  @Test func remarkInAnyLanguageIsNoLine() {
    let recorder = Recorder(
      Self.plain + "@@ -1 +1 @@\n-a\n\\ Kein Zeilenumbruch am Dateiende.\n+b\n\\ No newline\n"
    )
    #expect(recorder.problems.isEmpty)
    #expect(recorder.added == ["f:1:b"])
    #expect(recorder.text == [])
  }

  @Test func hunkWithoutLinesIsComplete() {
    let recorder = Recorder(Self.plain + "@@ -1,0 +1,0 @@\n@@ -4 +4,0 @@\n-a\ntext\n")
    #expect(recorder.problems.isEmpty)
    #expect(recorder.removed == ["f:4:a"])
    #expect(recorder.text == ["text"])
  }

  @Test func combinedHunkMayLackLinesOfParents() {
    let hunk = "@@@ -1,3 -1,2 +1,2 @@@\n  a\n -b\n++c\n"
    let recorder = Recorder(Self.merge + hunk + "@@@ -9,5 -9,2 +8 @@@\n  d\n\ntext\n")
    #expect(recorder.problems.isEmpty)
    #expect(recorder.added == ["f:2:c"])
    #expect(recorder.removed == ["f:2:b"])
    #expect(recorder.context == ["f:1:a", "f:8:d"])
    #expect(recorder.text == ["", "text"])
    #expect(Recorder(Self.merge + hunk).problems.isEmpty)
  }

  @Test func combinedHunkThatGoesOnIsTold() {
    let recorder = Recorder(Self.merge + "@@@ -1,3 -1,2 +1 @@@\n  a\n++c\n")
    #expect(recorder.problems == [.hunkTooLong(line: 6, hunkLine: 4, side: .new, declared: 1)])
    #expect(recorder.text == ["++c"])
  }

  @Test func combinedLineWithAnyMinusIsRemoved() {
    let recorder = Recorder(Self.merge + "@@@ -4,2 -7,3 +2 @@@\n--a\n- b\n -c\n+ d\n")
    #expect(recorder.problems.isEmpty)
    #expect(recorder.removed == ["f:4:a", "f:5:b", "f:8:c"])
    #expect(recorder.added == ["f:2:d"])
  }
}
