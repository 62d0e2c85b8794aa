import ScanModel
import TestSupport
import Testing

@testable import Decoding

@Suite struct EncodingTests {
  private let all: [Encoding] =
    (0..<4).map { .base64(phase: $0) } + [.utf16, .utf32, .hexadecimal, .escapes]

  @Test func decodesAroundAnAnchor() {
    let text = Encoding.base64(phase: 0).decode(
      Array("?aGVsbG8gd29ybGQ=".utf8).span,
      around: 5,
      reach: 100,
      origin: 0
    )
    #expect(text?.bytes == Array("hello world".utf8))
    #expect(text?.source(of: 0..<5) == 1..<8)
    #expect(text?.image(of: 5..<9) == 3..<6)
  }

  @Test func doesNotJoinShortLines() {
    let text = Encoding.base64(phase: 0).decode(
      Array("password\naGVsbG8g\nother".utf8).span,
      around: 9,
      reach: 100,
      origin: 0
    )
    #expect(text?.bytes == Array("hello ".utf8))
  }

  @Test(
    arguments: [
      "41 42:43-44,45\t46": "ABCDEF", "0x41, 0x42,0x43": "ABC", "41\\x42\\x43": "ABC",
      "41\r\n  42": "AB", "41 4": "A", "41;42": "A", "41,\\\r\n  42": "AB",
      "00000000: 4142 43  AB.\n00000003: 44  D": "ABCD",
      "000000 41 42\n000002 43": "ABC", "4142 4344\n4546": "ABCDEF",
    ]
  )
  func readsPairsOfDigits(text: String, decoded: String) {
    let bytes = Array(text.utf8)
    let anchor = bytes.firstIndex(of: UInt8(ascii: "4")) ?? 0
    let found = Encoding.hexadecimal.decode(bytes.span, around: anchor, reach: 100, origin: 0)
    #expect(found?.bytes == Array(decoded.utf8))
  }

  @Test func joinsTheLinesOfStrings() {
    let line = String(repeating: "QUJD", count: 8)
    for gap in ["\n", "\" +\n\t\"", "'\n'", "\\n", " \\\n# ", "\n+", "\n    + \""] {
      let bytes = Array("\(line)\(gap)\(line)".utf8)
      for anchor in [4, bytes.count - 4] {
        let text = Encoding.base64(phase: 0).decode(
          bytes.span,
          around: anchor,
          reach: 200,
          origin: 0
        )
        #expect(text?.bytes.count == 48, "\(gap) \(anchor)")
        #expect(text?.unbroken(around: 0, in: 0..<48) == 0..<24)
      }
    }
  }

  @Test(
    arguments: [
      "%41%u0041%zz%4": "AA%zz%4",
      "\\u0041\\u{41}\\U00000041\\x41\\101\\n\\\\u0041": "AAAAA\n\\u0041",
      "=41=\n=42= \r\n=4=C3c": "AB=4\u{FF}c", "\\101\\\nb": "Ab",
      "&#65;&#065;&#x41;&#x0041;&#65&quot;&none;": "AAAAA\"&none;",
    ]
  )
  func undoesEveryEscapeOfItsKind(text: String, decoded: String) {
    let bytes = Array(text.utf8)
    let found = Encoding.escapes.decode(bytes.span, around: 0, reach: 100, origin: 0)
    #expect(found?.bytes == decoded.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
  }

  @Test func takesAnyBytesAndAnyPlace() {
    var random = SplitMix64(seed: 2)
    let alphabet = Array("aZ9_-+/=%\\u&#x;{}\n\r n05f\0:,\"2B".utf8) + [0xFF, 0x80]
    for _ in 0..<400 {
      let count = Int.random(in: 1...90, using: &random)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      for encoding in all {
        let anchor = Int.random(in: 0..<count, using: &random)
        let reach = Int.random(in: 0...100, using: &random)
        let text = encoding.decode(bytes.span, around: anchor, reach: reach, origin: 1)
        guard let text, !text.bytes.isEmpty else { continue }
        let source = text.source(of: 0..<text.bytes.count)
        #expect(source.lowerBound >= 0 && source.upperBound <= count)
        let order = encoding.order(around: anchor, in: bytes.span, origin: 1)
        let name = encoding.name(of: source, anchor: anchor, order: order, in: bytes.span)
        #expect(!name.isEmpty)
      }
    }
  }

  /// Bytes that look like all encodings.
  private func hostile(_ random: inout SplitMix64) -> [UInt8] {
    let units = [
      "enF0", "X3px", "dF96", "\n", "\\n", " ", "%2F", "%2b", "\\/", "+", "\n+", "7a", "71 ", "5f:",
      "0x5f, ", "%7A", "%25", "%", "\\u005f", "\\", "\\\\", "&#95;", "&", "=5F", "=\n", "=",
      "z\0q\0",
      "\0t\0_", "\0\0\0_", "\" +\n  \"", "zqt_", "\n00000010: 7a71 745f  zqt_\n",
      "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNk", "\u{FF}",
    ]
    var bytes: [UInt8] = []
    var unit = units[0]
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      if Int.random(in: 0..<3, using: &random) == 0 {
        unit = units.randomElement(using: &random) ?? unit
      }
      bytes += Array(unit.utf8)
    }
    return bytes
  }

  @Test(arguments: 1...4)
  func aPartIsWhatTheWholeHasThere(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let bytes = hostile(&random)
      let anchor = Int.random(in: 0..<bytes.count, using: &random)
      let reach = Int.random(in: 10...300, using: &random)
      let before = Int.random(in: 0...30, using: &random)
      let after = Int.random(in: 0...60, using: &random)
      for encoding in all {
        for order: ByteOrder? in encoding.unitWidth == nil ? [nil] : [.little, .big] {
          var (part, whole) = (DecodedText(), DecodedText())
          encoding.decode(
            bytes.span,
            around: anchor,
            DecodedPart(reach: reach, before: before, after: after, order: order),
            origin: 0,
            into: &part
          )
          encoding.decode(
            bytes.span,
            around: anchor,
            DecodedPart(reach: reach, before: reach, after: reach, order: order),
            origin: 0,
            into: &whole
          )
          let image = whole.image(of: anchor..<anchor + 1)
          guard !image.isEmpty else { continue }
          let wanted =
            max(image.lowerBound - before, 0)..<min(image.lowerBound + after, whole.bytes.count)
          // Both have the byte that the anchor carries.
          let moved = part.image(of: anchor..<anchor + 1).lowerBound - image.lowerBound
          let same = wanted.lowerBound + moved..<wanted.upperBound + moved
          #expect(
            same.lowerBound >= 0 && same.upperBound <= part.bytes.count,
            "\(encoding) at \(anchor)"
          )
          guard !wanted.isEmpty, same.lowerBound >= 0, same.upperBound <= part.bytes.count
          else { continue }
          #expect(part.bytes[same] == whole.bytes[wanted], "\(encoding) at \(anchor)")
          #expect(part.source(of: same) == whole.source(of: wanted), "\(encoding) at \(anchor)")
        }
      }
    }
  }
}

extension Encoding {
  /// All that the encoding makes of the bytes around a place; `nil` for nothing.
  fileprivate func decode(
    _ bytes: Span<UInt8>,
    around anchor: Int,
    reach: Int,
    origin: Int
  ) -> DecodedText? {
    var text = DecodedText()
    decode(bytes, around: anchor, DecodedPart(reach: reach), origin: origin, into: &text)
    return text.bytes.isEmpty ? nil : text
  }
}
