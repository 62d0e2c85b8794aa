internal import Inflate
internal import Posix
internal import ScanModel

/// Which entries of a pack are deltas of which: trees whose roots do not need another entry.
///
/// Children are lists: the first child of an entry, and for each child the next one. The first
/// child is the one with most entries below it. A walk that leaves it for last, and frees its base
/// before it, has at most log2(n) bases in use at a time: each step to another child halves what is
/// below.
struct DeltaForest: Sendable {
  /// The entries.
  let table: EntryTable

  /// For each entry its first child, or `EntryTable.none`.
  private(set) var firstChild: [UInt32]

  /// For each entry the next child of its base, or `EntryTable.none`.
  private(set) var nextSibling: [UInt32]

  /// The entries that are not a delta of another one of the pack, in the order of offsets.
  private(set) var roots: [Root] = []

  /// An entry where a walk starts.
  struct Root: Sendable {
    let entry: UInt32
    let kind: RootKind
    /// How many entries there are below it, and itself.
    let entryCount: UInt32
  }

  /// Why an entry is a root.
  enum RootKind: Hashable, Sendable {
    /// It is a whole object of that type.
    case whole(ObjectType)
    /// Its base is not in the pack.
    case foreign
    /// Its header cannot be read, or leads nowhere.
    case broken
    /// It is a delta of itself, through others.
    case cyclic
  }

  private static let none = UInt32(EntryTable.none)

  /// Builds the forest of a pack.
  ///
  /// - Parameters:
  ///   - table: The entries.
  ///   - links: What each entry is a delta of.
  ///   - isWanted: Whether the object of an entry is asked for; one that is not, is left out unless
  ///     one that is needs it as its base.
  init(table: EntryTable, links: [BaseLink], isWanted: ((Int) -> Bool)?) {
    self.table = table
    firstChild = [UInt32](repeating: Self.none, count: table.count)
    nextSibling = firstChild
    let needed = isWanted.map { Self.neededEntries(links, isWanted: $0) }
    var counts = [UInt32](repeating: 1, count: table.count)
    var hasForwardLink = false
    // From the last to the first: what is below an entry has been counted when it is its turn. Only
    // a base behind its delta is out of turn; then everything is linked again.
    for entry in links.indices.reversed() where needed?[entry] ?? true {
      switch links[entry] {
      case .root(let type): addRoot(entry, .whole(type), counts)
      case .foreign: addRoot(entry, .foreign, counts)
      case .broken: addRoot(entry, .broken, counts)
      case .base(let base):
        link(entry, to: Int(base), counts)
        counts[Int(base)] &+= counts[entry]
        hasForwardLink = hasForwardLink || base >= entry
      }
    }
    roots.reverse()
    if hasForwardLink { linkAgain(links, needed: needed) }
  }

  private mutating func addRoot(_ entry: Int, _ kind: RootKind, _ counts: [UInt32]) {
    roots.append(Root(entry: UInt32(entry), kind: kind, entryCount: counts[entry]))
  }

  private mutating func link(_ entry: Int, to base: Int, _ counts: [UInt32]) {
    let first = firstChild[base]
    if first == Self.none || counts[entry] > counts[Int(first)] {
      nextSibling[entry] = first
      firstChild[base] = UInt32(entry)
    } else {
      nextSibling[entry] = nextSibling[Int(first)]
      nextSibling[Int(first)] = UInt32(entry)
    }
  }

  /// Marks the entries that are wanted, and those that they are made from.
  private static func neededEntries(_ links: [BaseLink], isWanted: (Int) -> Bool) -> [Bool] {
    var needed = [Bool](repeating: false, count: links.count)
    for entry in links.indices where isWanted(entry) {
      var next = entry
      // Every step marks an entry, so the steps of all walks are at most as many as the entries.
      while !needed[next] {
        needed[next] = true
        guard case .base(let base) = links[next] else { break }
        next = Int(base)
      }
    }
    return needed
  }

  /// Puts the children in their right order where bases stand behind their deltas, and makes each
  /// entry that no root leads to a root without children.
  private mutating func linkAgain(_ links: [BaseLink], needed: [Bool]?) {
    // A base before what is made from it.
    var order: [UInt32] = []
    for root in roots {
      forEachEntry(below: Int(root.entry)) { order.append(UInt32($0)) }
    }
    var counts = [UInt32](repeating: 1, count: links.count)
    var isReached = [Bool](repeating: false, count: links.count)
    for entry in links.indices {
      firstChild[entry] = Self.none
      nextSibling[entry] = Self.none
    }
    for entry in order.reversed() {
      isReached[Int(entry)] = true
      guard case .base(let base) = links[Int(entry)] else { continue }
      link(Int(entry), to: Int(base), counts)
      counts[Int(base)] &+= counts[Int(entry)]
    }
    roots = roots.map {
      Root(entry: $0.entry, kind: $0.kind, entryCount: counts[Int($0.entry)])
    }
    for entry in links.indices where !isReached[entry] && needed?[entry] ?? true {
      roots.append(Root(entry: UInt32(entry), kind: .cyclic, entryCount: 1))
    }
  }

  /// Calls `body` with an entry and all below it, a base before what is made from it.
  func forEachEntry(below entry: Int, _ body: (Int) -> Void) {
    var waiting = [entry]
    while let next = waiting.popLast() {
      body(next)
      var child = firstChild[next]
      while child != Self.none {
        waiting.append(Int(child))
        child = nextSibling[Int(child)]
      }
    }
  }
}

/// What an entry of a pack is a delta of.
enum BaseLink: Hashable, Sendable {
  /// Of nothing: it is a whole object.
  case root(ObjectType)
  /// Of the entry of that number.
  case base(UInt32)
  /// Of an object that is not in the pack.
  case foreign
  /// Of nothing that can be known: the header cannot be read, or leads to no entry.
  case broken

  /// Finds what the entry of that number is a delta of.
  ///
  /// - Parameters:
  ///   - offset: Where the entry starts.
  ///   - lookup: The entries of the pack.
  ///   - pack: The pack.
  ///   - bytes: The bytes of the pack.
  init(at offset: Int, _ lookup: EntryLookup, in pack: Pack, bytes: Span<UInt8>) {
    do throws(PackError) {
      switch try PackEntry(bytes, at: offset, format: pack.file.format).kind {
      case .whole(let type): self = .root(type)
      case .offsetDelta(let distance):
        let base = lookup.entry(at: offset - distance)
        self = base.map { .base(UInt32($0)) } ?? .broken
      case .nameDelta(let name):
        guard let position = pack.index.position(of: name) else {
          self = .foreign
          return
        }
        let base = pack.index.packOffset(at: position).flatMap { lookup.entry(at: $0) }
        self = base.map { .base(UInt32($0)) } ?? .broken
      }
    } catch {
      // The error is found again, and told, when the entry is visited.
      self = .broken
    }
  }

  /// Reads the headers of all entries of a pack.
  static func all(of table: EntryTable, in pack: Pack, threadCount: Int) -> [BaseLink] {
    // The headers touch every page of the pack. They are given back after some.
    let partCount = 1 << 14
    let lookup = EntryLookup(table)
    let parts = WorkerGroup.map(
      (table.count + partCount - 1) / partCount,
      threadCount: threadCount
    ) { part in
      defer { if part % 4 == 3 { pack.file.releaseMemory() } }
      return pack.file.withBytes { bytes in
        let range = part * partCount..<min((part + 1) * partCount, table.count)
        return range.map { entry in
          let ahead = entry + prefetchCount
          if ahead < table.count { bytes.prefetch(table.offset(ahead)..<table.offset(ahead) + 1) }
          return BaseLink(at: table.offset(entry), lookup, in: pack, bytes: bytes)
        }
      }
    }
    return Array(parts.joined())
  }

  /// How many entries ahead the memory is asked for a header.
  private static let prefetchCount = 16
}
