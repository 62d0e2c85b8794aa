internal import ScanModel

/// Numbers for the objects of a database, so that millions of names fit in memory.
///
/// The objects of the first pack come first, in the order of their names, then those of the next
/// pack, then the loose ones. An object that several of them hold has the number of the first.
struct ObjectNumbers: Sendable {
  private let packs: [Pack]
  private let loose: [LooseObjects.Place]

  /// The number of the first object of each pack, and at the end that of the first loose one.
  private let starts: [Int]

  /// Numbers the objects that a sweep shows, as it does itself.
  init(_ sweep: ObjectSweep) {
    var starts = [0]
    let store = sweep.plan.store
    for pack in store.packs { starts.append((starts.last ?? 0) + pack.index.objectCount) }
    packs = store.packs
    loose = sweep.plan.loose.objects
    self.starts = starts
  }

  /// One more than the largest number.
  var count: Int { (starts.last ?? 0) + loose.count }

  /// The number of an object; `nil` if the database does not have it.
  func number(of name: ObjectID) -> UInt32? {
    for (pack, start) in zip(packs, starts) {
      if let position = pack.index.position(of: name) { return UInt32(exactly: start + position) }
    }
    var range = loose.startIndex..<loose.endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if loose[middle].name == name {
        return UInt32(exactly: (starts.last ?? 0) + middle)
      }
      range =
        loose[middle].name < name
        ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// The object of that number.
  func name(_ number: UInt32) -> ObjectID {
    let number = Int(number)
    guard let pack = packs.indices.first(where: { number < starts[$0 + 1] }) else {
      return loose[number - (starts.last ?? 0)].name
    }
    return packs[pack].index.name(at: number - starts[pack])
  }
}
