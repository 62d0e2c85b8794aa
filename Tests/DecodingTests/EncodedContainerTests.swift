import ByteSearch
import Foundation
import ScanModel
import TestSupport
import Testing

@testable import Decoding

@Suite struct EncodedContainerTests {
  /// What containers of each kind start with; random bytes follow.
  private static let heads: [(kind: ContainerKind, bytes: [UInt8])] =
    [
      (.gzip, [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]), (.gzip, [0x1F, 0x8B, 8, 8]),
      (.zip, [0x50, 0x4B, 3, 4, 20, 0, 0, 8, 8, 0]), (.zip, [0x50, 0x4B, 3, 4, 45, 0, 8, 0, 0, 0]),
      (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
      (.pdf, Array("%PDF-1.7\n".utf8)),
    ]
    + (1...9).map { (.bzip2, Array("BZh\($0)1AY&SY".utf8)) }

  private func encoded(_ bytes: [UInt8], _ layerCount: Int) -> [UInt8] {
    (0..<layerCount).reduce(bytes) { text, _ in Array(Data(text).base64EncodedString().utf8) }
  }

  /// What the needles tell of at the start of a text.
  private func found(_ text: [UInt8], depth: Int = 2, at offset: Int = 0) -> [EncodedContainer] {
    EncodedContainerNeedle.needles(depth: depth).compactMap { needle in
      guard needle.pattern.stands(at: offset, in: text.span) else { return nil }
      let start = EncodedContainer.start(ofNeedleAt: offset, in: text.span)
      return EncodedContainer(needle, at: start, in: text.span)
    }
  }

  @Test(arguments: 1...2)
  func everyContainerIsToldByItsStart(layerCount: Int) {
    var random = SplitMix64(seed: 7)
    for head in Self.heads where layerCount == 1 || head.kind != .pdf {
      for _ in 0..<200 {
        let rest = (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
        let text = encoded(head.bytes + rest, layerCount)
        let containers = found(text)
        #expect(containers.map(\.kind) == [head.kind], "\(String(decoding: text, as: UTF8.self))")
        #expect(containers.map(\.layerCount) == [layerCount])
        #expect(found(text, depth: layerCount - 1) == [])
      }
    }
  }

  @Test func slashesMayBeEscaped() {
    let xz = String(
      decoding: encoded([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0] + zeros(40), 1),
      as: UTF8.self
    )
    for (slash, offset, start) in [("/", 0, 0), ("_", 0, 0), ("\\/", 1, 1), ("%2F", 2, 0)] {
      let text = Array(xz.replacing("/", with: slash).utf8)
      #expect(found(text, at: offset).map(\.kind) == [.xz])
      #expect(found(text, at: offset).map(\.offset) == [start])
    }
  }

  private func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  @Test func whatIsTooShortForAKeyIsNone() {
    let text = encoded([0x1F, 0x8B, 8] + zeros(30), 1)
    #expect(found(Array(text.prefix(24))).count == 1)
    #expect(found(Array(text.prefix(23))) == [])
    #expect(found(Array("H4sI".utf8)) == [])
    #expect(found(Array("H4sIAAAAAAAA/… is gzip in base64, mind you".utf8)) == [])
  }

  @Test func headersThatThereAreNotAreNone() {
    for head: [UInt8] in [
      [0x1F, 0x8B, 8, 0x20], [0x50, 0x4B, 3, 4, 64, 0, 0, 0, 8, 0],
      [0x50, 0x4B, 3, 4, 20, 0, 0, 0x80, 8, 0], [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 100, 0],
      [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 8, 1], Array("BZh91BY".utf8),
    ] {
      #expect(found(encoded(head + zeros(40), 1)) == [])
    }
  }

  @Test func gzipIsCertainIfItsHeaderIsUsual() {
    for (flags, system, isCertain) in [(0, 3, true), (2, 255, true), (4, 13, true), (1, 3, false)] {
      let head = [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, UInt8(flags), UInt8(system)] + zeros(40)
      #expect(found(encoded(head, 1)).map(\.isCertain) == [isCertain])
    }
  }

  @Test func theMarkOfAPatchLineIsKnown() {
    let text = encoded([0x1F, 0x8B, 8] + zeros(40), 1)
    for (before, mark) in [
      ("+", "+"), ("x\n-", "-"), ("\r\n+", "+"), ("x+", nil), (" ", nil), ("+ ", nil),
    ] {
      let found = found(Array(before.utf8) + text, at: before.utf8.count)
      #expect(found.map(\.lineMark) == [mark?.utf8.first])
    }
  }
}
