import ScanModel
import Testing

@testable import Matching

@Suite struct TextByteTests {
  private func text(_ bytes: [UInt8]) -> [Bool] {
    bytes.indices.map { TextByte.stands(at: $0, in: bytes.span) }
  }

  @Test func charactersOfUTF8AreText() {
    let characters: [Character] = [
      "a", " ", "~", "\t", "\n", "\r", "é", "ü", "Ж", "界", "→", "🔑", "\u{80}",
    ]
    let misses = characters.filter { text(Array(String($0).utf8)).contains(false) }
    #expect(misses == [])
    #expect(!text(Array(String(characters).utf8)).contains(false))
  }

  @Test func everyByteAloneIsTextOrNot() {
    let alone = (UInt8.min...UInt8.max).filter { text([0x20, $0, 0x20])[1] }
    #expect(alone == Array(0x09...0x0D) + Array(0x20...0x7E))
    let binary = (UInt8.min...UInt8.max).filter {
      let bytes: [UInt8] = [0x20, $0, 0x20]
      return TextByte.isBinary(at: 1, in: bytes.span)
    }
    #expect(
      binary == Array(0...0x08) + Array(0x0E...0x1A) + Array(0x1C...0x1F) + Array(0x7F...0xBF)
    )
  }

  @Test func aCharacterCutShortIsNoText() {
    for character in ["é", "界", "🔑"] {
      let bytes = Array(character.utf8)
      for count in 1..<bytes.count {
        #expect(!text(Array(bytes.prefix(count))).contains(true), "\(character) \(count)")
        #expect(!text(Array(bytes.suffix(count))).contains(true), "\(character) \(count)")
        #expect(!text(Array(bytes.prefix(count)) + [0x61]).dropLast().contains(true))
      }
      #expect(text(bytes + [0x80]).last == false)
    }
  }

  @Test func agreesWithItsTwinOnAnyBytes() {
    var random = SplitMix64(seed: 9)
    let some: [UInt8] = [0x80, 0xBF, 0xC2, 0xDF, 0xE0, 0xEF, 0xF0, 0xF4, 0xF5, 0x61, 0x00, 0x1B]
    for _ in 0..<3_000 {
      let bytes = (0..<8).map { _ in some.randomElement(using: &random) ?? 0 }
      #expect(text(bytes) == bytes.indices.map { NaiveCountedString.isText($0, bytes) })
    }
  }
}
