/// The tree that was read last, to tell what of the next one differs.
///
/// A tree of thousands of entries mostly differs from the one before in a few; finding them takes a
/// small part of the time that reading all takes.
struct LastTree: Sendable {
  /// The tree's content, all of it in the form that git writes.
  private(set) var bytes: [UInt8] = []

  /// Where each entry starts.
  private(set) var entries: [UInt32] = []

  /// Where the entry of each item starts.
  private(set) var items: [UInt32] = []

  /// The entry that an offset is in, or the number of entries for the end.
  func entry(at offset: Int) -> Int {
    offset >= bytes.count
      ? entries.count : Self.firstIndex(in: entries, notBelow: UInt32(offset) + 1) - 1
  }

  /// The first entry that starts at `offset` or behind it.
  func firstEntry(notBefore offset: Int) -> Int {
    Self.firstIndex(in: entries, notBelow: UInt32(offset))
  }

  /// Where an entry starts; the end of the tree for the number of entries.
  func start(_ entry: Int) -> Int { entry < entries.count ? Int(entries[entry]) : bytes.count }

  /// The items whose entries start in a range of offsets.
  func items(in range: Range<Int>) -> Range<Int> {
    Self.firstIndex(
      in: items,
      notBelow: UInt32(range.lowerBound)
    )..<Self.firstIndex(in: items, notBelow: UInt32(range.upperBound))
  }

  /// Some entries of a tree that take the place of others.
  struct Change {
    /// Where they start.
    var entries: [UInt32] = []
    /// Where those that are items start.
    var items: [UInt32] = []
  }

  /// Takes the bytes of `content` in `range`, and the entries there, for those from the start of
  /// `range` up to `end`.
  mutating func replace(
    upTo end: Int,
    with change: Change,
    _ content: Span<UInt8>,
    _ range: Range<Int>
  ) {
    let old = range.lowerBound..<end
    let shift = UInt32(truncatingIfNeeded: range.count - old.count)
    let itemRange = items(in: old)
    let entryRange =
      firstEntry(notBefore: old.lowerBound)..<firstEntry(notBefore: old.upperBound)
    // SAFETY: the bytes are copied before the call ends.
    unsafe content.extracting(range).withUnsafeBufferPointer { new in
      unsafe bytes.replaceSubrange(old, with: new)
    }
    Self.replace(entryRange, of: &entries, with: change.entries, shift: shift)
    Self.replace(itemRange, of: &items, with: change.items, shift: shift)
  }

  /// Forgets the tree.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
  }

  private static func replace(
    _ range: Range<Int>,
    of offsets: inout [UInt32],
    with new: [UInt32],
    shift: UInt32
  ) {
    if range.count != new.count || !new.isEmpty { offsets.replaceSubrange(range, with: new) }
    guard shift != 0 else { return }
    for index in range.lowerBound + new.count..<offsets.count {
      // Wraps for what moves to the front.
      offsets[index] &+= shift
    }
  }

  private static func firstIndex(in offsets: [UInt32], notBelow offset: UInt32) -> Int {
    var range = offsets.startIndex..<offsets.endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        offsets[middle] < offset ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}

/// Compares the ends of bytes, a word at a time.
enum ByteComparison {
  /// How many bytes at the ends of two contents are equal, at most `limit`, which is no more than
  /// either has.
  static func commonSuffix(_ left: Span<UInt8>, _ right: Span<UInt8>, atMost limit: Int) -> Int {
    var count = 0
    while limit - count >= 8 {
      let leftWord = left.word(at: left.count - count - 8)
      let difference = (leftWord ^ right.word(at: right.count - count - 8)).littleEndian
      if difference != 0 { return count + difference.leadingZeroBitCount / 8 }
      count += 8
    }
    while count < limit, left[left.count - count - 1] == right[right.count - count - 1] {
      count += 1
    }
    return count
  }
}

extension Span<UInt8> {
  /// The eight bytes at `offset` as a number in the machine's own order.
  func word(at offset: Int) -> UInt64 {
    // SAFETY: the load checks its bounds, and any bits are a number.
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}
