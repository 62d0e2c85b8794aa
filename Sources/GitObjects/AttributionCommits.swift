/// The commits of a database: their trees and parents.
struct CommitGraph: Sendable {
  /// The number of each commit among all objects.
  private(set) var numbers: [UInt32] = []

  /// The number of each commit's root tree; `UInt32.max` if the database does not have it.
  private(set) var roots: [UInt32] = []

  /// The commits, each after its parents.
  private(set) var order: [UInt32] = []

  /// For each object's number its commit, or `none`.
  private var indices: [UInt32]

  /// Where the parents of each commit start; one more than there are commits.
  private var starts: [Int] = [0]
  private var parents: [UInt32] = []

  private static let none = UInt32.max

  /// Takes the commits that the workers of a sweep have found.
  init(_ facts: [AttributionFacts], objectCount: Int) {
    indices = [UInt32](repeating: Self.none, count: objectCount)
    var parentNumbers: [UInt32] = []
    for facts in facts {
      var offset = 0
      while offset < facts.commits.count {
        let number = facts.commits[offset]
        let parentCount = Int(facts.commits[offset + 2])
        if indices[Int(number)] == Self.none {
          indices[Int(number)] = UInt32(numbers.count)
          numbers.append(number)
          roots.append(facts.commits[offset + 1])
          parentNumbers += facts.commits[offset + 3..<offset + 3 + parentCount]
          starts.append(parentNumbers.count)
        }
        offset += 3 + parentCount
      }
    }
    // What is named as a parent and is no commit, or a broken one, is left out.
    var kept = 0
    var next = 0
    for commit in numbers.indices {
      let end = starts[commit + 1]
      while next < end {
        let parent = indices[Int(parentNumbers[next])]
        if parent != Self.none {
          parentNumbers[kept] = parent
          kept += 1
        }
        next += 1
      }
      starts[commit + 1] = kept
    }
    parentNumbers.removeLast(parentNumbers.count - kept)
    parents = parentNumbers
    let (starts, edges) = (starts, parents)
    order = TopologicalOrder.sort(nodeCount: numbers.count) { commit in
      starts[commit]..<starts[commit + 1]
    } target: { edge in
      Int(edges[edge])
    }
  }

  /// The commit of that number among all objects; `nil` if it is none.
  func commit(_ number: UInt32) -> Int? {
    let index = indices[Int(number)]
    return index == Self.none ? nil : Int(index)
  }

  /// The parents of a commit.
  func parents(of commit: Int) -> ArraySlice<UInt32> {
    parents[starts[commit]..<starts[commit + 1]]
  }

  /// Marks these commits, and all before them.
  func reachable(from tips: some Sequence<Int>) -> [Bool] {
    var isReached = [Bool](repeating: false, count: numbers.count)
    for tip in tips { isReached[tip] = true }
    for commit in order.reversed() where isReached[Int(commit)] {
      for parent in parents(of: Int(commit)) { isReached[Int(parent)] = true }
    }
    return isReached
  }
}

/// Up to 64 hits on their way through trees and commits, a bit for each.
struct HitMasks: Sendable {
  /// For each node of the graph the hits that are in it.
  let nodes: [UInt64]

  /// For each commit the hits that are in its tree, or were in that of one before it.
  let histories: [UInt64]

  /// The commits that brought a hit in which no commit before them had.
  let introductions: [(hit: Int, commit: UInt32)]

  /// The number of the first hit.
  let firstHit: Int

  /// The most hits at a time.
  static let hitCount = 64

  /// Follows the hits from `firstHit` on.
  init(from firstHit: Int, _ graph: AttributionGraph, _ commits: CommitGraph) {
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
    var introductions: [(hit: Int, commit: UInt32)] = []
    for commit in commits.order {
      var before: UInt64 = 0
      for parent in commits.parents(of: Int(commit)) { before |= histories[Int(parent)] }
      let own = graph.node(ofTree: commits.roots[Int(commit)]).map { nodes[$0] } ?? 0
      var new = own & ~before
      while new != 0 {
        introductions.append((firstHit + new.trailingZeroBitCount, commit))
        new &= new - 1
      }
      histories[Int(commit)] = before | own
    }
    self.nodes = nodes
    self.histories = histories
    self.introductions = introductions
  }

  /// The hits of a mask.
  func hits(_ mask: UInt64) -> [Int] {
    (0..<Self.hitCount).filter { mask >> UInt64($0) & 1 != 0 }.map { firstHit + $0 }
  }
}
