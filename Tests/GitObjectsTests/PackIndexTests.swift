import ScanModel
import TestSupport
import Testing

@testable import GitObjects

@Suite struct PackIndexTests {
  private func name(_ bytes: [UInt8]) -> ObjectID {
    let bytes = bytes + [UInt8](repeating: 0, count: 20 - bytes.count)
    return ObjectID(bytes.span, format: .sha1)
  }

  /// Names that are spread as hashes are, and names that are not.
  @Test(arguments: [0, 1, 2, 3]) func findsEveryNameAndNoOther(_ kind: Int) throws {
    var random = SplitMix64(seed: UInt64(kind))
    let names = (0..<700).map { number -> ObjectID in
      let bytes = (0..<20).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let low = [UInt8(number >> 8), UInt8(number & 255)]
      return switch kind {
      case 0: name(bytes)
      case 1: name([7] + bytes.dropLast())
      case 2: name([7, 0, 0, 0] + low)
      default: name([7, 255, 255, 255] + low)
      }
    }
    var pack = PackBuilder()
    for name in names { pack.add(name, []) }
    let file = try #require(try PackFixture(pack).store.packs.first)
    let sorted = names.sorted()
    for (position, name) in sorted.enumerated() {
      #expect(file.index.position(of: name) == position)
    }
    for first in [0, 7, 255] as [UInt8] {
      #expect(file.index.position(of: name([first, 0, 0, 0, 0, 0, 1])) == nil)
      #expect(file.index.position(of: name([first] + [UInt8](repeating: 255, count: 19))) == nil)
    }
  }

  @Test func findsTheFirstOfEqualNames() throws {
    var pack = PackBuilder()
    for _ in 0..<40 { pack.add(name([9]), []) }
    pack.add(name([9, 1]), [])
    let file = try #require(try PackFixture(pack).store.packs.first)
    #expect(file.index.position(of: name([9])) == 0)
    #expect(file.index.position(of: name([9, 1])) == 40)
  }
}
