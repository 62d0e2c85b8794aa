import ScanModel
import TestSupport
import Testing

@testable import GitObjects

@Suite struct AttributionVisitorTests {
  private static let missing = PackBuilder.name(0xFE)
  private static let hit = PackBuilder.name(0xFD)

  /// A database of 40 trees, whose numbers are their first bytes.
  private func makeVisitor() throws -> AttributionVisitor {
    var pack = PackBuilder()
    for number in 0..<40 as Range<UInt8> { pack.add(PackBuilder.name(number), type: 2, []) }
    let store = try PackFixture(pack).store
    let sweep = ObjectSweep(store, options: SweepOptions(threadCount: 1))
    return AttributionVisitor(
      AttributionHits([Self.hit], format: .sha1),
      ObjectNumbers(sweep),
      store.location,
      threadCount: 1
    )
  }

  /// What a tree holds that matters, by the room's other reader of trees.
  private func items(_ content: [UInt8]) -> Set<String> {
    var items: Set<String> = []
    var entries = TreeEntries(format: .sha1)
    while let entry = try? entries.next(in: content.span) {
      let name = String(decoding: content[entry.name], as: UTF8.self)
      switch entry.kind {
      case .directory where entry.object.firstByte < 40:
        items.insert("\(entry.object.firstByte) \(name)")
      case .file where entry.object == Self.hit, .symbolicLink where entry.object == Self.hit:
        items.insert("40 \(name)")
      default: break
      }
    }
    return items
  }

  /// What the visitor has kept of each tree that has something.
  private func items(_ facts: AttributionFacts) -> [Set<String>] {
    facts.trees.trees.indices.map { place in
      let runs = facts.trees.runs.filter { $0.start <= place && place < $0.end }
      return Set(
        runs.map { run in
          let name = String(decoding: facts.names[Int(run.item.name)], as: UTF8.self)
          return "\(run.item.item) \(name)"
        }
      )
    }
  }

  private func entry(_ random: inout SplitMix64) -> [UInt8] {
    let kinds = ["100644", "40000", "160000", "120000", "040000", "100755"]
    let objects = [
      PackBuilder.name(UInt8(random.next() % 40)), Self.hit, Self.missing, PackBuilder.name(0xFC),
    ]
    let name = String(repeating: "n", count: Int(random.next() % 3)) + "\(random.next() % 1_000)"
    let kind = kinds[Int(random.next() % 6)]
    return Array("\(kind) \(name)\0".utf8) + objects[Int(random.next() % 4)].bytes
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func keepsOfEachTreeWhatReadingItAloneGives(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var visitor = try makeVisitor()
    var entries = (0..<60).map { _ in entry(&random) }
    var expected: [Set<String>] = []
    var brokenCount = 0
    for number in 0..<400 {
      for _ in 0..<random.next() % 4 {
        let index = Int(random.next() % UInt64(max(entries.count, 1)))
        switch random.next() % 6 {
        case 0: entries.insert(entry(&random), at: min(index, entries.count))
        case 1 where !entries.isEmpty: entries.remove(at: index)
        case 2 where random.next() % 8 == 0: entries = (0..<50).map { _ in entry(&random) }
        default: if !entries.isEmpty { entries[index] = entry(&random) }
        }
      }
      var content = Array(entries.joined())
      // Some trees are cut off anywhere.
      if random.next() % 10 == 0 {
        content.removeLast(Int(random.next() % UInt64(content.count + 1)))
      }
      var whole = TreeEntries(format: .sha1)
      do { while try whole.next(in: content.span) != nil {} } catch { brokenCount += 1 }
      visitor.visit(.tree, content.span, number: number) { Self.missing }
      if !items(content).isEmpty { expected.append(items(content)) }
    }
    let facts = visitor.take()
    let found = items(facts)
    #expect(found.count == expected.count)
    let wrong = zip(found, expected).enumerated().first { $1.0 != $1.1 }
    #expect(wrong == nil, "of tree \(wrong?.offset ?? 0)")
    #expect(facts.brokenCount == brokenCount)
    #expect(facts.missing == [PackBuilder.name(0xFC), Self.hit, Self.missing])
    #expect(!facts.isTruncated)
  }

  @Test func findsTheNumberOfAnObjectThatComesWithoutOne() throws {
    var visitor = try makeVisitor()
    let content = Array("100644 a\0".utf8) + Self.hit.bytes
    visitor.visit(.tree, content.span) { PackBuilder.name(7) }
    #expect(visitor.take().trees.trees == [7])
  }
}
