import ScanModel
import Testing

@testable import GitObjects

@Suite struct EntryTableTests {
  /// A pack of blobs of different sizes whose names are in no order.
  private func pack(_ count: Int) throws -> (PackFixture, Pack) {
    var builder = PackBuilder()
    var random = SplitMix64(seed: 8)
    for _ in 0..<count {
      let bytes = (0..<20).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      builder.add(
        ObjectID(bytes.span, format: .sha1),
        [UInt8](repeating: 0, count: Int(random.next() % 300))
      )
    }
    let fixture = try PackFixture(builder)
    return (fixture, try Pack(fixture.path().bytes, format: .sha1))
  }

  @Test func sortsByOffset() throws {
    let (_, pack) = try pack(3_000)
    var rejected: [(position: Int, error: PackError)] = []
    let table = try EntryTable(pack, rejected: &rejected)
    #expect(rejected.isEmpty)
    #expect(table.count == 3_000)
    #expect(table.offset(0) == 12)
    #expect(table.end(2_999) == pack.file.entriesEnd)
    for entry in 0..<table.count {
      #expect(table.offset(entry) < table.end(entry))
      #expect(pack.index.packOffset(at: table.position(entry)) == table.offset(entry))
    }
  }

  @Test func findsEveryEntryAndNothingElse() throws {
    let (_, pack) = try pack(300)
    var rejected: [(position: Int, error: PackError)] = []
    let table = try EntryTable(pack, rejected: &rejected)
    let offsets = Dictionary(uniqueKeysWithValues: (0..<300).map { (table.offset($0), $0) })
    let lookup = EntryLookup(table)
    for offset in -1..<pack.file.entriesEnd + 5 {
      #expect(lookup.entry(at: offset) == offsets[offset])
    }
    #expect(lookup.entry(at: .max) == nil && lookup.entry(at: .min) == nil)
  }

  @Test func findsEntriesThatLieFarApart() throws {
    var builder = PackBuilder()
    for number in 0..<40 {
      // What does not compress, so that the entries are as long as their contents.
      var random = SplitMix64(seed: UInt64(number))
      let count = number == 3 ? 60_000 : number
      builder.add(
        PackBuilder.name(UInt8(number)),
        (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      )
    }
    let fixture = try PackFixture(builder)
    let pack = try Pack(fixture.path().bytes, format: .sha1)
    var rejected: [(position: Int, error: PackError)] = []
    let table = try EntryTable(pack, rejected: &rejected)
    let lookup = EntryLookup(table)
    for entry in 0..<40 {
      #expect(lookup.entry(at: table.offset(entry)) == entry)
      #expect(lookup.entry(at: table.offset(entry) + 1) == nil)
    }
  }

  @Test func findsNothingInAnEmptyPack() throws {
    let fixture = try PackFixture(PackBuilder())
    let pack = try Pack(fixture.path().bytes, format: .sha1)
    var rejected: [(position: Int, error: PackError)] = []
    let lookup = EntryLookup(try EntryTable(pack, rejected: &rejected))
    for offset in [-1, 0, 1, 12] { #expect(lookup.entry(at: offset) == nil) }
  }
}
