import ScanModel
import TestSupport
import Testing

@testable import UnifiedDiff

/// Reads what GNU diff writes, and samples of what Mercurial 6.3 and Subversion 1.14 wrote.
@Suite struct OtherToolsTests {
  private static func diff(_ options: String...) throws -> Recorder {
    let scratch = try Scratch()
    try scratch.write("old/same", "same\n")
    try scratch.write("new/same", "same\n")
    try scratch.write("old/f", "one\n-- two\nthree")
    try scratch.write("new/f", "one\n++ two\nthree\n")
    try scratch.write("old/gone", "gone\n")
    try scratch.write("new/sp ace", "fresh\n")
    try scratch.write("old/bin", "\0")
    try scratch.write("new/bin", "\0\0")
    let outcome = try Command.run(
      ["diff"] + options + ["old", "new"],
      in: scratch.path,
      environment: ["LC_ALL": "C", "TZ": "UTC"]
    )
    return Recorder(outcome.output)
  }

  @Test func diffOfTreesNamesFilesAsGiven() throws {
    let recorder = try Self.diff("-ruN")
    #expect(recorder.problems.isEmpty)
    #expect(recorder.files.map(\.kind) == [.modified, .modified, .deleted, .added])
    #expect(recorder.files.map(\.content) == [.binary, .lines, .lines, .lines])
    #expect(recorder.files.map(\.newPath?.text) == ["new/bin", "new/f", nil, "new/sp ace"])
    #expect(recorder.files.map(\.oldPath?.text) == ["old/bin", "old/f", "old/gone", nil])
    #expect(recorder.added == ["new/f:2:++ two", "new/f:3:three", "new/sp ace:1:fresh"])
    #expect(recorder.removed == ["new/f:2:-- two", "new/f:3:three", "old/gone:1:gone"])
  }

  @Test func diffWithoutNewFilesNamesThemInText() throws {
    let recorder = try Self.diff("-ru", "-U0")
    #expect(recorder.problems.isEmpty)
    #expect(recorder.added == ["new/f:2:++ two", "new/f:3:three"])
    #expect(
      recorder.text == ["diff -ru -U0 old/f new/f", "Only in old: gone", "Only in new: sp ace"]
    )
  }

  @Test func otherFormatsAreText() throws {
    for option in ["-rc", "-rn", "-ry", "--recursive"] {
      let recorder = try Self.diff(option)
      #expect(recorder.problems.isEmpty)
      #expect(recorder.files.filter { $0.content == .lines }.isEmpty)
      #expect(recorder.text.contains { $0.contains("++ two") })
    }
  }

  @Test func mercurialIsRead() {
    let recorder = Recorder(
      """
      # HG changeset patch
      # User a
      # Parent  e5597caf785f83383a8266f29e204a1e20a8865e
      the message

      diff -r e5597caf785f -r b440fd6597e2 bin
      Binary file bin has changed
      diff -r e5597caf785f -r b440fd6597e2 f
      --- a/f\tSat Nov 21 10:13:38 2026 +0000
      +++ b/f\tSat Nov 21 10:13:39 2026 +0000
      @@ -1,2 +1,2 @@
       a
      -b
      +B
      \\ No newline at end of file
      diff -r e5597caf785f -r b440fd6597e2 gone
      --- a/gone\tSat Nov 21 10:13:38 2026 +0000
      +++ /dev/null\tThu Jan 01 00:00:00 1970 +0000
      @@ -1,1 +0,0 @@
      -old
      diff -r e5597caf785f -r b440fd6597e2 sp ace
      --- /dev/null\tThu Jan 01 00:00:00 1970 +0000
      +++ b/sp ace\tSat Nov 21 10:13:39 2026 +0000
      @@ -0,0 +1,1 @@
      +n
      diff --git a/from b/to
      rename from from
      rename to to

      """
    )
    #expect(recorder.problems.isEmpty)
    #expect(recorder.files.map(\.kind) == [.modified, .modified, .deleted, .added, .renamed])
    #expect(recorder.files.map(\.path?.text) == ["bin", "f", "gone", "sp ace", "to"])
    #expect(recorder.files.map(\.content) == [.binary, .lines, .lines, .lines, .none])
    #expect(recorder.added == ["f:2:B", "sp ace:1:n"])
    #expect(recorder.text.contains("the message"))
  }

  @Test func subversionIsRead() {
    let recorder = Recorder(
      """
      Index: bin
      ===================================================================
      Cannot display: file marked as a binary type.
      svn:mime-type = application/octet-stream
      Index: empty
      ===================================================================
      Index: f
      ===================================================================
      --- f\t(revision 1)
      +++ f\t(working copy)
      @@ -1,2 +1,2 @@
       a
      -b
      +B
      \\ No newline at end of file

      Property changes on: f
      ___________________________________________________________________
      Added: p
      ## -0,0 +1 ##
      +v
      \\ No newline at end of property
      Index: gone
      ===================================================================
      --- gone\t(revision 1)
      +++ gone\t(nonexistent)
      @@ -1 +0,0 @@
      -old
      Index: sp ace
      ===================================================================
      --- sp ace\t(revision 0)
      +++ sp ace\t(working copy)
      @@ -0,0 +1 @@
      +n
      Index: git
      ===================================================================
      diff --git a/git b/git
      new file mode 100644
      --- a/git\t(nonexistent)
      +++ b/git\t(working copy)
      @@ -0,0 +1 @@
      +m

      """
    )
    #expect(recorder.problems.isEmpty)
    #expect(recorder.files.map(\.path?.text) == ["bin", "empty", "f", "gone", "sp ace", "git"])
    #expect(
      recorder.files.map(\.kind) == [.modified, .modified, .modified, .deleted, .added, .added]
    )
    #expect(
      recorder.files.map(\.content) == [.binary, .none, .lines, .lines, .lines, .lines]
    )
    #expect(recorder.added == ["f:2:B", "sp ace:1:n", "git:1:m"])
    #expect(
      recorder.text == [
        "", "Property changes on: f", String(repeating: "_", count: 67), "Added: p",
        "## -0,0 +1 ##", "+v", "\\ No newline at end of property",
      ]
    )
  }

  @Test func proseIsText() {
    let prose = [
      "--- a title", "text", "+++ more", "Index: of what", "---", "@@ -1 +1 @@", "+x",
      "--- a", "+++ b", "no hunk", "Binary files are large", "",
    ]
    let recorder = Recorder(prose.joined(separator: "\n") + "\n")
    #expect(recorder.events.count == prose.count)
    #expect(recorder.text == prose)
  }
}
