import Testing

@testable import UnifiedDiff

@Suite struct PatchHunkTests {
  private typealias Lines = PatchHunk.Lines

  @Test(arguments: [
    ("@@ -1,2 +3,4 @@", [Lines(start: 1, count: 2)], Lines(start: 3, count: 4)),
    ("@@ -1 +3 @@ heading", [Lines(start: 1, count: 1)], Lines(start: 3, count: 1)),
    ("@@ -0,0 +1 @@", [Lines(start: 0, count: 0)], Lines(start: 1, count: 1)),
    (
      "@@@ -1,2 -3 +4,0 @@@ x", [Lines(start: 1, count: 2), Lines(start: 3, count: 1)],
      Lines(start: 4, count: 0)
    ),
  ])
  private func headerIsRead(text: String, old: [PatchHunk.Lines], new: PatchHunk.Lines) {
    let hunk = PatchHunk(Array(text.utf8), patchLine: 5)
    #expect(hunk == PatchHunk(old: old, new: new, patchLine: 5))
  }

  @Test(arguments: [
    "", "@", "@@", "@@ ", "@@ -1 +1", "@@ -1 +1 @", "@@ -1 +1@@", "@@ 1 +1 @@", "@@ -1, +1 @@",
    "@@ -1,2,3 +1 @@", "@@ -a +1 @@", "@@ +1 -1 @@", "@@ -1 -1 +1 @@", "@@@ -1 +1 @@@",
    "@@@ -1 -1 +1 @@", "@ +1 @", "@@ -1 +0 @@", "@@ -0,5 +1 @@", "@@ --1 +1 @@",
    "@@ -1 +1000000000000000000 @@",
  ])
  func otherLinesAreNoHeaders(text: String) {
    #expect(PatchHunk(Array(text.utf8), patchLine: 1) == nil)
  }

  @Test func parentsAreBounded() {
    func header(_ count: Int) -> [UInt8] {
      let signs = String(repeating: "@", count: count + 1)
      return Array("\(signs)\(String(repeating: " -1", count: count)) +1 \(signs)".utf8)
    }
    #expect(PatchHunk(header(256), patchLine: 1)?.old.count == 256)
    #expect(PatchHunk(header(257), patchLine: 1) == nil)
  }
}
