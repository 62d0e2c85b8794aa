/// Up to 64 hits on their way through trees and commits, a bit for each.
struct HitMasks: Sendable {
  /// For each node of the graph the hits that are in it.
  let nodes: [UInt64]

  /// For each commit the hits that are in its tree, or were in that of one before it.
  let histories: [UInt64]

  /// For each hit the commits that brought it, and before which no commit had it.
  let candidates: [Candidates]

  /// The number of the first hit.
  let firstHit: Int

  /// The most hits at a time.
  static let hitCount = 64

  /// Follows the hits from `firstHit` on.
  ///
  /// - Parameters:
  ///   - firstHit: The number of the first hit.
  ///   - graph: The trees that lead to hits.
  ///   - commits: The commits.
  ///   - ranks: For each commit how well it is kept in reach, the best being 0.
  init(
    from firstHit: Int,
    _ graph: AttributionGraph,
    _ commits: CommitGraph,
    ranks: [UInt8]
  ) {
    self.firstHit = firstHit
    var nodes = [UInt64](repeating: 0, count: graph.nodeCount)
    for hit in firstHit..<min(firstHit + Self.hitCount, graph.hitCount) {
      nodes[hit] = 1 << UInt64(hit - firstHit)
    }
    for node in graph.order {
      var mask = nodes[Int(node)]
      for item in graph.items(of: Int(node)) { mask |= nodes[Int(item.item)] }
      nodes[Int(node)] = mask
    }
    var histories = [UInt64](repeating: 0, count: commits.numbers.count)
    var candidates = [Candidates](repeating: Candidates(), count: Self.hitCount)
    for commit in commits.order {
      var before: UInt64 = 0
      for parent in commits.parents(of: Int(commit)) { before |= histories[Int(parent)] }
      let own = graph.node(ofTree: commits.roots[Int(commit)]).map { nodes[$0] } ?? 0
      var new = own & ~before
      while new != 0 {
        candidates[new.trailingZeroBitCount].add(
          commit,
          number: commits.numbers[Int(commit)],
          rank: ranks[Int(commit)]
        )
        new &= new - 1
      }
      histories[Int(commit)] = before | own
    }
    self.nodes = nodes
    self.histories = histories
    self.candidates = candidates
  }
}

/// The commits that may have brought a blob: those best in reach, and not too many.
struct Candidates: Sendable {
  private var found: [(number: UInt32, commit: UInt32)] = []
  private var rank = UInt8.max

  /// How many are compared; of more, those whose names come first.
  static let maximumCount = 1_000

  /// Adds a commit.
  ///
  /// - Parameters:
  ///   - commit: Which commit it is.
  ///   - number: Its number among all objects, which orders it.
  ///   - rank: How well it is kept in reach; those of a lower number push out all others.
  mutating func add(_ commit: UInt32, number: UInt32, rank: UInt8) {
    guard rank <= self.rank else { return }
    if rank < self.rank { found.removeAll(keepingCapacity: true) }
    self.rank = rank
    found.append((number, commit))
    if found.count == 2 * Self.maximumCount { trim() }
  }

  /// The commits.
  func commits() -> [UInt32] {
    var trimmed = self
    trimmed.trim()
    return trimmed.found.map(\.commit)
  }

  private mutating func trim() {
    guard found.count > Self.maximumCount else { return }
    found.sort { $0.number < $1.number }
    found.removeLast(found.count - Self.maximumCount)
  }
}
