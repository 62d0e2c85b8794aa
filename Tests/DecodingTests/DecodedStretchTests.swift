import ScanModel
import TestSupport
import Testing

@testable import Decoding

@Suite struct DecodedStretchTests {
  /// Encoded letters with an anchor at each of some places.
  private func places(_ encoding: Encoding) -> (bytes: [UInt8], anchors: [Int]) {
    var random = SplitMix64(seed: 4)
    let text = (0..<8_000).map { _ in UInt8.random(in: 0x41...0x5A, using: &random) }
    let numbers = (0..<40).map { $0 * $0 }
    return switch encoding {
    case .base64(let phase): (EncodedText(base64: text).bytes, numbers.map { 4 * $0 + phase })
    case .utf16: (text.flatMap { [$0, 0] }, numbers.map { 2 * $0 })
    case .utf32: (text.flatMap { [$0, 0, 0, 0] }, numbers.map { 4 * $0 })
    case .hexadecimal: (text.flatMap { EncodedText.escaped($0, "%02x") }, numbers.map { 2 * $0 })
    case .escapes: (text.flatMap { EncodedText.escaped($0, "\\u%04x") }, numbers.map { 6 * $0 })
    }
  }

  private static let all: [Encoding] =
    (0..<4).map { Encoding.base64(phase: $0) } + [.utf16, .utf32, .hexadecimal, .escapes]

  @Test(arguments: all)
  func hasWhatEachOfItsPlacesDecodes(encoding: Encoding) {
    let (bytes, anchors) = places(encoding)
    let order: ByteOrder? = encoding.unitWidth == nil ? nil : .little
    var stretch = DecodedStretch()
    for anchor in anchors {
      let part = DecodedPart(reach: 400, before: 20, after: 30, order: order)
      var text = DecodedText()
      encoding.decode(bytes.span, around: anchor, part, origin: 0, into: &text)
      stretch.cover(bytes.span, around: anchor, encoding, order, reach: 400)
      let end = stretch.end(around: anchor, reach: 400)
      let own = text.image(of: anchor..<anchor + 1).lowerBound
      let start = stretch.text.image(of: anchor..<anchor + 1).lowerBound
      #expect(start + 30 <= end, "at \(anchor)")
      #expect(stretch.text.bytes[start..<start + 30] == text.bytes[own..<own + 30], "at \(anchor)")
      #expect(
        stretch.text.source(of: start..<start + 30) == text.source(of: own..<own + 30),
        "at \(anchor)"
      )
    }
  }

  @Test func groupsCharactersAsEachPlaceDoes() {
    let bytes = Array(String(repeating: "enF0X3px", count: 100).utf8)
    var stretch = DecodedStretch()
    for (anchor, phase) in [(400, 0), (404, 0), (409, 1), (411, 2), (412, 3), (416, 0)] {
      let encoding = Encoding.base64(phase: phase)
      var text = DecodedText()
      let part = DecodedPart(reach: 90)
      encoding.decode(bytes.span, around: anchor, part, origin: 0, into: &text)
      stretch.cover(bytes.span, around: anchor, encoding, nil, reach: 90)
      let own = text.image(of: anchor..<anchor + 1).lowerBound
      let start = stretch.text.image(of: anchor..<anchor + 1).lowerBound
      #expect(
        stretch.text.bytes[start..<start + 12] == text.bytes[own..<own + 12],
        "at \(anchor)"
      )
    }
  }

  @Test func forgetsOtherBytes() {
    var stretch = DecodedStretch()
    stretch.cover(Array("QUJDREVG".utf8).span, around: 0, .base64(phase: 0), nil, reach: 8)
    #expect(stretch.text.bytes == Array("ABCDEF".utf8))
    stretch.forget()
    stretch.cover(Array("YWJjZGVm".utf8).span, around: 0, .base64(phase: 0), nil, reach: 8)
    #expect(stretch.text.bytes == Array("abcdef".utf8))
  }
}
