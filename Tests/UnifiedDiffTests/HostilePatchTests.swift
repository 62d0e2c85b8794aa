import ScanModel
import Testing

@testable import UnifiedDiff

/// Feeds the reader bytes that nobody meant.
@Suite struct HostilePatchTests {
  static let sample = Array(
    (PatchReaderTests.mixed
      + """

      \u{1B}[1mdiff --git "a/q\\t\\303\\251" "b/q\\t\\303\\251"\u{1B}[m
      \u{1B}[1mold mode 100644\u{1B}[m
      \u{1B}[1mnew mode 100755\u{1B}[m
      \u{1B}[36m@@ -1 +1 @@\u{1B}[m
      \u{1B}[1m--- "a/q\\t\\303\\251"\u{1B}[m
      \u{1B}[1m+++ "b/q\\t\\303\\251"\u{1B}[m
      \u{1B}[36m@@ -1 +1 @@\u{1B}[m
      \u{1B}[31m-old\u{1B}[m
      \u{1B}[32m+\u{1B}[m\u{1B}[32mnew\u{1B}[m\u{1B}[41m \u{1B}[m
      diff --git a/bin b/bin
      GIT binary patch
      literal 3
      Kc$}+Xr~&{1<pA>l

      literal 0
      HcmV?d00001

      Binary files x and y differ
      """).utf8
  )

  /// Whether each line of a patch comes out once, in order.
  private static func isWhole(_ recorder: Recorder, _ patch: [UInt8]) -> Bool {
    let numbers = recorder.events.compactMap { event in
      if case .line(let line, _) = event { line.patchLine } else { nil }
    }
    let count = patch.split(separator: 0x0A, omittingEmptySubsequences: false).count
    return numbers == Array(1..<(patch.isEmpty || patch.last == 0x0A ? count : count + 1))
  }

  @Test func truncatedPatchComesOutWhole() {
    for count in 0...Self.sample.count {
      let patch = Array(Self.sample.prefix(count))
      #expect(Self.isWhole(Recorder(patch), patch), "\(count) bytes")
    }
  }

  @Test func flippedBytesComeOutWhole() {
    for index in Self.sample.indices {
      var patch = Self.sample
      patch[index] ^= index % 2 == 0 ? 0x01 : 0x20
      #expect(Self.isWhole(Recorder(patch), patch), "byte \(index)")
    }
  }

  @Test func shuffledLinesComeOutWholeHoweverTheyAreCut() {
    var generator = SplitMix64(seed: 11)
    let lines = Self.sample.split(separator: 0x0A, omittingEmptySubsequences: false)
    for round in 0..<150 {
      let patch = Array(lines.shuffled(using: &generator).joined(separator: [0x0A]))
      let recorder = Recorder(patch)
      #expect(Self.isWhole(recorder, patch), "round \(round)")
      let size = Int.random(in: 1..<50, using: &generator)
      #expect(Recorder(patch, chunkByteCount: size).events == recorder.events, "round \(round)")
    }
  }

  @Test func longPathsAndManyParentsEnd() {
    let spaces = String(repeating: " ", count: 60_000)
    let signs = String(repeating: "@", count: 60_000)
    let ranges = String(repeating: " -1", count: 20_000)
    for text in [
      "diff --git a\(spaces)b", "diff --git \"\(spaces)",
      "--- a\(spaces)\n+++ b\(spaces)\n@@ -1 +1 @@",
      "Binary files \(String(repeating: "x and ", count: 9_000)) differ", signs,
      "diff --cc f\n--- a/f\n+++ b/f\n@@@\(ranges)", "diff --cc f\n--- a/f\n+++ b/f\n\(signs)",
    ] {
      let patch = Array(text.utf8)
      #expect(Self.isWhole(Recorder(patch), patch))
    }
  }

  @Test func emptyInputSaysNothing() {
    #expect(Recorder([]).events == [])
  }
}
