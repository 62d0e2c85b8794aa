/// The trees that lead to hits, and nothing else: a small part of all trees.
///
/// A node is a hit, for numbers below `hitCount`, or a tree.
struct AttributionGraph: Sendable {
  /// How many hits there are.
  let hitCount: Int

  /// For each tree's number among all objects its node, or `none`.
  private let nodes: [UInt32]

  /// Where the items of each node start in `items`; one more than there are nodes.
  private var starts: [Int]

  /// What the nodes hold: nodes, and their names by number.
  private var items: [TreeItem] = []

  /// The names of items.
  private(set) var names: [[UInt8]] = []

  /// The nodes, each after all that it holds.
  private(set) var order: [UInt32] = []

  /// The number that stands for no node.
  static let none = UInt32.max

  /// Whether something was left out because there was too much of it.
  private(set) var isTruncated: Bool

  /// The most items that are kept, of 8 bytes each.
  private static let maximumItemCount = 1 << 25

  /// Finds the trees that lead to hits.
  ///
  /// - Parameters:
  ///   - facts: What the workers of a sweep have found.
  ///   - objectCount: One more than the largest number of an object.
  ///   - hitCount: The hits.
  init(_ facts: [AttributionFacts], objectCount: Int, hitCount: Int) {
    self.hitCount = hitCount
    isTruncated = facts.contains { $0.isTruncated }
    let runs = RunTable(facts, itemCount: objectCount + hitCount)
    var (nodes, order) = runs.trees(leadingTo: objectCount..<objectCount + hitCount)
    var count = hitCount
    for number in 0..<objectCount where nodes[number] != Self.none {
      nodes[number] = UInt32(count)
      count += 1
    }
    for hit in 0..<hitCount { nodes[objectCount + hit] = UInt32(hit) }
    self.nodes = nodes
    starts = [Int](repeating: 0, count: count + 1)
    order.sort()
    collectItems(runs, of: order, facts.map(\.names))
    self.order = Self.sort(starts, items)
  }

  /// How many nodes there are.
  var nodeCount: Int { starts.count - 1 }

  /// The node of a tree of that number; `nil` if it leads to no hit.
  func node(ofTree number: UInt32) -> Int? {
    guard Int(number) < nodes.count - hitCount, nodes[Int(number)] != Self.none else { return nil }
    return Int(nodes[Int(number)])
  }

  /// What a node holds.
  func items(of node: Int) -> ArraySlice<TreeItem> { items[starts[node]..<starts[node + 1]] }

  /// Lists what the nodes hold.
  ///
  /// - Parameters:
  ///   - runs: What is in which trees.
  ///   - held: The trees and hits that are nodes, in the order of their numbers.
  ///   - workerNames: The names of each worker.
  private mutating func collectItems(
    _ runs: RunTable,
    of held: [UInt32],
    _ workerNames: [[[UInt8]]]
  ) {
    var total = 0
    for number in held {
      for run in runs.runs(of: number) {
        total += Int(run.end - run.start)
        guard total <= Self.maximumItemCount else {
          isTruncated = true
          break
        }
        for place in run.start..<run.end {
          starts[Int(nodes[Int(runs.trees[Int(place)])]) + 1] += 1
        }
      }
    }
    for node in 1..<starts.count { starts[node] += starts[node - 1] }
    items = [TreeItem](repeating: TreeItem(item: 0, name: 0), count: starts.last ?? 0)
    var next = starts
    var numbers = NameNumbers(workerNames)
    total = 0
    for number in held {
      for run in runs.runs(of: number) {
        total += Int(run.end - run.start)
        guard total <= Self.maximumItemCount else { break }
        let item = TreeItem(item: nodes[Int(number)], name: numbers.number(of: run.item.name))
        for place in run.start..<run.end {
          let node = Int(nodes[Int(runs.trees[Int(place)])])
          items[next[node]] = item
          next[node] += 1
        }
      }
    }
    names = numbers.names
  }

  /// Puts the nodes in an order where each comes after all that it holds.
  ///
  /// Names that lie can make a tree hold itself; then the order is as good as can be.
  private static func sort(_ starts: [Int], _ items: [TreeItem]) -> [UInt32] {
    TopologicalOrder.sort(nodeCount: starts.count - 1) { node in
      starts[node]..<starts[node + 1]
    } target: { index in
      Int(items[index].item)
    }
  }
}
