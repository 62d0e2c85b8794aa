import BuiltinRules
import ScanModel
import Testing
import TextForms

@testable import Rules

/// Whatever a rule file holds, reading it ends with rules or an error.
@Suite struct HostileRuleFileTests {
  /// Whether the bytes are a rule file.
  private func isRead(_ bytes: [UInt8]) -> Bool {
    (try? RuleSet().adding(fileNamed: "x.json5", bytes: bytes)) != nil
  }

  @Test func everyTruncationIsAnError() {
    let file = Array(goodRuleFile.utf8)
    #expect(isRead(file))
    for length in 0..<file.count {
      #expect(!isRead(Array(file.prefix(length))), "cut to \(length) bytes")
    }
  }

  @Test func truncationsOfTheBuiltinFileAreErrors() throws {
    let file = try #require(BuiltinRules.files.first).bytes
    #expect(isRead(file))
    // Behind the last bracket stands a line feed, without which the file is still one.
    for length in stride(from: 0, to: file.count - 1, by: 97) {
      #expect(!isRead(Array(file.prefix(length))), "cut to \(length) bytes")
    }
  }

  @Test func everyChangedByteEnds() {
    let file = Array(goodRuleFile.utf8)
    var readCount = 0
    for offset in file.indices {
      for change: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
        var changed = file
        changed[offset] ^= change
        if isRead(changed) { readCount += 1 }
      }
    }
    // Some changes only change a text; no change of the top bit leaves valid UTF-8.
    #expect(readCount > 0)
    #expect(readCount < 2 * file.count)
  }

  @Test func randomPiecesOfTheGrammarEnd() {
    let pieces = [
      "{", "}", "[", "]", ":", ",", "'", "\"", "\\", "\\u", "D83D", "//", "/*", "*/", "\n", "0x",
      "1", ".", "e", "-", "+", "a", "null", "Infinity", "\u{2028}", "é", " ",
    ].map { Array($0.utf8) }
    var generator = SplitMix64(seed: 7)
    var readCount = 0
    for _ in 0..<20_000 {
      let count = Int(generator.next() % 12)
      let text = (0..<count).flatMap { _ in
        pieces[Int(generator.next() % UInt64(pieces.count))]
      }
      if (try? JSON5Reader.read(text)) != nil { readCount += 1 }
    }
    #expect(readCount > 0)
  }

  @Test func deepNestingIsRefusedAtTheLimit() {
    for opening in ["[", "{a:", "[{b:["] {
      let text = String(repeating: opening, count: 100_000)
      let error = #expect(throws: JSON5Error.self) { try JSON5Reader.read(Array(text.utf8)) }
      #expect(error?.problem == .tooDeep(limit: 64))
    }
  }
}
