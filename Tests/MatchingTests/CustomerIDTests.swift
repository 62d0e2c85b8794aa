import Foundation
import ScanModel
import Testing

@testable import Matching

@Suite struct CustomerIDTests {
  @Test func agreesWithFoundationsBase64() {
    var generator = SplitMix64(seed: 5)
    let edges: [UInt32] = [0, 1, 255, 256, 0x7FFF_FFFF, 0x8000_0000, .max, 0xFBFF_FEFB]
    let numbers = edges + (0..<2_000).map { _ in UInt32.random(in: 0...(.max), using: &generator) }
    let mismatches = numbers.filter { number in
      let next = UInt8.random(in: 0...255, using: &generator)
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * $0)) }
      let text = Data(bytes + [next]).base64EncodedString()
        .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
      return CustomerID.decoded(at: 1, in: Array("x\(text)".utf8).span) != number
    }
    #expect(mismatches == [])
  }

  @Test(arguments: ["AAAA+A", "AAAA/A", "AAAAA=", "AAA AA", "AAAAA", "", "AAAA\u{0}A", "AAAAé"])
  func refusesWhatIsNotBase64URL(text: String) {
    let bytes = Array(text.utf8)
    let number = CustomerID.decoded(at: 0, in: bytes.span)
    #expect(number == nil)
  }
}
