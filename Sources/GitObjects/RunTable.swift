/// The runs of all workers' trees, by what they hold.
struct RunTable: Sendable {
  /// The trees by number: those of the first worker in its order, then those of the next.
  let trees: [UInt32]

  /// Where the runs of each item start in `sorted`; one more than there are items.
  private let starts: [UInt32]
  private let sorted: [ItemRun]

  /// Sorts what the workers of a sweep have found.
  ///
  /// Each item's names are numbers among the names of all workers, one worker's after the other's.
  init(_ facts: [AttributionFacts], itemCount: Int) {
    var trees: [UInt32] = []
    var starts = [UInt32](repeating: 0, count: itemCount + 1)
    for facts in facts {
      trees += facts.trees.trees
      for run in facts.trees.runs { starts[Int(run.item.item) + 1] += 1 }
    }
    for item in 0..<itemCount { starts[item + 1] += starts[item] }
    let nothing = ItemRun(item: TreeItem(item: 0, name: 0), start: 0, end: 0)
    var sorted = [ItemRun](repeating: nothing, count: Int(starts.last ?? 0))
    var next = starts
    var firstTree: UInt32 = 0
    var firstName: UInt32 = 0
    for facts in facts {
      for run in facts.trees.runs {
        let item = Int(run.item.item)
        sorted[Int(next[item])] = ItemRun(
          item: TreeItem(item: run.item.item, name: run.item.name + firstName),
          start: run.start + firstTree,
          end: run.end + firstTree
        )
        next[item] += 1
      }
      firstTree += UInt32(facts.trees.trees.count)
      firstName += UInt32(facts.names.count)
    }
    self.trees = trees
    self.starts = starts
    self.sorted = sorted
  }

  /// The runs of trees that hold an item.
  func runs(of item: UInt32) -> ArraySlice<ItemRun> {
    sorted[Int(starts[Int(item)])..<Int(starts[Int(item) + 1])]
  }

  /// Finds the trees that lead to some items.
  ///
  /// - Returns: For each item a number other than `AttributionGraph.none` if it is one of them, or a
  ///   tree that leads to one; and those items.
  /// - Complexity: O(n) in runs and trees, nearly, however deep trees lie in trees.
  func trees(leadingTo hits: Range<Int>) -> (marks: [UInt32], found: [UInt32]) {
    var marks = [UInt32](repeating: AttributionGraph.none, count: starts.count - 1)
    var found: [UInt32] = []
    for hit in hits {
      marks[hit] = 0
      found.append(UInt32(hit))
    }
    // For each place in the order of trees the first one, from there on, that nothing has come to.
    var free = [UInt32](0...UInt32(trees.count))
    func firstFree(from place: UInt32) -> UInt32 {
      var place = place
      while free[Int(place)] != place {
        free[Int(place)] = free[Int(free[Int(place)])]
        place = free[Int(place)]
      }
      return place
    }
    var read = 0
    while read < found.count {
      for run in runs(of: found[read]) {
        var place = firstFree(from: run.start)
        while place < run.end {
          free[Int(place)] = place + 1
          let tree = trees[Int(place)]
          if marks[Int(tree)] == AttributionGraph.none {
            marks[Int(tree)] = 0
            found.append(tree)
          }
          place = firstFree(from: place)
        }
      }
      read += 1
    }
    return (marks, found)
  }
}

/// Gives equal names of several workers one number.
struct NameNumbers {
  /// The names by number.
  private(set) var names: [[UInt8]] = []

  /// The names of all workers, one worker's after the other's.
  private let given: [[UInt8]]
  private var renumbered: [UInt32]
  private var numbers: [[UInt8]: UInt32] = [:]

  /// Takes the names of each worker.
  init(_ workerNames: [[[UInt8]]]) {
    given = Array(workerNames.joined())
    renumbered = [UInt32](repeating: AttributionGraph.none, count: given.count)
  }

  /// The number of the name that has that number among the names of all workers.
  mutating func number(of name: UInt32) -> UInt32 {
    if renumbered[Int(name)] != AttributionGraph.none { return renumbered[Int(name)] }
    let bytes = given[Int(name)]
    let number = numbers[bytes] ?? UInt32(names.count)
    if Int(number) == names.count {
      names.append(bytes)
      numbers[bytes] = number
    }
    renumbered[Int(name)] = number
    return number
  }
}
