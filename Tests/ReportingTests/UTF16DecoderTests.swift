import ScanModel
import Testing

@testable import Reporting

@Suite struct UTF16DecoderTests {
  private func units(_ bytes: [UInt8]) -> [UInt16] {
    var decoder = UTF16Decoder()
    var units: [UInt16] = []
    for byte in bytes { decoder.decode(byte, into: &units) }
    decoder.finish(into: &units)
    return units
  }

  @Test func decodesEveryLength() {
    let text = "a\u{7F}\u{80}ä\u{7FF}\u{800}€\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{1F511}\u{10FFFF}"
    #expect(units(Array(text.utf8)) == Array(text.utf16))
  }

  @Test func agreesWithTheStandardLibraryOnWhatIsNoText() {
    var generator = SplitMix64(seed: 11)
    let pool: [UInt8] = [
      0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF, 0x9F,
      0xA0,
    ]
    var mismatches: [[UInt8]] = []
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        pool.randomElement(using: &generator) ?? 0
      }
      if units(bytes) != Array(String(decoding: bytes, as: UTF8.self).utf16) {
        mismatches.append(bytes)
      }
    }
    #expect(mismatches == [])
  }
}
