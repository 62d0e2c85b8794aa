/// What trees hold, as far as attribution cares: other trees, and hits.
///
/// Trees come in the order of a sweep, where each is much like the one before. So what is kept is
/// not what each tree holds, but for each item the run of trees, one after the other, that hold it.
/// git/git has 11 million items in 0.4 million trees, and far fewer runs.
struct TreeStream: Sendable {
  /// The trees by number, in the order in which they came.
  private(set) var trees: [UInt32] = []

  /// The runs, in the order in which they start.
  private(set) var runs: [ItemRun] = []

  /// For each item of the tree at hand its run.
  private var open: [UInt32] = []

  /// Whether there were more runs than are kept.
  private(set) var isTruncated = false

  private let maximumRunCount: Int

  /// Starts with no trees; keeps at most so many runs.
  init(maximumRunCount: Int) {
    self.maximumRunCount = maximumRunCount
  }

  /// How many items the tree at hand has.
  var itemCount: Int { open.count }

  /// Changes some items of the tree at hand, which starts as the tree before it.
  ///
  /// - Returns: Whether there was room for it; if not, the tree at hand has no items.
  mutating func replace(_ range: Range<Int>, with items: [TreeItem]) -> Bool {
    var old = range
    var new = items[...]
    while let first = new.first, !old.isEmpty, runs[Int(open[old.lowerBound])].item == first {
      old = old.lowerBound + 1..<old.upperBound
      new = new.dropFirst()
    }
    while let last = new.last, !old.isEmpty, runs[Int(open[old.upperBound - 1])].item == last {
      old = old.lowerBound..<old.upperBound - 1
      new = new.dropLast()
    }
    let tree = UInt32(trees.count)
    for index in old { runs[Int(open[index])].end = tree }
    guard new.count <= maximumRunCount - runs.count else {
      isTruncated = true
      open.removeSubrange(old)
      for run in open { runs[Int(run)].end = tree }
      open = []
      return false
    }
    let first = UInt32(runs.count)
    for item in new { runs.append(ItemRun(item: item, start: tree, end: UInt32.max)) }
    if old.count == 1, new.count == 1 {
      open[old.lowerBound] = first
    } else {
      open.replaceSubrange(old, with: first..<first + UInt32(new.count))
    }
    return true
  }

  /// Ends the tree at hand, which is the one of that number.
  mutating func endTree(_ number: UInt32) { trees.append(number) }

  /// Ends all runs; to be called when there are no more trees.
  mutating func finish() {
    for run in open { runs[Int(run)].end = UInt32(trees.count) }
    open = []
  }
}

/// Trees, one after the other, that hold the same item.
struct ItemRun: Hashable, Sendable {
  /// What they hold.
  var item: TreeItem

  /// The place of the first of them in the order of trees.
  var start: UInt32

  /// The place behind the last of them.
  var end: UInt32
}

/// Something in a tree that is, or may lead to, a hit.
struct TreeItem: Hashable, Sendable {
  /// The number of a tree; or the number of a hit above those of all objects.
  let item: UInt32

  /// The number of its name in the tree.
  let name: UInt32
}
