import TestSupport
import Testing

/// `zleaks diff -` over patches as tools write them.
@Suite struct DiffPatchTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func diff(_ patch: String, _ arguments: String...) throws -> Command.Outcome {
    try diff(Array(patch.utf8), arguments)
  }

  private func diff(_ patch: [UInt8], _ arguments: [String] = []) throws -> Command.Outcome {
    try Command.run(
      [Zleaks.binary, "diff", "--format", "jsonl"] + arguments + ["-"],
      in: scratch.path,
      input: patch
    )
  }

  /// Runs a script in a repository with a file `f` of ten lines, of which the fifth is a key.
  private func git(_ script: String) throws -> [UInt8] {
    let setup = """
      set -e
      export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null HOME="$PWD" LC_ALL=C
      git init -q -b main repository && cd repository
      git config user.name a && git config user.email a@example.com
      { seq 4; echo 'old = \(Fake.personal)'; seq 6 10; } > f
      git add f && git commit -qm one
      \(script)
      """
    let outcome = try scratch.shell(setup)
    try #require(outcome.status == 0, "\(outcome.errorText)")
    return outcome.output
  }

  @Test func gitDiffOfAnEdit() throws {
    let patch = try git("sed -i '7s/.*/key = \(Fake.query)/' f; git diff")
    let report = try diff(patch).expect(.findings).report()
    #expect(report.places == ["f:7:7"])
    #expect(report.findings.map(\.location.byteOffset) == [nil])
    #expect(report.findings.map(\.location.endColumn) == [49])
    #expect(report.summary.files == 1)
    #expect(report.summary.complete)
  }

  @Test func keptRemovedAndMovedKeysAreNotNew() throws {
    for script in ["sed -i '6d' f; git diff", "sed -i '5d' f; git diff"] {
      let patch = try git(script + "; cd ..; rm -rf repository")
      #expect(try diff(patch).expect(.clean).report().places == [])
    }
    let moved = try git(
      "sed -i '5d' f; echo 'new = \(Fake.personal)' > g; git add .; git diff HEAD"
    )
    #expect(try diff(moved).expect(.clean).report().places == [])
    #expect(try diff(moved, ["--whole-files"]).expect(.findings).report().places == ["g:1:7"])
  }

  @Test func quotedPathsAndNoNewline() throws {
    let patch = try git(
      #"printf 'k=\#(Fake.query)' > "$(printf 'q"\tsp ace')"; git add .; git diff --cached"#
    )
    #expect(try diff(patch).expect(.findings).report().places == ["q\"\tsp ace:1:3"])
  }

  @Test func renamesAndModes() throws {
    let patch = try git("git mv f g; chmod +x g; git add .; git diff --cached -M")
    let report = try diff(patch).expect(.clean).report()
    #expect(report.summary.files == 1)
    #expect(report.summary.complete)
  }

  @Test func keyInTheNewName() throws {
    let patch = try git("git mv f '\(Fake.query).txt'; git diff --cached -M")
    let report = try diff(patch).expect(.findings).report()
    #expect(report.places == ["\(Fake.redacted(Fake.query)).txt"])
    #expect(report.findings.map(\.location.inPath) == [true])
  }

  @Test func binaryFilesAreSkippedAndSaid() throws {
    for option in ["", "--binary"] {
      let patch = try git(
        "printf '\\0a' > b; git add .; git diff --cached \(option); cd ..; rm -rf repository"
      )
      let outcome = try diff(patch).expect(.clean)
      #expect(try outcome.report().summary.skipped == [.init(reason: "binary-patch", count: 1)])
      outcome.expectError("1 skipped (1 binary file in a patch)")
    }
  }

  @Test func combinedDiffOfAMerge() throws {
    let patch = try git(
      """
      git checkout -qb side; sed -i '7s/.*/side/' f; git commit -qam side
      git checkout -q main; sed -i '7s/.*/main/' f; git commit -qam main
      git merge -q side >&2 || true
      { seq 4; echo 'old = \(Fake.personal)'; echo 6; echo 'k=\(Fake.query)'; seq 8 10; } > f
      git commit -qam merge; git show
      """
    )
    #expect(try diff(patch).expect(.findings).report().places == ["f:7:3"])
  }

  @Test func mailsAreTakenApart() throws {
    let patch = try git(
      """
      echo 'k=\(Fake.query)' > g; git add g; git commit -qm 'add g'
      git rm -q g; git commit -qm 'remove g, with \(Fake.index)'
      git format-patch --stdout main~2..main
      """
    )
    let report = try diff(patch).expect(.findings).report()
    #expect(report.places.contains("g:1:3"))
    // The key of the message stands in the subject line, which is the input's own.
    let subject = String(decoding: patch, as: UTF8.self).split(
      separator: "\n",
      omittingEmptySubsequences: false
    ).firstIndex { $0.contains(Fake.index) }
    let line = try #require(subject) + 1
    #expect(report.places.contains { $0.hasPrefix("-:\(line):") })
    #expect(report.findings.count == 2)
  }

  @Test func logIsTakenApart() throws {
    let patch = try git(
      """
      echo 'k=\(Fake.query)' > g; git add g; git commit -qm 'add g'
      git rm -q g; git commit -qm 'remove g'
      git log -p --color
      """
    )
    let report = try diff(patch).expect(.findings).report()
    #expect(report.places == ["f:5:7", "g:1:3"])
  }

  @Test func gnuDiff() throws {
    try scratch.write("old/f", "one\n")
    try scratch.write("new/f", "one\r\nkey \(Fake.query)\r\n")
    let patch = try Command.run(["diff", "-ruN", "old", "new"], in: scratch.path).output
    #expect(try diff(patch).expect(.findings).report().places == ["new/f:2:5"])
  }

  @Test func mercurialAndSubversion() throws {
    let hunk = "@@ -1,1 +1,2 @@\n a\n+k \(Fake.query)\n"
    let mercurial = "diff -r e5597caf785f f\n--- a/f\tSat Nov 21\n+++ b/f\tSat Nov 21\n"
    #expect(try diff(mercurial + hunk).expect(.findings).report().places == ["f:2:3"])
    let subversion = """
      Index: src/f
      ===================================================================
      --- src/f\t(revision 1)
      +++ src/f\t(working copy)

      """
    #expect(try diff(subversion + hunk).expect(.findings).report().places == ["src/f:2:3"])
  }

  @Test func hunksWhoseCountsLie() throws {
    let lying = "--- a/f\n+++ b/f\n@@ -1,9 +1,9 @@\n a\n"
    let outcome = try diff(lying).expect(.incomplete)
    outcome.expectError("patch line 4: the hunk of line 3 ends after 1 of 9 new lines")
    let next = "diff --git a/g b/g\n--- a/g\n+++ b/g\n@@ -0,0 +1 @@\n+\(Fake.query)\n"
    let report = try diff(lying + next).expect(.findings).report()
    #expect(report.places == ["g:1:1"])
    #expect(!report.summary.complete)
  }

  @Test func allowMarkAndExcludes() throws {
    let patch =
      "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+\(Fake.query) zleaks:allow demo\n"
      + "--- a/t/g\n+++ b/t/g\n@@ -0,0 +1 @@\n+\(Fake.index)\n"
    let report = try diff(patch, "--exclude", "t/").expect(.clean).report()
    #expect(report.summary.suppressed == 1)
    #expect(report.summary.skipped == [.init(reason: "excluded", count: 1)])
  }

  @Test func emptyInputAndPlainText() throws {
    try diff("").expect(.clean).expectError("zleaks: standard input is empty\n")
    let outcome = try diff("prose\n").expect(.clean)
    outcome.expectError("zleaks: no patch on standard input; searched it as text\n")
    let found = try diff("12a13\n> \(Fake.query)\n").expect(.findings).report()
    #expect(found.places == ["-:2:3"])
  }

  @Test func aLongLineTakesLittleMemory() throws {
    let head = "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+"
    let line = [UInt8](repeating: UInt8(ascii: "."), count: 50 << 20)
    try scratch.write("patch", Array(head.utf8) + line + Array(" \(Fake.query)\n".utf8))
    // In KiB; a shell's own limit on memory would say no more than that it was enough.
    let script = """
      command -v /usr/bin/time > /dev/null || exit 77
      /usr/bin/time -f %M -o peak $zleaks diff --format jsonl - < patch
      """
    let outcome = try scratch.shell(script)
    if outcome.status == 77 { return }
    #expect(try outcome.expect(.findings).report().places == ["f:1:\((50 << 20) + 2)"])
    let words = String(decoding: try scratch.read("peak"), as: UTF8.self).split { $0.isWhitespace }
    let peak = try #require(words.last.flatMap { Int($0) })
    #expect(peak < 48 << 10)
  }
}
