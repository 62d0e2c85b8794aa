internal import Posix
internal import ScanModel

/// Finds the objects that several packs have.
enum DuplicateFinder {
  /// For each pack, the positions of the objects that a pack before it has too.
  static func duplicates(in packs: [Pack], threadCount: Int) -> [PositionSet] {
    var sets = [PositionSet](repeating: PositionSet(), count: packs.count)
    guard packs.count > 1 else { return sets }
    let found = WorkerGroup.map(256, threadCount: threadCount) { number in
      let byte = UInt8(truncatingIfNeeded: number)
      // Looking each name up in all packs before is quickest for one large pack and some small
      // ones; many packs are better merged.
      return packs.count <= 4 ? lookUp(byte, in: packs) : merge(byte, in: packs)
    }
    for (pack, position) in found.joined() { sets[pack].insert(position) }
    return sets
  }

  private static func lookUp(_ byte: UInt8, in packs: [Pack]) -> [(pack: Int, position: Int)] {
    var found: [(pack: Int, position: Int)] = []
    for number in packs.indices.dropFirst() {
      let pack = packs[number]
      var last: ObjectID?
      for position in pack.index.positions(firstByte: byte) {
        let name = pack.index.name(at: position)
        if name == last || packs[..<number].contains(where: { $0.index.position(of: name) != nil })
        {
          found.append((number, position))
        }
        last = name
      }
    }
    return found
  }

  private static func merge(_ byte: UInt8, in packs: [Pack]) -> [(pack: Int, position: Int)] {
    var entries: [(name: ObjectID, pack: Int, position: Int)] = []
    for (number, pack) in packs.enumerated() {
      for position in pack.index.positions(firstByte: byte) {
        entries.append((pack.index.name(at: position), number, position))
      }
    }
    entries.sort { left, right in
      left.name != right.name
        ? left.name < right.name : (left.pack, left.position) < (right.pack, right.position)
    }
    var found: [(pack: Int, position: Int)] = []
    for (entry, next) in zip(entries, entries.dropFirst()) where entry.name == next.name {
      found.append((next.pack, next.position))
    }
    return found
  }
}
