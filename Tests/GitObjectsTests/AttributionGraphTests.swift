import ScanModel
import Testing

@testable import GitObjects

@Suite struct AttributionGraphTests {
  /// Trees that each hold the one before, the first a hit.
  private func chain(_ depth: Int) -> AttributionFacts {
    var facts = AttributionFacts(threadCount: 1)
    facts.names = [Array("d".utf8)]
    // From the outermost, so that one look at each does not do.
    for tree in (0..<UInt32(depth)).reversed() {
      let inner = tree == 0 ? UInt32(depth) : tree - 1
      let items = [TreeItem(item: inner, name: 0)]
      _ = facts.trees.replace(0..<facts.trees.itemCount, with: items)
      facts.trees.endTree(tree)
    }
    facts.trees.finish()
    return facts
  }

  @Test func followsTreesInTreesHoweverDeep() {
    let depth = 100_000
    let graph = AttributionGraph([chain(depth)], objectCount: depth, hitCount: 1)
    #expect(graph.nodeCount == depth + 1)
    let paths = HitPaths(graph)
    let root = graph.node(ofTree: UInt32(depth - 1)).map { paths.paths(of: $0) }
    #expect(root?.count == 1)
    let text = root?.first.map { paths.text($0).bytes }
    #expect(text == Array(String(repeating: "d/", count: depth - 1).utf8) + [UInt8(ascii: "d")])
    #expect(!paths.isTruncated)
  }

  @Test func leavesOutPathsThatAreTooLong() {
    let depth = 600_000
    let graph = AttributionGraph([chain(depth)], objectCount: depth, hitCount: 1)
    let paths = HitPaths(graph)
    #expect(paths.isTruncated)
    #expect(graph.node(ofTree: UInt32(depth - 1)).map { paths.paths(of: $0).isEmpty } == true)
  }

  @Test func saysThatTreesWereLeftOut() {
    var facts = chain(3)
    facts.areNamesTruncated = true
    let graph = AttributionGraph([facts], objectCount: 3, hitCount: 1)
    #expect(graph.isTruncated && HitPaths(graph).isTruncated)
  }

  @Test func survivesTreesThatHoldThemselves() {
    var facts = AttributionFacts(threadCount: 1)
    facts.names = [Array("a".utf8), Array("b".utf8)]
    for (tree, inner) in [(0, 1), (1, 0)] as [(UInt32, UInt32)] {
      let items = [TreeItem(item: inner, name: 0), TreeItem(item: 2, name: 1)]
      _ = facts.trees.replace(0..<facts.trees.itemCount, with: items)
      facts.trees.endTree(tree)
    }
    facts.trees.finish()
    let graph = AttributionGraph([facts], objectCount: 2, hitCount: 1)
    #expect(graph.order.sorted() == [0, 1, 2])
    #expect(HitPaths(graph).count >= 1)
  }

  @Test func joinsTheNamesOfSeveralWorkers() {
    var first = AttributionFacts(threadCount: 2)
    first.names = [Array("x".utf8), Array("y".utf8)]
    _ = first.trees.replace(0..<0, with: [TreeItem(item: 2, name: 1)])
    first.trees.endTree(0)
    first.trees.finish()
    var second = AttributionFacts(threadCount: 2)
    second.names = [Array("y".utf8)]
    _ = second.trees.replace(0..<0, with: [TreeItem(item: 2, name: 0)])
    second.trees.endTree(1)
    second.trees.finish()
    let graph = AttributionGraph([first, second], objectCount: 2, hitCount: 1)
    #expect(graph.names == [Array("y".utf8)])
    let paths = HitPaths(graph)
    #expect(graph.node(ofTree: 0).map { Array(paths.paths(of: $0)) } == [0])
    #expect(graph.node(ofTree: 1).map { Array(paths.paths(of: $0)) } == [0])
  }
}
