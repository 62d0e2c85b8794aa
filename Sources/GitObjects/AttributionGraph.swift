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

  /// The most passes over the records, which is how deep trees may lie in trees.
  ///
  /// git itself stops at 2,048 (`core.maxTreeDepth`).
  private static let maximumPassCount = 4_096

  /// Finds the trees that lead to hits.
  ///
  /// - Parameters:
  ///   - facts: What the workers of a sweep have found.
  ///   - objectCount: One more than the largest number of an object.
  ///   - hitCount: The hits.
  init(_ facts: [AttributionFacts], objectCount: Int, hitCount: Int) {
    self.hitCount = hitCount
    var nodes = Self.mark(facts, objectCount: objectCount, hitCount: hitCount)
    var count = hitCount
    for number in 0..<objectCount where nodes[number] != Self.none {
      nodes[number] = UInt32(count)
      count += 1
    }
    for hit in 0..<hitCount { nodes[objectCount + hit] = UInt32(hit) }
    self.nodes = nodes
    starts = [Int](repeating: 0, count: count + 1)
    collectItems(facts)
    order = Self.sort(starts, items)
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

  /// Gives each tree that leads to a hit a number other than `none`; again and again, until no
  /// other one does.
  private static func mark(
    _ facts: [AttributionFacts],
    objectCount: Int,
    hitCount: Int
  ) -> [UInt32] {
    var marks = [UInt32](repeating: none, count: objectCount)
    marks += [UInt32](repeating: 0, count: hitCount)
    for _ in 0..<maximumPassCount {
      var isChanged = false
      for facts in facts {
        facts.trees.visit { tree, items in
          guard marks[Int(tree)] == none else { return }
          for item in items where marks[Int(item.item)] != none {
            marks[Int(tree)] = 0
            isChanged = true
            return
          }
        }
      }
      if !isChanged { break }
    }
    return marks
  }

  private mutating func collectItems(_ facts: [AttributionFacts]) {
    for facts in facts {
      facts.trees.visit { tree, items in
        let node = nodes[Int(tree)]
        guard node != Self.none else { return }
        starts[Int(node) + 1] = items.count { nodes[Int($0.item)] != Self.none }
      }
    }
    for node in 1..<starts.count { starts[node] += starts[node - 1] }
    items = [TreeItem](repeating: TreeItem(item: 0, name: 0), count: starts.last ?? 0)
    var nameNumbers: [[UInt8]: UInt32] = [:]
    for facts in facts {
      var renumbered = [UInt32](repeating: Self.none, count: facts.names.count)
      facts.trees.visit { tree, found in
        let node = nodes[Int(tree)]
        guard node != Self.none else { return }
        var next = starts[Int(node)]
        for item in found where nodes[Int(item.item)] != Self.none {
          if renumbered[Int(item.name)] == Self.none {
            let name = facts.names[Int(item.name)]
            let number = nameNumbers[name] ?? UInt32(names.count)
            if Int(number) == names.count {
              names.append(name)
              nameNumbers[name] = number
            }
            renumbered[Int(item.name)] = number
          }
          // A tree that two workers have seen, because its pack is broken, keeps its room.
          guard next < starts[Int(node) + 1] else { break }
          items[next] = TreeItem(
            item: nodes[Int(item.item)],
            name: renumbered[Int(item.name)]
          )
          next += 1
        }
      }
    }
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

/// An order of nodes in which each comes after those that it leads to.
enum TopologicalOrder {
  /// Sorts nodes; depth first, with a stack of its own.
  ///
  /// - Parameters:
  ///   - nodeCount: How many nodes there are.
  ///   - edges: The numbers of the edges that leave a node.
  ///   - target: The node that an edge leads to.
  /// - Returns: The nodes in order.
  static func sort(
    nodeCount: Int,
    edges: (Int) -> Range<Int>,
    target: (Int) -> Int
  ) -> [UInt32] {
    var order: [UInt32] = []
    order.reserveCapacity(nodeCount)
    var isSeen = [Bool](repeating: false, count: nodeCount)
    var stack: [(node: Int, rest: Range<Int>)] = []
    for start in 0..<nodeCount where !isSeen[start] {
      isSeen[start] = true
      stack.append((start, edges(start)))
      while let top = stack.last {
        guard let edge = top.rest.first else {
          order.append(UInt32(top.node))
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].rest = edge + 1..<top.rest.upperBound
        let next = target(edge)
        guard !isSeen[next] else { continue }
        isSeen[next] = true
        stack.append((next, edges(next)))
      }
    }
    return order
  }
}
