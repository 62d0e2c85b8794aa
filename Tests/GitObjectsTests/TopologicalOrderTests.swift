import Testing

@testable import GitObjects

@Suite struct TopologicalOrderTests {
  @Test func putsEachNodeBehindWhatItLeadsTo() {
    let edges = [[1, 2], [3], [3], []]
    let order = sort(edges)
    #expect(order == [3, 1, 2, 0])
  }

  @Test func takesEachNodeOfACycleOnce() {
    #expect(sort([[1], [2], [0]]).sorted() == [0, 1, 2])
    #expect(sort([[0], [0, 1]]) == [0, 1])
  }

  @Test func needsNoStackForLongChains() {
    let count = 1_000_000
    let order = TopologicalOrder.sort(nodeCount: count) { node in
      node..<min(node + 1, count - 1)
    } target: { edge in
      edge + 1
    }
    #expect(order == (0..<UInt32(count)).reversed())
  }

  private func sort(_ edges: [[Int]]) -> [UInt32] {
    let starts = edges.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    let targets = Array(edges.joined())
    return TopologicalOrder.sort(nodeCount: edges.count) { node in
      starts[node]..<starts[node + 1]
    } target: { edge in
      targets[edge]
    }
  }
}
