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
}
