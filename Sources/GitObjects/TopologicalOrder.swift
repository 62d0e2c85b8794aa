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
