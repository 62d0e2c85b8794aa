import Foundation
import Inflate
import ScanModel
import TestSupport
import Testing

@testable import Decoding

@Suite struct Base64StreamTests {
  /// What becomes of a text that comes in pieces of so many bytes.
  private struct Decoded: Equatable {
    var bytes: [UInt8] = []
    var takenByteCount = 0
    var isAtEnd = false
  }

  private func decode(
    _ text: [UInt8],
    by pieceByteCount: Int = .max,
    lineMark: UInt8? = nil,
    room: Int = 64
  ) -> Decoded {
    var stream = Base64Stream(lineMark: lineMark)
    let output = ByteBuffer(capacity: room)
    var decoded = Decoded()
    while decoded.takenByteCount < text.count, !stream.isAtEnd {
      let end = decoded.takenByteCount + min(pieceByteCount, text.count - decoded.takenByteCount)
      output.removeAll()
      decoded.takenByteCount += stream.decode(text[decoded.takenByteCount..<end].span, into: output)
      decoded.bytes += output.bytes
    }
    decoded.isAtEnd = stream.isAtEnd
    return decoded
  }

  private func decode(_ text: String, lineMark: UInt8? = nil) -> Decoded {
    decode(Array(text.utf8), lineMark: lineMark)
  }

  private static let bytes: [UInt8] = {
    var random = SplitMix64(seed: 9)
    return (0..<1_000).map { _ in UInt8.random(in: 0...255, using: &random) }
  }()

  /// Some bytes in base64, in lines of 76 characters with `gap` between.
  private func lines(_ count: Int, gap: String, line: Int = 76) -> String {
    let text = Array(Data(Self.bytes.prefix(count)).base64EncodedString())
    return stride(from: 0, to: text.count, by: line)
      .map { String(text[$0..<min($0 + line, text.count)]) }.joined(separator: gap)
  }

  @Test func undoesWhatFoundationDoes() {
    for count in 0...200 {
      let text = Data(Self.bytes.prefix(count)).base64EncodedString()
      for form in [
        text, text.replacing("=", with: ""),
        text.replacing("+", with: "-").replacing("/", with: "_"),
        text.replacing("/", with: "\\/"),
        text.replacing("+", with: "%2B").replacing("/", with: "%2f").replacing("=", with: "%3D"),
        text.replacing("+", with: "\\u002B").replacing("=", with: "\\u003d"),
      ] {
        #expect(decode(form).bytes == Array(Self.bytes.prefix(count)), "\(form)")
      }
    }
  }

  @Test func goesOnInTheNextLine() {
    for gap in [
      "\n", "\r\n", "\n    ", "\\n", "\\r\\n", "\\\\n", "\" +\n  \"", "\",\n\"", "\\n\" +\r\n\t\"",
      "\n# ", "\n> > ", "\n * ", " \\\n", "%0A", "%0D%0A", "\\u000a", "\\\"\\n\\\"",
    ] {
      for text in [lines(1_000, gap: gap), lines(1_000, gap: gap, line: 32)] {
        let whole = decode(text)
        #expect(whole.bytes == Self.bytes, "\(gap)")
        for pieceByteCount in [1, 2, 3, 7] {
          #expect(decode(Array(text.utf8), by: pieceByteCount) == whole)
        }
      }
    }
  }

  @Test func marksOfPatchLinesAreNoCharacters() {
    for mark in ["+", "-"] {
      let text = lines(1_000, gap: "\n\(mark)")
      #expect(decode(text, lineMark: mark.utf8.first).bytes == Self.bytes)
    }
    #expect(decode(lines(1_000, gap: "\n+   ")).bytes == Self.bytes)
    // Without a mark a plus sign is a character like others.
    let first = String(repeating: "AAAA", count: 19)
    #expect(decode(first + "\n+AAA").bytes == [UInt8](repeating: 0, count: 57) + [0xF8, 0, 0])
  }

  @Test(arguments: [
    ("QUJD!QUJD", 4), ("QUJD QUJD", 4), ("QUJD\nQUJD", 4), ("QUI=QUJD", 3), ("QUJD\\xQUJD", 5),
    ("QUJD%41QUJD", 6), ("QUJD\\u0041QUJD", 9), ("QUJD\u{00}", 4), ("QUJD\"", 4), ("!", 0),
  ])
  func endsWhereNothingOfItFollows(text: String, end: Int) {
    let decoded = decode(text)
    #expect(decoded.isAtEnd)
    #expect(decoded.takenByteCount == end + 1)
    #expect([[], Array("AB".utf8), Array("ABC".utf8)].contains(decoded.bytes))
  }

  @Test func aLineThatIsShortIsTheLast() {
    let short = String(repeating: "A", count: 31)
    #expect(decode(short + "\nAAAA").bytes.count == 23)
    #expect(decode(short + "A\nAAAA").bytes.count == 27)
    // The length is that of the last line, not of all.
    #expect(decode(short + "A\nAAAA\nAAAA").bytes.count == 27)
  }

  @Test func twoWordsInALineAreNotOneText() {
    let word = String(repeating: "A", count: 40)
    for gap in [" ", "\" \"", ", ", " + "] { #expect(decode(word + gap + word).bytes.count == 30) }
  }

  @Test func aGapHasAnEnd() {
    let line = String(repeating: "A", count: 40)
    let blanks = String(repeating: " ", count: 126)
    #expect(decode(line + "\n" + blanks + line).bytes.count == 60)
    #expect(decode(line + "\n  " + blanks + line).bytes.count == 30)
  }

  @Test func anyBytesComeToTheSameInPieces() {
    var random = SplitMix64(seed: 3)
    let parts = [
      "AAAA", "QkJC", "\n", "\\", "n", "%2B", "%", "+", "=", "\\u002", "\"", " ", "\u{0}",
    ]
    for _ in 0..<2_000 {
      var text = String(repeating: "QUJD", count: Int.random(in: 0...12, using: &random))
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        text += parts.randomElement(using: &random) ?? ""
      }
      let bytes = Array(text.utf8)
      let whole = decode(bytes)
      #expect(decode(bytes, by: 1) == whole, "\(text.debugDescription)")
      #expect(decode(bytes, by: 5, room: 3) == whole, "\(text.debugDescription)")
    }
  }
}
