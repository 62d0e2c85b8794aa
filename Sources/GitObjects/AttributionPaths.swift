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

  /// The size of each path in bytes.
  private var byteCounts: [UInt32] = []

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

  /// The most different paths, parts of paths included.
  private static let maximumStepCount = 4 << 20

  /// The longest path in bytes; trees in trees a million deep would have longer ones.
  private static let maximumByteCount = 1 << 20

  private static let hitBit: UInt32 = 1 << 31

  /// Finds all paths.
  init(_ graph: AttributionGraph) {
    names = graph.names
    ranges = [Range<Int>](repeating: 0..<0, count: graph.nodeCount)
    isTruncated = graph.isTruncated
    var numbers = StepNumbers()
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

  private mutating func add(_ step: Step, from start: Int, _ numbers: inout StepNumbers) {
    guard paths.count - start < Self.maximumTreePathCount, paths.count < Self.maximumPathCount
    else {
      isTruncated = true
      return
    }
    if let number = numbers.number(of: step) {
      paths.append(number)
      return
    }
    let isLast = step.rest & Self.hitBit != 0
    let restByteCount = isLast ? 0 : Int(byteCounts[Int(step.rest)]) + 1
    let byteCount = names[Int(step.name)].count + restByteCount
    guard steps.count < Self.maximumStepCount, byteCount <= Self.maximumByteCount else {
      isTruncated = true
      return
    }
    let number = UInt32(steps.count)
    steps.append(step)
    hits.append(isLast ? step.rest & ~Self.hitBit : hits[Int(step.rest)])
    byteCounts.append(UInt32(byteCount))
    numbers.add(step, number)
    paths.append(number)
  }

  /// The numbers of steps, those looked up last at hand: each tree has mostly those of the one
  /// before.
  private struct StepNumbers {
    private var numbers: [Step: UInt32] = [:]
    private var known = [(step: Step, number: UInt32)](
      repeating: (Step(name: UInt32.max, rest: UInt32.max), 0),
      count: 1 << 12
    )

    mutating func number(of step: Step) -> UInt32? {
      let place = Self.place(of: step)
      if known[place].step == step { return known[place].number }
      guard let number = numbers[step] else { return nil }
      known[place] = (step, number)
      return number
    }

    mutating func add(_ step: Step, _ number: UInt32) { numbers[step] = number }

    /// The top bits of a product to which all bits of the step have added.
    private static func place(of step: Step) -> Int {
      let word = UInt64(step.name) << 32 | UInt64(step.rest)
      return Int((word &* 0x9E37_79B9_7F4A_7C15) >> 52)
    }
  }

  /// How many different paths there are, parts of paths included.
  var count: Int { steps.count }

  /// The size of a path in bytes.
  func byteCount(of path: UInt32) -> Int { Int(byteCounts[Int(path)]) }

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
