import Foundation
import Matching
import Posix
import Rules
import ScanModel
import TestSupport
import Testing

@testable import Scanning

@Suite struct ContentScannerTests {
  private let scratch: Scratch
  private let key: [UInt8]

  init() throws {
    scratch = try Scratch()
    key = try FakeKeys.expand("{key:zqt:seam}")
  }

  /// The offsets at which one piece of a small scanner's buffer may end and the next begin: the
  /// first seam and the second, and a few bytes around both.
  private func seams(_ plan: ScanPlan) -> [Int] {
    let reach = 4_096 + plan.matcher.maximumLookahead
    return (2...5).flatMap { Array($0 * reach - 75...$0 * reach + 5) }
  }

  @Test(arguments: [true, false])
  func findsAKeyOnceAtEveryPlaceAroundSeams(isSeekable: Bool) throws {
    let plan = try Fixture.plan()
    let filler = Fixture.filler(26_000)
    var mismatches: [String] = []
    for offset in seams(plan) where offset % (isSeekable ? 2 : 3) == 0 {
      let content = filler[..<offset] + [0x20] + key + [0x20] + filler[offset...]
      let outcome = try Fixture.scan(
        file: Array(content),
        plan: plan,
        isSeekable: isSeekable,
        scratch: scratch
      )
      let expected = Outcome(naively: Array(content), plan: plan)
      if expected.found.count != 1 || outcome != expected {
        mismatches.append("\(offset): \(outcome), not \(expected)")
      }
    }
    #expect(mismatches == [])
  }

  @Test(arguments: [true, false])
  func findsWhatOneSearchFindsInEveryLengthOfContent(isSeekable: Bool) throws {
    let plan = try Fixture.plan(.possible)
    let part = Fixture.filler(300) + key + Fixture.filler(90) + Array("zut_xxxxxxxx".utf8)
    let long = Array(repeatElement(part, count: 60).joined())
    let reach = 4_096 + plan.matcher.maximumLookahead
    var mismatches: [Int] = []
    for length in [
      0, 1, 41, 342, 343, 4 * reach - 1, 4 * reach, 4 * reach + 1, 6 * reach, long.count,
    ] {
      let content = Array(long.prefix(length))
      let outcome = try Fixture.scan(
        file: content,
        plan: plan,
        isSeekable: isSeekable,
        scratch: scratch
      )
      if outcome != Outcome(naively: content, plan: plan) { mismatches.append(length) }
    }
    #expect(mismatches == [])
  }

  /// A key inside a longer look-alike, with a seam anywhere between their starts.
  @Test func keepsTheSurerOfTwoThatOverlapAcrossASeam() throws {
    let plan = try Fixture.plan(.possible)
    let nested = try FakeKeys.expand(" zut_{body:outer:22}{key:zut:inner} ")
    let filler = Fixture.filler(20_000)
    var mismatches: [String] = []
    for offset in seams(plan) where offset < 14_000 {
      let content = Array(filler[..<offset] + nested + filler[offset...])
      let outcome = try Fixture.scan(file: content, plan: plan, scratch: scratch)
      let expected = Outcome(naively: content, plan: plan)
      if expected.found.count != 1 || outcome != expected {
        mismatches.append("\(offset): \(outcome)")
      }
    }
    #expect(mismatches == [])
  }

  @Test(arguments: [0, 1], [true, false])
  func aWordInAnotherPieceIsContext(place: Int, isSeekable: Bool) throws {
    let plan = try Fixture.plan(.possible)
    let token = try FakeKeys.expand(" zwt_{body:token:43} ")
    let word = Array(" vectara ".utf8)
    let filler = Fixture.filler(30_000)
    let content = place == 0 ? word + filler + token : token + filler + word
    for (content, confidence) in [(content, Confidence.likely), (filler + token, .possible)] {
      let outcome = try Fixture.scan(
        file: content,
        plan: plan,
        isSeekable: isSeekable,
        scratch: scratch
      )
      #expect(outcome.found.map(\.confidence) == [confidence])
    }
  }

  @Test func aMarkAcrossASeamAllows() throws {
    let plan = try Fixture.plan()
    let filler = Fixture.filler(20_000)
    let gap = [UInt8](repeating: 0x20, count: 4_000)
    let mark = Array("zleaks:allow".utf8)
    var mismatches: [String] = []
    for offset in seams(plan) where offset % 5 == 0 && offset < 14_000 {
      for line in [[0x20] + key + gap + mark, mark + gap + key, [0x20] + key + [10] + mark] {
        let content = filler[..<offset] + [10] + line + [10] + filler[offset...]
        let outcome = try Fixture.scan(file: Array(content), plan: plan, scratch: scratch)
        let isAllowed = line.count > 100
        if outcome.suppressedCount != (isAllowed ? 1 : 0) || outcome.found.isEmpty != isAllowed {
          mismatches.append("\(offset): \(outcome)")
        }
      }
    }
    #expect(mismatches == [])
  }

  @Test func marksCanBeSwitchedOff() throws {
    let content = key + Array(" zleaks:allow".utf8)
    let plan = try Fixture.plan(marks: false)
    let outcome = try Fixture.scan(file: content, plan: plan, scratch: scratch)
    #expect(outcome.found.count == 1)
    #expect(outcome.suppressedCount == 0)
  }

  @Test func readsAPipeToItsEnd() throws {
    let content = Fixture.filler(30_000) + [0x20] + key
    let plan = try Fixture.plan()
    let pipe = Pipe()
    let writer = Thread {
      for start in stride(from: 0, to: content.count, by: 997) {
        pipe.fileHandleForWriting.write(Data(content[start..<min(start + 997, content.count)]))
      }
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    var scanner = ContentScanner(plan: plan, bufferByteCount: 1)
    let descriptor = FileDescriptor(borrowing: pipe.fileHandleForReading.fileDescriptor)
    scanner.scan(descriptor, trustsShortReads: false, isSeekable: false) { nil }
    #expect(Outcome(&scanner) == Outcome(naively: content, plan: plan))
  }

  /// While a scanner reads a pipe, the descriptor is made one of a file that is `left` long: when it
  /// goes back to count lines, that much is left of what it has read.
  @Test(arguments: [0, 1, 100, 9_000])
  func aFileThatShrinksWhileItIsReadKeepsItsFindings(left: Int) throws {
    let content = Fixture.filler(30_000) + [0x20] + key
    try scratch.write("shrunk", Array(content.prefix(left)))
    let shrunk = try FileHandle(forReadingFrom: URL(fileURLWithPath: scratch.path("shrunk")))
    try shrunk.seekToEnd()
    let pipe = Pipe()
    let number = pipe.fileHandleForReading.fileDescriptor
    let writer = Thread {
      pipe.fileHandleForWriting.write(Data(content))
      var waiting: CInt = 1
      while waiting > 0 {
        usleep(500)
        guard unsafe ioctl(number, UInt(FIONREAD), &waiting) == 0 else { break }
      }
      dup2(shrunk.fileDescriptor, number)
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    var scanner = ContentScanner(plan: try Fixture.plan(), bufferByteCount: 1)
    scanner.scan(
      FileDescriptor(borrowing: number),
      trustsShortReads: false,
      isSeekable: true
    ) { ContentPath("shrunk") }
    let outcome = Outcome(&scanner)
    #expect(outcome.found.map(\.offset) == [30_001])
    #expect(outcome.byteCount == content.count)
  }

  @Test func aFailureToGoBackKeepsTheFindingsAndIsNamed() throws {
    let content = Fixture.filler(30_000) + [0x20] + key
    let pipe = Pipe()
    let writer = Thread {
      pipe.fileHandleForWriting.write(Data(content))
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    var scanner = ContentScanner(plan: try Fixture.plan(), bufferByteCount: 1)
    let descriptor = FileDescriptor(borrowing: pipe.fileHandleForReading.fileDescriptor)
    scanner.scan(descriptor, trustsShortReads: false, isSeekable: true) { ContentPath("p") }
    let outcome = Outcome(&scanner)
    #expect(outcome.found.map(\.offset) == [30_001])
    #expect(outcome.problemCount == 1)
  }

  @Test func namesTheKeysNearAnIdentifier() throws {
    let keys = try ["near", "nearer", "far"].map { try FakeKeys.expand("{key:zut:\($0)}") }
    let identifier = try FakeKeys.expand(" {id:near} ")
    let content =
      keys[2] + Fixture.filler(2_000) + keys[0] + Fixture.filler(300) + identifier
      + Fixture.filler(100) + keys[1]
    let findings = ContentScan.findings(in: content, plan: try Fixture.plan())
    #expect(findings.count == 4)
    let expected = [keys[1], keys[0]].map { Fingerprint(of: $0.span) }
    #expect(findings.filter { !$0.nearbyKeys.isEmpty }.map(\.nearbyKeys) == [expected])
  }

  @Test func contentBeyondTheLimitMakesTheRunIncomplete() throws {
    let line = Array("aky_a1b2\n".utf8)
    let content = Array(repeatElement(line, count: ContentFindings.limit + 7).joined())
    var scanner = ContentScanner(plan: try Fixture.plan(), bufferByteCount: 1)
    scanner.scan(content.span, from: 0, isInPath: false, path: nil)
    #expect(scanner.list.findings.count == ContentFindings.limit)
    #expect(scanner.list.droppedCount == 7)
    var result = ScanResult(scanner)
    result.finish()
    #expect(!result.coverage.isComplete)
    #expect(result.coverage.skipped == [.findingLimit: 7])
  }
}
