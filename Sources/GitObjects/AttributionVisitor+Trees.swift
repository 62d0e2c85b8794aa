internal import ByteSearch
internal import ScanModel

extension AttributionVisitor {
  mutating func readTree(_ content: Span<UInt8>, _ number: UInt32?) {
    let isWhole = readChanges(content)
    if !isWhole { facts.brokenCount += 1 }
    if facts.trees.itemCount > 0, let number { facts.trees.endTree(number) }
    // What is behind a broken entry is not known.
    if !isWhole || content.count > Self.maximumLastByteCount { forgetLast() }
  }

  private mutating func forgetLast() {
    if last.bytes.count > Self.maximumLastByteCount { last = LastTree() }
    last.removeAll()
    _ = facts.trees.replace(0..<facts.trees.itemCount, with: [])
  }

  /// Finds out what a tree holds; `false` if it is broken, and what follows is not read.
  ///
  /// `TreeEntries` reads the same; this sees 160 million entries of git/git, and looks at those only
  /// that the tree before did not have in the same place.
  private mutating func readChanges(_ content: Span<UInt8>) -> Bool {
    var offset = 0
    for _ in 0..<Self.maximumChangeCount {
      offset = content.firstDifference(from: last.bytes.span, at: offset)
      if offset == content.count, offset == last.bytes.count { return true }
      let index = last.entry(at: offset)
      let start = last.start(index)
      guard let entry = readEntry(content, at: start), entry.end == last.start(index + 1),
        index < last.entries.count
      else {
        let limit = min(content.count, last.bytes.count) - start
        let suffix = ByteComparison.commonSuffix(content, last.bytes.span, atMost: max(limit, 0))
        return readRest(content, from: start, suffix: suffix)
      }
      clearChange()
      add(entry, at: start, content)
      guard apply(content, start..<entry.end, upTo: entry.end) else { return true }
      offset = entry.end
    }
    return readRest(content, from: offset, suffix: 0)
  }

  /// Reads entries up to where the tree before had the same, or to the end.
  private mutating func readRest(_ content: Span<UInt8>, from start: Int, suffix: Int) -> Bool {
    // An entry starts in both where the tree before has one, if reading gets there.
    let same = last.start(last.firstEntry(notBefore: max(last.bytes.count - suffix, start)))
    let target = content.count - (last.bytes.count - same)
    var offset = start
    clearChange()
    while offset < content.count, offset != target {
      guard let entry = readEntry(content, at: offset) else {
        _ = apply(content, start..<offset, upTo: last.bytes.count)
        return false
      }
      add(entry, at: offset, content)
      offset = entry.end
    }
    _ = apply(content, start..<offset, upTo: offset == target ? same : last.bytes.count)
    return true
  }

  private mutating func clearChange() {
    items.removeAll(keepingCapacity: true)
    change.entries.removeAll(keepingCapacity: true)
    change.items.removeAll(keepingCapacity: true)
  }

  /// Puts what was read in a range of offsets in the place of what the tree before had from there
  /// up to `end`; `false` if there is no room for it.
  private mutating func apply(
    _ content: Span<UInt8>,
    _ range: Range<Int>,
    upTo end: Int
  ) -> Bool {
    guard facts.trees.replace(last.items(in: range.lowerBound..<end), with: items) else {
      last.removeAll()
      return false
    }
    last.replace(upTo: end, with: change, content, range)
    return true
  }

  /// An entry of a tree.
  private struct Entry {
    let isDirectory: Bool
    let isFile: Bool
    let name: Range<Int>
    let end: Int
  }

  /// Reads the entry at `offset`; `nil` if it is broken.
  private func readEntry(_ content: Span<UInt8>, at offset: Int) -> Entry? {
    let idByteCount = format.byteCount
    guard content.count - offset > idByteCount + 3 else { return nil }
    let isDirectory: Bool
    let isFile: Bool
    var next = offset
    if content[offset] == UInt8(ascii: "1"), content[offset + 6] == UInt8(ascii: " ") {
      // Six digits: `100644`, `120000`, and `160000` for a submodule.
      isDirectory = false
      isFile = content[offset + 1] != UInt8(ascii: "6")
      next = offset + 7
    } else {
      guard let mode = Self.readMode(content, at: &next) else { return nil }
      isDirectory = mode & 0o170000 == 0o040000
      isFile = !isDirectory && mode & 0o170000 != 0o160000
    }
    let nameStart = next
    next = Self.zero(in: content, from: next)
    guard content.count - next > idByteCount else { return nil }
    return Entry(
      isDirectory: isDirectory,
      isFile: isFile,
      name: nameStart..<next,
      end: next + 1 + idByteCount
    )
  }

  /// Notes an entry, and what it leads to if that matters.
  private mutating func add(_ entry: Entry, at offset: Int, _ content: Span<UInt8>) {
    change.entries.append(UInt32(offset))
    let id = entry.name.upperBound + 1
    let count = items.count
    if entry.isDirectory {
      addDirectory(content, entry.name)
    } else if entry.isFile, hits.mayContain(content[id], content[id + 1]) {
      addHit(content, entry.name)
    }
    if items.count > count { change.items.append(UInt32(offset)) }
  }

  /// Reads octal digits and the space behind them; `nil` for anything else.
  private static func readMode(_ content: Span<UInt8>, at offset: inout Int) -> UInt32? {
    let start = offset
    var mode: UInt32 = 0
    while offset < content.count, content[offset] != UInt8(ascii: " ") {
      let byte = content[offset]
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte), mode <= UInt32.max >> 3 else {
        return nil
      }
      mode = mode << 3 | UInt32(byte - UInt8(ascii: "0"))
      offset += 1
    }
    guard offset > start, offset < content.count else { return nil }
    offset += 1
    return mode
  }

  private mutating func addHit(_ content: Span<UInt8>, _ name: Range<Int>) {
    let object = ObjectID(content, at: name.upperBound + 1, format: format)
    guard let hit = hits.index(of: object) else { return }
    guard let name = nameNumber(content.extracting(name)) else { return }
    items.append(TreeItem(item: firstHit + hit, name: name))
  }

  private mutating func addDirectory(_ content: Span<UInt8>, _ name: Range<Int>) {
    let words = self.words(content, at: name.upperBound + 1)
    // Names are hashes: any bits of one are as good as any others.
    let place = Int(words.x & UInt64(Self.knownCount - 1))
    if known[place].words == words,
      facts.names.indices.contains(Int(known[place].item.name)),
      Self.isEqual(facts.names[Int(known[place].item.name)], content.extracting(name))
    {
      items.append(known[place].item)
      return
    }
    let object = ObjectID(content, at: name.upperBound + 1, format: format)
    guard let number = numbers.number(of: object) else {
      facts.note(missing: object)
      return
    }
    guard let name = nameNumber(content.extracting(name)) else { return }
    let item = TreeItem(item: number, name: name)
    known[place] = KnownItem(words: words, item: item)
    items.append(item)
  }

  /// The bytes of the object's name at `offset`; those in the middle of a short one twice.
  private func words(_ content: Span<UInt8>, at offset: Int) -> SIMD4<UInt64> {
    let last = offset + format.byteCount - 8
    return SIMD4(
      content.word(at: offset),
      content.word(at: offset + 8),
      content.word(at: min(offset + 16, last)),
      content.word(at: last)
    )
  }

  /// The offset of the first zero from `start` on; the end if there is none.
  ///
  /// Eight bytes at a time: subtracting one from each borrows in the first that is zero.
  private static func zero(in content: Span<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var offset = start
    while content.count - offset >= 8 {
      let word = content.word(at: offset).littleEndian
      let zeros = (word &- ones) & ~word & (ones << 7)
      if zeros != 0 { return offset + zeros.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < content.count, content[offset] != 0 { offset += 1 }
    return offset
  }

  private static func isEqual(_ left: [UInt8], _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in right.indices where left[index] != right[index] { return false }
    return true
  }

  /// The number of a name; `nil` if there are too many.
  private mutating func nameNumber(_ name: Span<UInt8>) -> UInt32? {
    let bytes = name.indices.map { name[$0] }
    if let number = nameNumbers[bytes] { return number }
    nameByteCount += bytes.count
    guard nameByteCount <= Self.maximumNameByteCount else {
      facts.areNamesTruncated = true
      return nil
    }
    let number = UInt32(facts.names.count)
    facts.names.append(bytes)
    nameNumbers[bytes] = number
    return number
  }
}
