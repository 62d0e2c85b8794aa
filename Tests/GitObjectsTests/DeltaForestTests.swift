import ScanModel
import Testing

@testable import GitObjects

@Suite struct DeltaForestTests {
  private let base = Array("the base of it all".utf8)
  private let same: [UInt8] = [18, 18, 0x90, 18]

  private func name(_ number: Int, _ side: UInt8) -> ObjectID {
    let bytes = [UInt8(number >> 8), UInt8(number & 0xFF), side]
    return ObjectID((bytes + [UInt8](repeating: 1, count: 17)).span, format: .sha1)
  }

  private func forest(_ builder: PackBuilder) throws -> DeltaForest {
    let fixture = try PackFixture(builder)
    let pack = try Pack(fixture.path().bytes, format: .sha1)
    var rejected: [(position: Int, error: PackError)] = []
    let table = try EntryTable(pack, rejected: &rejected)
    let links = BaseLink.all(of: table, in: pack, threadCount: 2)
    return DeltaForest(table: table, links: links, isWanted: nil)
  }

  /// A chain of entries, each with one more delta that nothing is made from.
  private func comb(_ count: Int, isTurnedRound: Bool) -> PackBuilder {
    var builder = PackBuilder()
    if !isTurnedRound { builder.add(name(0, 0), base) }
    for number in isTurnedRound ? (1...count).reversed() : Array(1...count) {
      builder.add(name(number, 0), base: name(number - 1, 0), delta: same)
      builder.add(name(number, 1), base: name(number - 1, 0), delta: same)
    }
    if isTurnedRound { builder.add(name(0, 0), base) }
    return builder
  }

  @Test(arguments: [false, true])
  func putsTheChildWithMostBelowItFirst(_ isTurnedRound: Bool) throws {
    let forest = try forest(comb(100, isTurnedRound: isTurnedRound))
    #expect(forest.roots.map(\.kind) == [.whole(.blob)])
    #expect(forest.roots.map(\.entryCount) == [201])
    var entry = try #require(forest.roots.first.map { Int($0.entry) })
    var depth = 0
    while forest.firstChild[entry] != EntryTable.none {
      entry = Int(forest.firstChild[entry])
      depth += 1
    }
    #expect(depth == 100)
  }

  @Test(arguments: [false, true]) func reachesEveryEntryOnce(_ isTurnedRound: Bool) throws {
    let forest = try forest(comb(100, isTurnedRound: isTurnedRound))
    var reached: [Int] = []
    for root in forest.roots { forest.forEachEntry(below: Int(root.entry)) { reached.append($0) } }
    #expect(reached.sorted() == Array(0..<201))
  }
}
