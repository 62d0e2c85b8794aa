/// The entries of a pack in the order of their offsets.
///
/// An entry is known by its number in that order. Each takes one word: the offset above the
/// position in the index.
struct EntryTable: Sendable {
  private let words: [UInt64]

  /// How many low bits of a word are the position in the index.
  private let positionBitCount: UInt64

  /// The offset just past the last entry.
  private let end: Int

  /// Sorts the entries of a pack.
  ///
  /// - Parameters:
  ///   - pack: The pack.
  ///   - rejected: Gets the positions that have no entry of their own, and why.
  /// - Throws: `PackError.tooManyObjects` if offset and position do not fit in a word.
  init(_ pack: Pack, rejected: inout [(position: Int, error: PackError)]) throws(PackError) {
    let end = pack.file.entriesEnd
    let count = pack.index.objectCount
    let bitCount = UInt64(UInt64.bitWidth - UInt64(count).leadingZeroBitCount)
    let offsetBitCount = UInt64(UInt64.bitWidth - UInt64(end).leadingZeroBitCount)
    guard bitCount + offsetBitCount <= 64, count < EntryTable.none else {
      throw .tooManyObjects(objectCount: count)
    }
    var words: [UInt64] = []
    words.reserveCapacity(count)
    var bad: [(position: Int, error: PackError)] = []
    pack.index.forEachPackOffset { position, offset in
      guard let offset, offset >= PackFile.headerByteCount, offset < end else {
        bad.append((position, .badOffset(at: offset)))
        return
      }
      words.append(UInt64(offset) << bitCount | UInt64(position))
    }
    Self.sort(&words, from: bitCount, bitCount: offsetBitCount)
    Self.removeShared(&words, shift: bitCount, into: &bad)
    self.words = words
    self.end = end
    positionBitCount = bitCount
    rejected = bad
  }

  /// The number that stands for no entry.
  static let none = Int(UInt32.max)

  /// How many entries there are.
  var count: Int { words.count }

  /// The offset in the pack of an entry.
  func offset(_ entry: Int) -> Int { Int(words[entry] >> positionBitCount) }

  /// The position in the index of an entry.
  func position(_ entry: Int) -> Int { Int(words[entry] & (1 << positionBitCount - 1)) }

  /// The offset just past an entry: where the next one starts, or the pack's entries end.
  func end(_ entry: Int) -> Int { entry + 1 < words.count ? offset(entry + 1) : end }

  /// The entry that starts at `offset`, one of those in `range`; `nil` if none does.
  func entry(at offset: Int, in range: Range<Int>) -> Int? {
    var range = range
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let other = self.offset(middle)
      if other == offset { return middle }
      range = other < offset ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// Sorts by the bits from `shift` on, eleven at a time, the lowest first.
  private static func sort(_ words: inout [UInt64], from shift: UInt64, bitCount: UInt64) {
    var other = [UInt64](repeating: 0, count: words.count)
    for low in stride(from: shift, to: shift + bitCount, by: 11) {
      var starts = [Int](repeating: 0, count: 2_049)
      for word in words { starts[Int(word >> low & 2_047) + 1] += 1 }
      for digit in 0..<2_048 { starts[digit + 1] += starts[digit] }
      for word in words {
        let digit = Int(word >> low & 2_047)
        other[starts[digit]] = word
        starts[digit] += 1
      }
      swap(&words, &other)
    }
  }

  /// Takes out all but the first of the entries with the same offset.
  private static func removeShared(
    _ words: inout [UInt64],
    shift: UInt64,
    into bad: inout [(position: Int, error: PackError)]
  ) {
    var kept = 0
    for index in words.indices {
      if kept > 0, words[kept - 1] >> shift == words[index] >> shift {
        let position = Int(words[index] & (1 << shift - 1))
        bad.append((position, .sharedOffset(at: Int(words[index] >> shift))))
        continue
      }
      words[kept] = words[index]
      kept += 1
    }
    words.removeLast(words.count - kept)
  }
}

/// Finds the entries of a table by their offsets.
///
/// The offsets of a pack are about as far apart everywhere, so a coarse table tells where to look
/// within an entry or two. Where they are not, the search goes by halves.
struct EntryLookup: Sendable {
  private let table: EntryTable

  /// For each stretch of the pack the number of entries before it, and at the end that of all.
  private let starts: [UInt32]

  /// log2 of the size of a stretch.
  private let shift: Int

  /// Prepares to look entries up.
  init(_ table: EntryTable) {
    self.table = table
    let end = table.count > 0 ? table.offset(table.count - 1) + 1 : 1
    var shift = 0
    while end >> shift > table.count { shift += 1 }
    var starts: [UInt32] = []
    starts.reserveCapacity(end >> shift + 2)
    for entry in 0..<table.count {
      let stretch = table.offset(entry) >> shift
      while starts.count <= stretch { starts.append(UInt32(entry)) }
    }
    starts.append(UInt32(table.count))
    self.starts = starts
    self.shift = shift
  }

  /// The entry that starts at `offset`; `nil` if none does.
  func entry(at offset: Int) -> Int? {
    let stretch = offset >> shift
    guard offset >= 0, stretch < starts.count - 1 else { return nil }
    return table.entry(at: offset, in: Int(starts[stretch])..<Int(starts[stretch + 1]))
  }
}
