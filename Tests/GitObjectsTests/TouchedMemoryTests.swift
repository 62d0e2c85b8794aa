import ScanModel
import Testing

@testable import GitObjects

@Suite struct TouchedMemoryTests {
  private static let block = 1 << TouchedMemory.blockShift
  private static let region = 1 << TouchedMemory.regionShift

  @Test func countsEachBlockOnce() {
    let memory = TouchedMemory(packByteCounts: [1 << 30, 100], maximumByteCount: 1 << 30)
    #expect(memory.byteCount == 0)
    for block in [0, 1, 0, 31, 32, 31] { #expect(memory.insert(block: block, ofPack: 0).isEmpty) }
    #expect(memory.insert(block: 0, ofPack: 1).isEmpty)
    #expect(memory.byteCount == 5 * Self.block)
    #expect(memory.round == 0)
  }

  @Test func givesBackWhatNobodyHasToldOfForLongest() {
    let memory = TouchedMemory(
      packByteCounts: [8 * Self.region, Self.region],
      maximumByteCount: 40 * Self.block
    )
    func fill(_ region: Int) -> [TouchedMemory.Stretch] {
      (0..<10).flatMap { memory.insert(block: 32 * region + $0, ofPack: 0) }
    }
    func stretch(_ region: Int) -> TouchedMemory.Stretch {
      .init(pack: 0, range: region * Self.region..<(region + 1) * Self.region)
    }
    for region in [2, 0, 1, 3] { #expect(fill(region).isEmpty) }
    // All were told of in the first round; the first ones go.
    #expect(memory.insert(block: 0, ofPack: 1) == [stretch(0)])
    #expect(memory.round == 1)
    #expect(memory.byteCount == 31 * Self.block)
    // A block that is in memory already is told of again in the new round.
    #expect(memory.insert(block: 32 * 1, ofPack: 0).isEmpty)
    #expect(fill(5) == [stretch(2)])
    #expect(fill(6) == [stretch(3)])
    #expect(memory.round == 3)
    #expect(memory.byteCount <= 40 * Self.block)
  }

  @Test func keepsToAnyLimit() {
    var random = SplitMix64(seed: 5)
    let memory = TouchedMemory(packByteCounts: [64 * Self.region], maximumByteCount: 1)
    for _ in 0..<500 {
      _ = memory.insert(block: Int(random.next() % 2_048), ofPack: 0)
      #expect(memory.byteCount <= Self.block)
    }
  }

  @Test func aWorkerTellsOfEachBlockOnceInARound() {
    var touched = TouchedBlocks()
    func told(_ range: Range<Int>, pack: Int = 0, round: Int = 0) -> [Int] {
      var blocks: [Int] = []
      touched.insert(range, ofPack: pack, round: round) { blocks.append($0) }
      return blocks
    }
    #expect(told(5..<5).isEmpty)
    #expect(told(0..<1) == [0])
    #expect(told(100..<Self.block).isEmpty)
    #expect(told(Self.block - 1..<Self.block + 1) == [1])
    #expect(told(100 * Self.block..<102 * Self.block) == [100, 101])
    #expect(told(0..<3 * Self.block) == [2])
    #expect(told(0..<1, round: 1) == [0])
    #expect(told(0..<1, pack: 1, round: 1) == [0])
    #expect(told(0..<1, pack: 1, round: 1).isEmpty)
  }
}

@Suite struct PositionSetTests {
  @Test func holdsWhatWasAdded() {
    var set = PositionSet()
    #expect(!set.contains(0))
    for position in [0, 63, 64, 1_000, 63] { set.insert(position) }
    #expect(set.count == 4)
    #expect((0..<2_000).filter(set.contains) == [0, 63, 64, 1_000])
  }
}
