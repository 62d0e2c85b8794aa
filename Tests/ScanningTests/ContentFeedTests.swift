import Matching
import Rules
import ScanModel
import Testing

@testable import Scanning

/// Contents that come piece by piece are found to hold what one search of all finds in them.
@Suite struct ContentFeedTests {
  private let key: [UInt8]

  init() throws {
    key = try FakeKeys.expand("{key:zqt:feed}")
  }

  private func feed(
    _ content: [UInt8],
    by chunkByteCount: Int,
    _ plan: ScanPlan
  ) -> Outcome {
    var scanner = ContentScanner(plan: plan, bufferByteCount: 1)
    feed(content, by: chunkByteCount, to: &scanner)
    return Outcome(&scanner)
  }

  private func feed(
    _ content: [UInt8],
    by chunkByteCount: Int,
    to scanner: inout ContentScanner
  ) {
    for start in stride(from: 0, to: content.count, by: chunkByteCount) {
      let end = min(start + chunkByteCount, content.count)
      scanner.feed(content.span.extracting(start..<end))
    }
    scanner.endFeed(path: nil)
  }

  @Test(arguments: [1, 2, 7, 61, 4_096, 4_165, 8_330, 16_660, 16_661, 100_000])
  func chunksOfEverySize(chunkByteCount: Int) throws {
    let plan = try Fixture.plan(.possible)
    let part = Fixture.filler(300) + key + Fixture.filler(90) + Array("zut_xxxxxxxx".utf8)
    let content = Array(repeatElement(part, count: 90).joined())
    let expected = Outcome(naively: content, plan: plan)
    #expect(expected.found.count == 180)
    #expect(feed(content, by: chunkByteCount, plan) == expected)
  }

  @Test func everyLengthOfContent() throws {
    let plan = try Fixture.plan()
    let reach = 4_096 + plan.matcher.maximumLookahead
    var mismatches: [Int] = []
    for buffers in 1...3 {
      for difference in -45...5 {
        let length = (2 + 2 * buffers) * reach + difference
        let content = Fixture.filler(length - key.count - 1) + [0x20] + key
        let outcome = feed(content, by: 5_000, plan)
        let expected = Outcome(naively: content, plan: plan)
        if expected.found.count != 1 || outcome != expected { mismatches.append(length) }
      }
    }
    #expect(mismatches == [])
  }

  @Test func keysAcrossSeams() throws {
    let plan = try Fixture.plan()
    let reach = 4_096 + plan.matcher.maximumLookahead
    let filler = Fixture.filler(26_000)
    var mismatches: [String] = []
    for seam in 2...5 {
      for offset in stride(from: seam * reach - 75, through: seam * reach + 5, by: 3) {
        let content = Array(filler[..<offset] + [0x20] + key + [0x20] + filler[offset...])
        let outcome = feed(content, by: 999, plan)
        let expected = Outcome(naively: content, plan: plan)
        if expected.found.count != 1 || outcome != expected {
          mismatches.append("\(offset): \(outcome), not \(expected)")
        }
      }
    }
    #expect(mismatches == [])
  }

  @Test func aWordInAnotherPieceIsContext() throws {
    let plan = try Fixture.plan(.possible)
    let token = try FakeKeys.expand(" zwt_{body:token:43} ")
    let filler = Fixture.filler(30_000)
    for content in [Array("vectara".utf8) + filler + token, token + filler + Array("vectara".utf8)]
    {
      #expect(feed(content, by: 1_000, plan).found.map(\.confidence) == [.likely])
    }
    #expect(feed(filler + token, by: 1_000, plan).found.map(\.confidence) == [.possible])
  }

  @Test func contentsDoNotMix() throws {
    let plan = try Fixture.plan(.possible)
    let token = try FakeKeys.expand(" zwt_{body:token:43} ")
    var scanner = ContentScanner(plan: plan, bufferByteCount: 1)
    feed(Array("vectara \n\n".utf8) + key.prefix(30), by: 3, to: &scanner)
    feed(Array(key.dropFirst(30)) + token, by: 3, to: &scanner)
    let outcome = Outcome(&scanner)
    #expect(outcome.found.map(\.confidence) == [.possible, .likely])
    #expect(outcome.found.map(\.line) == [1, 3])
  }

  @Test func anEmptyContentHasNothing() throws {
    let outcome = feed([], by: 1, try Fixture.plan())
    #expect(outcome.found.isEmpty)
    #expect(outcome.byteCount == 0)
  }
}
