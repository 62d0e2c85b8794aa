/// What trees hold, as far as attribution cares: other trees, and hits.
///
/// Trees come in the order of a sweep, where each is much like the one before. So a record holds
/// only what differs:
///
///     tree | items kept at the start | items kept at the end | new items | (item, name) × new
///
/// git/git has 11 million items in 0.4 million trees, most of them kept.
struct TreeStream: Sendable {
  /// The records, one after the other.
  private var words: [UInt32] = []

  /// The items of the tree written last.
  private var last: [TreeItem] = []

  /// The size in words.
  var wordCount: Int { words.count }

  /// Adds a tree.
  mutating func append(_ tree: UInt32, _ items: [TreeItem]) {
    var start = 0
    let shared = min(items.count, last.count)
    while start < shared, items[start] == last[start] { start += 1 }
    var end = 0
    while end < shared - start, items[items.count - 1 - end] == last[last.count - 1 - end] {
      end += 1
    }
    let new = items[start..<items.count - end]
    words.append(tree)
    words.append(UInt32(start))
    words.append(UInt32(end))
    words.append(UInt32(new.count))
    for item in new {
      words.append(item.item)
      words.append(item.name)
    }
    last.replaceSubrange(start..<last.count - end, with: new)
  }

  /// Calls `body` with each tree and its items, in the order they were added.
  func visit(_ body: (_ tree: UInt32, _ items: [TreeItem]) -> Void) {
    var items: [TreeItem] = []
    var offset = 0
    while offset < words.count {
      let tree = words[offset]
      let start = Int(words[offset + 1])
      let end = items.count - Int(words[offset + 2])
      let count = Int(words[offset + 3])
      offset += 4
      if end - start == count {
        for index in 0..<count {
          items[start + index] = TreeItem(
            item: words[offset + 2 * index],
            name: words[offset + 2 * index + 1]
          )
        }
      } else {
        items.replaceSubrange(
          start..<end,
          with: (0..<count).map {
            TreeItem(item: words[offset + 2 * $0], name: words[offset + 2 * $0 + 1])
          }
        )
      }
      offset += 2 * count
      body(tree, items)
    }
  }
}

/// Something in a tree that is, or may lead to, a hit.
struct TreeItem: Hashable, Sendable {
  /// The number of a tree; or the number of a hit above those of all objects.
  let item: UInt32

  /// The number of its name in the tree.
  let name: UInt32
}
