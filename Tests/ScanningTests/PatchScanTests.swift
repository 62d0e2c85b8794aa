import Matching
import Posix
import Rules
import ScanModel
import TestSupport
import Testing
import Walking

@testable import Scanning

@Suite struct PatchScanTests {
  private let scratch: Scratch
  private let key: String

  init() throws {
    scratch = try Scratch()
    key = String(decoding: try FakeKeys.expand("{key:zqt:patch}"), as: UTF8.self)
  }

  private func scan(
    _ patch: String,
    excludes: [String] = [],
    confidence: Confidence = .likely,
    reportsOldKeys: Bool = false,
    bufferByteCount: Int = 1 << 18
  ) throws -> PatchScan.Outcome {
    try scratch.write("patch", patch)
    let scan = PatchScan(
      plan: try Fixture.plan(confidence),
      filter: try PathFilter(excludes: excludes.map { Array($0.utf8) }, includes: []),
      reportsOldKeys: reportsOldKeys
    )
    let file = try FileDescriptor.open(Array(scratch.path("patch").utf8))
    return scan.scan(file, bufferByteCount: bufferByteCount)
  }

  private func places(_ outcome: PatchScan.Outcome) -> [String] {
    outcome.result.list.findings.filter { $0.suppression == nil }.map { finding in
      let place = finding.location
      let path = place.path?.text ?? "-"
      return place.isInPath ? path : "\(path):\(place.start.line):\(place.start.column)"
    }
  }

  /// A patch of one file: the header counts the lines of each kind.
  private func patch(_ path: String, _ lines: [String], start: Int = 1) -> String {
    let old = lines.count { !$0.hasPrefix("+") }
    let new = lines.count { !$0.hasPrefix("-") }
    let header = "--- a/\(path)\n+++ b/\(path)\n@@ -\(start),\(old) +\(start),\(new) @@\n"
    return header + lines.map { $0 + "\n" }.joined()
  }

  @Test func anAddedKeyStandsAtTheNewFilesLine() throws {
    let outcome = try scan(patch("f", [" a", "-b", "+c", "+ \(key)"], start: 10))
    #expect(places(outcome) == ["f:12:2"])
    let location = try #require(outcome.result.list.findings.first).location
    #expect(location.range == nil)
    #expect(location.endColumn == 44)
    #expect(outcome.content == .patch)
    #expect(outcome.result.coverage.fileCount == 1)
    #expect(outcome.result.coverage.isComplete)
  }

  @Test func keptAndRemovedKeysAreNotNew() throws {
    let other = String(decoding: try FakeKeys.expand("{key:zut:other}"), as: UTF8.self)
    #expect(places(try scan(patch("f", [" \(key)", "-\(other)", "+x"]))) == [])
  }

  @Test func aMovedKeyIsNotNew() throws {
    let removal = patch("old", ["-\(key)"])
    let addition = patch("new", ["+\(key)"])
    #expect(places(try scan(removal + addition)) == [])
    #expect(places(try scan(addition + removal)) == [])
    #expect(places(try scan(addition)) == ["new:1:1"])
  }

  @Test func allKeysAreReportedWhereAskedFor() throws {
    let text = patch("a", [" \(key)", "-\(key)", "+\(key)"])
    #expect(places(try scan(text, reportsOldKeys: true)) == ["a:1:1", "a:2:1"])
  }

  @Test(arguments: [
    "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nSubject: x\n\n---\n",
    "commit 0123456789012345678901234567890123456789\nAuthor: a\n\n    x\n\n",
    "\u{1B}[33mcommit 0123456789\u{1B}[m\n", "# HG changeset patch\n", "0123456 subject\n",
  ])
  func whatALaterPatchRemovesWasAdded(header: String) throws {
    let text = header + patch("f", ["+\(key)"]) + header + patch("f", ["-\(key)"])
    #expect(places(try scan(text)) == ["f:1:1"])
    let reversed = header + patch("f", ["-\(key)"]) + header + patch("f", ["+\(key)"])
    #expect(places(try scan(reversed)) == ["f:1:1"])
  }

  @Test func remarksOfToolsDoNotEndAPatch() throws {
    let text =
      "diff -ru a/x b/x\n" + patch("x", ["+\(key)"]) + "Only in a: z\n"
      + "diff -ru a/y b/y\n" + patch("y", ["-\(key)"])
    #expect(places(try scan(text)) == [])
  }

  @Test func twoKeysAtOnePlaceOfTwoPatchesAreTwo() throws {
    let other = String(decoding: try FakeKeys.expand("{key:zqt:other}"), as: UTF8.self)
    let text = patch("f", ["+\(key)"]) + "commit 2\n" + patch("f", ["-\(key)", "+\(other)"])
    #expect(places(try scan(text)) == ["f:1:1", "f:1:1"])
  }

  @Test func messagesAreContent() throws {
    let text = "From: a\n\nremove \(key)\n---\n" + patch("f", ["-\(key)"])
    #expect(places(try scan(text)) == ["-:3:8"])
  }

  @Test func aNameWithAKeyIsNew() throws {
    #expect(places(try scan(patch("\(key).txt", ["+x"]).replacingOld)) == ["\(key).txt"])
    let rename = "diff --git a/\(key) b/d/\(key)\nrename from \(key)\nrename to d/\(key)\n"
    #expect(places(try scan(rename)) == [])
  }

  @Test func contextSpeaksOfTheFileOnly() throws {
    let token = String(decoding: try FakeKeys.expand("zwt_{body:token:43}"), as: UTF8.self)
    #expect(places(try scan(patch("f", [" Vectara", "+\(token)"]))) == ["f:2:1"])
    #expect(places(try scan(patch("a", [" Vectara"]) + patch("b", ["+\(token)"]))) == [])
    #expect(places(try scan(patch("f", ["-Vectara", "+\(token)"]))) == [])
  }

  @Test func anAllowMarkOnTheLineAllows() throws {
    let outcome = try scan(patch("f", ["+\(key) # zleaks:allow demo", " zleaks:allow", "+\(key)"]))
    #expect(places(outcome) == ["f:3:1"])
    #expect(outcome.result.list.suppressedCount == 1)
  }

  @Test func excludedFilesAreCounted() throws {
    let text = patch("vendor/x", ["+\(key)"]) + patch("src/y", ["+\(key)"])
    let outcome = try scan(text, excludes: ["vendor/"])
    #expect(places(outcome) == ["src/y:1:1"])
    #expect(outcome.result.coverage.skipped == [.excluded: 1])
    #expect(outcome.result.coverage.fileCount == 1)
    let moved = patch("vendor/x", ["-\(key)"]) + patch("src/y", ["+\(key)"])
    #expect(places(try scan(moved, excludes: ["vendor/"])) == [])
  }

  @Test func binaryFilesAreSkipped() throws {
    let outcome = try scan("diff --git a/b b/b\nBinary files a/b and b/b differ\n")
    #expect(outcome.result.coverage.skipped == [.binaryPatch: 1])
    #expect(outcome.result.coverage.fileCount == 0)
  }

  @Test func aLyingHunkIsNamedAndTheRestScanned() throws {
    let lying = "--- a/f\n+++ b/f\n@@ -1,9 +1,9 @@\n a\n+\(key)\n"
    let next = patch("g", ["+\(key)"])
    let outcome = try scan(lying + "diff --git a/g b/g\n" + next)
    #expect(places(outcome) == ["f:2:1", "g:1:1"])
    #expect(outcome.result.coverage.problems.map(\.path) == [nil])
    #expect(outcome.result.coverage.problems.first?.cause.hasPrefix("patch line 6: ") == true)
    // Without a line that is surely a header, the next file's names are lines of the hunk, and what
    // follows is text.
    #expect(places(try scan(lying + next)) == ["-:9:2", "f:2:1"])
  }

  @Test func theCutOfTheInputDoesNotMatter() throws {
    let text =
      "message \(key)\n" + patch(" sp", [" a", "+x \(key)", "-y"]) + "commit 1\n"
      + patch("g", ["+\(key)\r", " "])
    let expected = try scan(text)
    #expect(places(expected) == ["-:1:9", " sp:2:3", "g:1:1"])
    for byteCount in [1, 2, 3, 7, 40, 100] {
      let outcome = try scan(text, bufferByteCount: byteCount)
      #expect(places(outcome) == places(expected))
      #expect(outcome.result.coverage.byteCount == expected.result.coverage.byteCount)
    }
  }

  @Test func everyOtherLineAdded() throws {
    let lines = (0..<200).flatMap { [" \($0)", "+\($0 == 150 ? key : "x")"] }
    #expect(places(try scan(patch("f", lines))) == ["f:302:1"])
  }

  @Test func textAndNothingAreToldApart() throws {
    let text = try scan("12a13\n> \(key)\n")
    #expect(text.content == .text)
    #expect(places(text) == ["-:2:3"])
    #expect(try scan("").content == .nothing)
    #expect(try scan("\n").content == .text)
  }
}

extension String {
  /// The patch, of a file that was not there before.
  fileprivate var replacingOld: String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("--- ") ? "--- /dev/null" : $0.hasPrefix("@@") ? "@@ -0,0 +1 @@" : $0 }
      .joined(separator: "\n")
  }
}
