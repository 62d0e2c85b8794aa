import ScanModel
import Testing

@Suite struct ContentPathTests {
  @Test(
    arguments: [
      ([0x61, 0x2F, 0x62], "a/b"),
      ([], ""),
      ([0xC3, 0xA9], "é"),
      ([0xF0, 0x9F, 0x94, 0x91], "🔑"),
      // Escapes are for bytes; a backslash of the name itself stays.
      (Array("\\xff".utf8), "\\xff"),
      // A lone continuation, a cut sequence, an overlong slash, a surrogate, a value too large.
      ([0x61, 0x80, 0x62], "a\\x80b"),
      ([0x61, 0xC3], "a\\xc3"),
      ([0xC3, 0x28], "\\xc3("),
      ([0xE2, 0x82, 0x61], "\\xe2\\x82a"),
      ([0xC0, 0xAF], "\\xc0\\xaf"),
      ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"),
      ([0xF4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"),
      ([0xF5, 0xC3, 0xA9, 0xFF], "\\xf5é\\xff"),
    ] as [([UInt8], String)]
  )
  func writesBytesThatAreNotUTF8(bytes: [UInt8], text: String) {
    let path = ContentPath(bytes)
    #expect(path.text == text)
    #expect(path.description == text)
    #expect(path.isUTF8 == (String(validating: bytes, as: UTF8.self) != nil))
  }

  @Test func agreesWithTheNaiveTwinOnRandomBytes() {
    var generator = SplitMix64(seed: 3)
    let interesting: [UInt8] = [
      0x2F, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
      0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    var mismatches: [[UInt8]] = []
    for _ in 0..<4_000 {
      let bytes = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        interesting.randomElement(using: &generator) ?? 0
      }
      if Array(ContentPath(bytes).text.utf8) != naiveText(bytes) { mismatches.append(bytes) }
    }
    #expect(mismatches == [])
  }

  @Test func ordersByBytes() {
    let paths = [[0xFF], [0x61, 0x2F], [0x61], [], [0x61, 0x21], [0x80]].map(ContentPath.init)
    #expect(
      paths.sorted().map(\.bytes) == [[], [0x61], [0x61, 0x21], [0x61, 0x2F], [0x80], [0xFF]]
    )
  }

  /// Table 3-7 of the Unicode standard, "Well-Formed UTF-8 Byte Sequences", read row by row.
  private let wellFormed: [[ClosedRange<UInt8>]] = [
    [0x00...0x7F],
    [0xC2...0xDF, 0x80...0xBF],
    [0xE0...0xE0, 0xA0...0xBF, 0x80...0xBF],
    [0xE1...0xEC, 0x80...0xBF, 0x80...0xBF],
    [0xED...0xED, 0x80...0x9F, 0x80...0xBF],
    [0xEE...0xEF, 0x80...0xBF, 0x80...0xBF],
    [0xF0...0xF0, 0x90...0xBF, 0x80...0xBF, 0x80...0xBF],
    [0xF1...0xF3, 0x80...0xBF, 0x80...0xBF, 0x80...0xBF],
    [0xF4...0xF4, 0x80...0x8F, 0x80...0xBF, 0x80...0xBF],
  ]

  private func naiveText(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var offset = 0
    while offset < bytes.count {
      let row = wellFormed.first { row in
        offset + row.count <= bytes.count
          && row.indices.allSatisfy { row[$0].contains(bytes[offset + $0]) }
      }
      if let row {
        text += bytes[offset..<offset + row.count]
        offset += row.count
      } else {
        let digits = String(bytes[offset], radix: 16)
        text += Array("\\x\(digits)".utf8)
        offset += 1
      }
    }
    return text
  }
}
