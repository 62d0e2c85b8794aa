import ScanModel
import Testing

@testable import UnifiedDiff

@Suite struct PatchReaderTests {
  /// A patch that holds a little of everything.
  static let mixed = """
    From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
    Subject: [PATCH] a subject
    ---
     a | 2 +-

    diff --git a/src/a b/src/a
    index 1234567..89abcde 100644
    --- a/src/a
    +++ b/src/a
    @@ -1,3 +1,4 @@ heading
     one
    --- two
    +++ two
    +three

    @@ -10 +11 @@
    -x
    \\ No newline at end of file
    +y
    -- \n2.39.5

    diff --cc both
    index 1,2..3
    --- a/both
    +++ b/both
    @@@ -1,2 -1,3 +1,3 @@@
      same
    ++new
    - left
     -right
    + taken
    Index: sub
    ===================================================================
    --- sub\t(revision 1)
    +++ sub\t(working copy)
    @@ -0,0 +1 @@
    +last
    """

  @Test func readsEveryLineOnce() {
    let recorder = Recorder(Self.mixed)
    #expect(recorder.problems.isEmpty)
    #expect(
      recorder.added == [
        "src/a:2:++ two", "src/a:3:three", "src/a:11:y", "both:2:new", "both:3:taken",
        "sub:1:last",
      ]
    )
    #expect(recorder.removed == ["src/a:2:-- two", "src/a:10:x", "both:2:left", "both:2:right"])
    #expect(recorder.context == ["src/a:1:one", "src/a:4:", "both:1:same"])
    #expect(
      recorder.text == [
        "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001",
        "Subject: [PATCH] a subject", "---", " a | 2 +-", "", "-- ", "2.39.5", "",
      ]
    )
  }

  @Test(arguments: [1, 2, 3, 7, 64, 4_096])
  func saysTheSameHoweverThePatchIsCut(chunkByteCount: Int) {
    let patch = Array(Self.mixed.utf8)
    #expect(Recorder(patch, chunkByteCount: chunkByteCount).events == Recorder(patch).events)
  }
}
