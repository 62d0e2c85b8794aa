import Inflate
import ScanModel
import Testing

@testable import GitObjects

@Suite struct ObjectOutlineTests {
  private let base = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }

  private func outline(
    _ delta: [UInt8],
    head: Int,
    edge: Int,
    maximumByteCount: Int = 1 << 24
  ) throws(DeltaError) -> (bytes: [UInt8], objectByteCount: Int)? {
    let result = ByteBuffer(capacity: 1)
    let count = try ObjectOutline(headByteCount: head, edgeByteCount: edge).make(
      from: delta.span,
      of: base.span,
      into: result,
      maximumByteCount: maximumByteCount
    )
    return count.map { (result.bytes, $0) }
  }

  private func object(_ delta: [UInt8]) throws(DeltaError) -> [UInt8] {
    let result = ByteBuffer(capacity: 1)
    try Delta.apply(delta.span, to: base.span, into: result, maximumByteCount: 1 << 24)
    return result.bytes
  }

  /// A delta of copies and new bytes of all lengths, and what it makes.
  private func delta(_ random: inout SplitMix64) -> [UInt8] {
    var instructions: [UInt8] = []
    var byteCount = 0
    for _ in 0..<Int(random.next() % 12) {
      if random.next() % 3 == 0 {
        let count = Int(1 + random.next() % 127)
        instructions += [UInt8(count)] + (0..<count).map { _ in UInt8(random.next() & 0xFF) }
        byteCount += count
      } else {
        let limit: UInt64 = random.next() % 2 == 0 ? 40 : 3_000
        let count = Int(1 + random.next() % limit)
        let offset = Int(random.next() % UInt64(base.count - count))
        instructions += [
          0xB3, UInt8(offset & 0xFF), UInt8(offset >> 8), UInt8(count & 0xFF), UInt8(count >> 8),
        ]
        byteCount += count
      }
    }
    return PackBuilder.size(base.count) + PackBuilder.size(byteCount) + instructions
  }

  private func runs(_ bytes: [UInt8], _ byteCount: Int) -> Set<[UInt8]> {
    guard bytes.count >= byteCount else { return [] }
    return Set((0...bytes.count - byteCount).map { Array(bytes[$0..<$0 + byteCount]) })
  }

  @Test(arguments: [(0, 1), (0, 7), (262, 7), (262, 32), (20, 64)])
  func hasEveryShortRunThatTheBaseHasNot(_ head: Int, _ edge: Int) throws {
    var random = SplitMix64(seed: 11)
    let known = runs(base, edge + 1)
    for _ in 0..<40 {
      let delta = delta(&random)
      let object = try object(delta)
      let outline = try #require(try outline(delta, head: head, edge: edge))
      #expect(outline.objectByteCount == object.count)
      #expect(outline.bytes.count <= object.count)
      #expect(runs(object, edge + 1).subtracting(known).isSubset(of: runs(outline.bytes, edge + 1)))
      #expect(outline.bytes.prefix(head) == object.prefix(head))
      #expect(outline.bytes.suffix(edge) == object.suffix(edge))
    }
  }

  @Test func leavesOutWhatIsCopied() throws {
    var delta: [UInt8] = PackBuilder.size(base.count)
    delta += PackBuilder.size(10_003)
    delta += [0xB1, 9, 0x88, 0x13, 3, 1, 2, 3, 0xB1, 0, 0x88, 0x13] as [UInt8]
    let outline = try #require(try outline(delta, head: 10, edge: 4))
    var expected = Array(base[9..<19])
    expected += base[5_005..<5_009]
    expected += [1, 2, 3] as [UInt8]
    expected += base[0..<4]
    expected += base[4_996..<5_000]
    #expect(outline.bytes == expected)
  }

  @Test func isWrongWhereTheDeltaIs() throws {
    var random = SplitMix64(seed: 12)
    var errors: Set<DeltaError> = []
    for _ in 0..<3_000 {
      var delta = delta(&random)
      let place = Int(random.next() % UInt64(delta.count))
      if random.next() % 2 == 0 {
        delta[place] ^= 1 << UInt8(random.next() % 8)
      } else {
        delta.removeLast(delta.count - place)
      }
      var expected: DeltaError?
      do { _ = try object(delta) } catch { expected = error }
      var found: DeltaError?
      do { _ = try outline(delta, head: 262, edge: 32) } catch { found = error }
      #expect(found == expected)
      if let found { errors.insert(found) }
    }
    #expect(errors.count > 3)
  }

  @Test func isNotMadeOfTooMuch() throws {
    #expect(throws: DeltaError.tooLarge(byteCount: 9, maximumByteCount: 8)) {
      _ = try outline(
        PackBuilder.size(base.count) + [9],
        head: 1,
        edge: 1,
        maximumByteCount: 8
      )
    }
    // More new bytes than an outline may have.
    let inserts = [UInt8](repeating: 127, count: 128 * 10_000)
    let delta = PackBuilder.size(base.count) + PackBuilder.size(127 * 10_000) + inserts
    #expect(try object(delta).count == 127 * 10_000)
    #expect(try outline(delta, head: 1, edge: 1) == nil)
  }
}
