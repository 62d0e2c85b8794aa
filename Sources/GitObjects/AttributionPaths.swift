internal import ScanModel

/// The paths from trees to the hits in them.
///
/// A path is a number that stands for a name and the path behind it. Equal paths have one number,
/// however many trees have them.
struct HitPaths: Sendable {
  /// A path: a name, and what follows.
  private struct Step: Hashable {
    let name: UInt32
    /// The path behind the name; for the last name the hit, with the top bit set.
    let rest: UInt32
  }

  private var steps: [Step] = []
  private var hits: [UInt32] = []

  /// Where the paths of each node start in `paths`; those of trees only.
  private var ranges: [Range<Int>]
  private var paths: [UInt32] = []
  private let names: [[UInt8]]

  /// Whether there were more paths than are kept.
  private(set) var isTruncated = false

  /// The most paths of one tree, and of all trees.
  ///
  /// A tree that holds the same tree ten times, that one another ten times and so on has more paths
  /// than there is memory.
  private static let maximumTreePathCount = 4_096
  private static let maximumPathCount = 32 << 20

  private static let hitBit: UInt32 = 1 << 31

  /// Finds all paths.
  init(_ graph: AttributionGraph) {
    names = graph.names
    ranges = [Range<Int>](repeating: 0..<0, count: graph.nodeCount)
    var numbers: [Step: UInt32] = [:]
    for node in graph.order where Int(node) >= graph.hitCount {
      let start = paths.count
      for item in graph.items(of: Int(node)) {
        if Int(item.item) < graph.hitCount {
          add(Step(name: item.name, rest: item.item | Self.hitBit), from: start, &numbers)
        } else {
          for index in ranges[Int(item.item)] {
            add(Step(name: item.name, rest: paths[index]), from: start, &numbers)
          }
        }
      }
      ranges[Int(node)] = start..<paths.count
    }
  }

  private mutating func add(_ step: Step, from start: Int, _ numbers: inout [Step: UInt32]) {
    guard paths.count - start < Self.maximumTreePathCount, paths.count < Self.maximumPathCount
    else {
      isTruncated = true
      return
    }
    if let number = numbers[step] {
      paths.append(number)
      return
    }
    let number = UInt32(steps.count)
    steps.append(step)
    hits.append(
      step.rest & Self.hitBit != 0 ? step.rest & ~Self.hitBit : hits[Int(step.rest)]
    )
    numbers[step] = number
    paths.append(number)
  }

  /// The paths from a tree to hits.
  func paths(of node: Int) -> ArraySlice<UInt32> { paths[ranges[node]] }

  /// The hit that a path leads to.
  func hit(of path: UInt32) -> Int { Int(hits[Int(path)]) }

  /// The bytes of a path.
  func text(_ path: UInt32) -> ContentPath {
    var bytes: [UInt8] = []
    var next = path
    while true {
      let step = steps[Int(next)]
      bytes += names[Int(step.name)]
      if step.rest & Self.hitBit != 0 { return ContentPath(bytes) }
      bytes.append(UInt8(ascii: "/"))
      next = step.rest
    }
  }
}
