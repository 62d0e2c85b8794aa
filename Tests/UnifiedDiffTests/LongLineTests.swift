import Testing

@testable import UnifiedDiff

/// Reads lines longer than a reader holds.
@Suite struct LongLineTests {
  private static let headers = Array("--- a/f\n+++ b/f\n@@ -0,0 +1,2 @@\n".utf8)

  @Test func lineComesInPiecesThatAreTheSameHoweverItIsCut() {
    let limit = PatchReader.pieceByteCount
    for count in [limit - 2, limit - 1, limit, limit + 1, 2 * limit, 150_000] {
      let long = (0..<count).map { UInt8($0 % 26) + UInt8(ascii: "a") }
      let patch = Self.headers + [UInt8(ascii: "+")] + long + Array("\n+b\n".utf8)
      let whole = Recorder(patch)
      #expect(whole.problems.isEmpty)
      #expect(whole.added == ["f:1:" + String(decoding: long, as: UTF8.self), "f:2:b"])
      for size in count == limit ? [1, 4_096] : [4_096, limit] {
        let cut = Recorder(patch, chunkByteCount: size)
        #expect(cut.events == whole.events)
        #expect(cut.pieceByteCounts == whole.pieceByteCounts)
      }
    }
  }

  @Test func piecesOfAColoredLineLoseOnlyGitsColors() {
    let long = String(repeating: "a\u{1B}[7mb", count: 15_000)
    let patch =
      "\u{1B}[1m--- a/f\u{1B}[m\n\u{1B}[1m+++ b/f\u{1B}[m\n\u{1B}[36m@@ -0,0 +1,2 @@\u{1B}[m\n"
      + "\u{1B}[32m+\u{1B}[m\u{1B}[32m\(long)\u{1B}[m\u{1B}[41m  \u{1B}[m\n"
      + "\u{1B}[32m+\u{1B}[m\u{1B}[32mb\u{1B}[m\n"
    let whole = Recorder(patch)
    #expect(whole.added == ["f:1:\(long)  ", "f:2:b"])
    for size in [1, 777] {
      #expect(Recorder(Array(patch.utf8), chunkByteCount: size).events == whole.events)
    }
  }

  /// Counts bytes, and keeps none.
  private struct Counter: PatchConsumer {
    var byteCount = 0
    var longestPiece = 0
    mutating func begin(_ change: FileChange) {}
    mutating func begin(_ hunk: PatchHunk) {}
    mutating func take(_ problem: PatchError) {}
    mutating func take(_ line: PatchLine, _ bytes: Span<UInt8>, isContinued: Bool) {
      guard case .added = line.kind else { return }
      byteCount += bytes.count
      longestPiece = max(longestPiece, bytes.count)
    }
  }

  @Test(arguments: [true, false])
  func lineOfFiftyMegabytesTakesNoMoreMemoryThanAPiece(isInHunk: Bool) {
    var counter = Counter()
    var reader = PatchReader()
    if isInHunk { reader.read(Self.headers.span, into: &counter) }
    reader.read([UInt8(ascii: "+")].span, into: &counter)
    let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1_000_000)
    for _ in 0..<50 {
      reader.read(chunk.span, into: &counter)
      #expect(reader.pendingByteCount <= PatchReader.pieceByteCount)
    }
    reader.read([UInt8(ascii: "\n")].span, into: &counter)
    reader.finish(into: &counter)
    #expect(counter.byteCount == (isInHunk ? 50_000_000 : 0))
    #expect(counter.longestPiece <= PatchReader.pieceByteCount)
  }
}
