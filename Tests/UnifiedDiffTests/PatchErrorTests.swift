import Testing

@testable import UnifiedDiff

@Suite struct PatchErrorTests {
  private static let headers = "diff --git a/f b/f\n--- a/f\n+++ b/f\n"

  @Test(arguments: [
    // Fewer lines than declared.
    (
      "@@ -1,2 +1,5 @@\n a\n+b\n+c\n-d\n",
      "patch line 8: the hunk of line 4 ends after 3 of 5 new lines"
    ),
    ("@@ -1,2 +1 @@\n a\n", "patch line 5: the hunk of line 4 ends after 1 of 2 old lines"),
    ("@@ -1 +1 @@\n", "patch line 4: the hunk of line 4 ends after 0 of 1 new line"),
    (
      "@@ -1,2 +1,2 @@\n a\ndiff --git a/g b/g\n",
      "patch line 6: the hunk of line 4 ends after 1 of 2 new lines"
    ),
    ("@@ -1,9 +1,9 @@\n\tx\n", "patch line 5: the hunk of line 4 ends after 0 of 9 new lines"),
    (
      "@@@ -1 -1 +1,3 @@@\n++a\n??\n",
      "patch line 6: the hunk of line 4 ends after 1 of 3 new lines"
    ),
    // More lines than declared.
    ("@@ -1 +1 @@\n-a\n+b\n+c\n", "patch line 7: the hunk of line 4 goes on after its 1 new line"),
    ("@@ -1 +1 @@\n-a\n-b\n+c\n", "patch line 6: the hunk of line 4 goes on after its 1 old line"),
    ("@@ -0,0 +1 @@\n+a\n b\n", "patch line 6: the hunk of line 4 goes on after its 1 new line"),
    ("@@ -1,3 +0,0 @@\n a\n", "patch line 5: the hunk of line 4 goes on after its 0 new lines"),
    ("@@ -1 +0,0 @@\n-a\n-b\n", "patch line 6: the hunk of line 4 goes on after its 1 old line"),
    (
      "@@@ -1 -1 +1 @@@\n- a\n- b\n",
      "patch line 6: the hunk of line 4 goes on after its 1 old line"
    ),
    // Headers that say nothing.
    ("@@ nothing @@\n", "patch line 4: the hunk's header does not say which lines it changes"),
    ("@@ -1,x +1 @@\n", "patch line 4: the hunk's header does not say which lines it changes"),
    (
      "@@ -1 +1 @@\n-a\n+b\n@@ -5\n",
      "patch line 7: the hunk's header does not say which lines it changes"
    ),
    (
      "@@ -1 +9999999999999999999999 @@\n",
      "patch line 4: the hunk's header does not say which lines it changes"
    ),
  ])
  func sentenceNamesTheLine(hunk: String, sentence: String) {
    #expect(Recorder(Self.headers + hunk).problems.map(\.description) == [sentence])
  }

  @Test func linesAfterAProblemAreText() {
    let recorder = Recorder(
      Self.headers + "@@ -1 +1 @@\n-a\n+b\n+c\n+d\ndiff --git a/g b/g\n--- a/g\n+++ b/g\n"
        + "@@ -0,0 +1 @@\n+e\n"
    )
    #expect(recorder.problems == [.hunkTooLong(line: 7, hunkLine: 4, side: .new, declared: 1)])
    #expect(recorder.added == ["f:1:b", "g:1:e"])
    #expect(recorder.text == ["+c", "+d"])
  }

  @Test func encodedTextIsTold() {
    let utf16 = Recorder([0xFF, 0xFE] + "diff --git a/f b/f\n".utf16.flatMap { [UInt8($0), 0] })
    #expect(
      utf16.problems.map(\.description) == [
        "patch line 1: the patch is encoded in UTF-16; convert it to UTF-8"
      ]
    )
    let mail = Recorder("From: a\nContent-Transfer-Encoding: BASE64\n\nZGlmZg==\n")
    #expect(
      mail.problems.map(\.description) == [
        "patch line 2: the mail is encoded as base64; decode it, for example with 'git mailinfo'"
      ]
    )
    let quoted = Recorder("Content-transfer-encoding: quoted-printable\n")
    #expect(quoted.problems == [.encodedMail(line: 1, encoding: .quotedPrintable)])
    #expect(Recorder("Content-Transfer-Encoding: 8bit\n").problems == [])
  }
}
