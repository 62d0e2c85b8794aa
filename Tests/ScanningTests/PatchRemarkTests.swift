import Testing

@testable import Scanning

@Suite struct PatchRemarkTests {
  @Test(arguments: [
    "", "\r", "diff -ru old/f new/f", "Only in old: gone", "Index: a", "-- ", "--", "________",
    "Property changes on: a", "Added: svn:keywords", "Binary files a and b differ",
  ])
  func toolsWriteItBetweenFiles(line: String) {
    let isRemark = PatchRemark.stands(in: Array(line.utf8).span)
    #expect(isRemark)
  }

  @Test(arguments: [
    " ", "From 1234567890", "commit 0123456789abcdef", "# HG changeset patch",
    "changeset:   1:0123456789ab", "r12 | a | 2026", "2.39.5", "d", "differ", "- x",
  ])
  func itBeginsAnotherPatch(line: String) {
    let isRemark = PatchRemark.stands(in: Array(line.utf8).span)
    #expect(!isRemark)
  }
}
