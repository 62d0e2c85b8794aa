import Rules
import Testing

@testable import VectaraAPI

@Suite struct KeyShapeTests {
  private func isExact(_ key: some Sequence<UInt8>) -> Bool { KeyShape.isExact(Array(key).span) }

  @Test(arguments: ["zut", "zqt", "zwt"])
  func knowsKeys(_ kind: String) throws {
    let key = try FakeKeys.expand("{key:\(kind):1}")
    #expect(isExact(key))
    #expect(KeyShape.isUnmasked(key[...]))
    for index in key.indices {
      var other = key
      other[index] = UInt8(ascii: "!")
      #expect(!isExact(other))
      #expect(!KeyShape.isUnmasked(other[...]))
      #expect(!isExact(key[..<index]))
    }
  }
}
