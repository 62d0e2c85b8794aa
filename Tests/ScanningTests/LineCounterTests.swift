import ScanModel
import Testing

@testable import Scanning

@Suite struct LineCounterTests {
  @Test func agreesWithItsTwin() {
    var generator = SplitMix64(seed: 6)
    var mismatches: [String] = []
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
        ([10, 10, 13, 0x61, 0x62, 0xC3] as [UInt8]).randomElement(using: &generator) ?? 0
      }
      var counter = LineCounter()
      var base = 0
      for offset in bytes.indices where Bool.random(using: &generator) {
        // What is counted already may have gone from memory.
        if Bool.random(using: &generator) { base = counter.offset }
        let part = Array(bytes[base...])
        counter.advance(to: offset, in: part.span, base: base)
        let line = bytes[..<offset].count { $0 == 10 } + 1
        let column = offset - (bytes[..<offset].lastIndex(of: 10) ?? -1)
        if counter.place != LineColumn(line: line, column: column) {
          mismatches.append("\(bytes) at \(offset): \(counter.place)")
        }
      }
    }
    #expect(mismatches == [])
  }

  @Test func countsCharactersAsUTF16Does() {
    let text = "ä\n€ \u{1F511} x\ny"
    let bytes = Array(text.utf8)
    for part in 1...4 {
      var counter = LineCounter()
      for end in stride(from: part, to: bytes.count, by: part) {
        counter.advance(to: end, in: bytes.span, base: 0)
        let line = bytes[..<end].split(separator: 10, omittingEmptySubsequences: false).last ?? []
        // Only where a character ends can a column be asked for.
        guard let characters = String(validating: line, as: UTF8.self) else { continue }
        #expect(counter.place.column == line.count + 1)
        #expect(counter.place.characterColumn == characters.utf16.count + 1)
      }
    }
  }

  /// Also where the bytes are no text: the platform shows one U+FFFD for as many of them.
  @Test func countsWhatIsNoTextAsItIsShown() {
    var generator = SplitMix64(seed: 7)
    let choices: [UInt8] = [
      0x00, 0x41, 0x0A, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xE1,
      0xED,
      0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFE, 0xFF,
    ]
    for _ in 0..<3_000 {
      let bytes = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
        choices.randomElement(using: &generator) ?? 0
      }
      var counter = LineCounter()
      for end in bytes.indices where Bool.random(using: &generator) {
        counter.advance(to: end, in: bytes.span, base: 0)
        let line = bytes[..<end].split(separator: 10, omittingEmptySubsequences: false).last ?? []
        let shown = String(decoding: line, as: UTF8.self).utf16.count
        #expect(counter.place.characterColumn == shown + 1, "\(bytes) at \(end)")
        #expect(counter.place.characterColumn <= counter.place.column)
      }
    }
  }
}
