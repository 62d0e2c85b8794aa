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
}
