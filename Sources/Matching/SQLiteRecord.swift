/// Records of SQLite's tables and indexes, whose values stand one after the other with nothing between.
///
///     [ bytes of the record ][ row ][ bytes of the header ][ type of each value ]…[ value ]…
///
/// The numbers are varints; n bytes of any kind have the type 12 + 2n, a text of n bytes 13 + 2n
/// (SQLite's "Database File Format", sections 1.6 and 2.1). Indexes and tables without rows have no
/// number of the row.
enum SQLiteRecord {
  /// How far before a key bytes can matter, in bytes.
  static let reach = 512

  /// How many bytes a record has before its header, at most: its size and its row.
  private static let maximumPrefixCount = 14

  /// The ends of a value at which a key stands.
  struct Edges: OptionSet {
    let rawValue: Int

    /// The value starts where the key does.
    static let start = Edges(rawValue: 1)

    /// The value ends where the key does.
    static let end = Edges(rawValue: 2)
  }

  /// The edges that a key shares with a text or bytes of a record that says how many bytes itself has.
  ///
  /// - Parameters:
  ///   - key: Where the key stands.
  ///   - wanted: The edges that matter; the first record that has them is enough.
  ///   - bytes: What holds the key and perhaps the record.
  /// - Returns: The most of the wanted edges that some record has; none if there is no record.
  /// - Complexity: O(reach) in bytes that cannot start a header, as most cannot.
  static func edges(of key: Range<Int>, wanted: Edges, in bytes: Span<UInt8>) -> Edges {
    let lowest = max(key.lowerBound - reach + maximumPrefixCount, 1)
    var best: Edges = []
    var header = key.lowerBound - 2
    var highByte = header
    while header >= lowest {
      // A size of more than 127 bytes has a byte above 0x7F.
      if header + 0x7F < key.upperBound {
        let last = max(header - maximumPrefixCount, 0)
        while highByte >= last, highByte >= header || bytes[highByte] < 0x80 { highByte -= 1 }
        if highByte < last {
          header -= 1
          continue
        }
      }
      if let value = value(around: key, header, in: bytes) {
        var edges: Edges = []
        if value.lowerBound == key.lowerBound { edges.insert(.start) }
        if value.upperBound == key.upperBound { edges.insert(.end) }
        edges.formIntersection(wanted)
        if edges == wanted { return edges }
        if edges.rawValue > best.rawValue { best = edges }
      }
      header -= 1
    }
    return best
  }

  /// The value around `key` in the record whose header starts at `header`; `nil` if there is none.
  private static func value(
    around key: Range<Int>,
    _ header: Int,
    in bytes: Span<UInt8>
  ) -> Range<Int>? {
    // A header of more than 127 bytes has a hundred values.
    let valuesStart = header + Int(bytes[header])
    guard bytes[header] >= 2, bytes[header] < 0x80, valuesStart <= key.lowerBound else {
      return nil
    }
    var largest = 0
    forEachByteCount(before: header, in: bytes) { largest = max(largest, $0) }
    let limit = header + largest
    guard limit >= key.upperBound else { return nil }
    var found: Range<Int>?
    var type = header + 1
    var value = valuesStart
    while type < valuesStart {
      guard let number = varint(&type, upTo: valuesStart, in: bytes),
        let count = byteCount(ofType: number)
      else { return nil }
      if value <= key.lowerBound, value + count >= key.upperBound, number >= 12 {
        found = value..<value + count
      }
      value += count
      // One of the values must hold the key, and all of them be no more than the record.
      if value > limit || value > key.lowerBound && found == nil { return nil }
    }
    var isByteCount = false
    forEachByteCount(before: header, in: bytes) {
      isByteCount = isByteCount || $0 == value - header
    }
    return isByteCount ? found : nil
  }

  /// Calls `body` with every number of bytes that may be said before a record's header, perhaps with
  /// a row's number between.
  private static func forEachByteCount(
    before header: Int,
    in bytes: Span<UInt8>,
    _ body: (Int) -> Void
  ) {
    // The row's number: its last byte alone is below 0x80.
    var start = header
    for _ in 0...9 {
      // The size's: so is its last byte.
      var size = start - 1
      while size >= 0, size >= start - 4, size == start - 1 || bytes[size] >= 0x80 {
        var end = size
        if let count = varint(&end, upTo: start, in: bytes), end == start { body(count) }
        size -= 1
      }
      start -= 1
      guard start > 0, start == header - 1 || bytes[start] >= 0x80 else { return }
    }
  }

  /// How many bytes a value of that type has; `nil` for the two that no file has.
  private static func byteCount(ofType type: Int) -> Int? {
    switch type {
    case 0, 8, 9: 0
    case 10, 11: nil
    case 1...4: type
    case 5: 6
    case 6, 7: 8
    default: (type - 12) / 2
    }
  }

  /// The number of up to four bytes at `offset`, which moves past it; `nil` if there is none.
  private static func varint(_ offset: inout Int, upTo end: Int, in bytes: Span<UInt8>) -> Int? {
    var value = 0
    for _ in 0..<4 where offset < end {
      value = value << 7 | Int(bytes[offset] & 0x7F)
      offset += 1
      if bytes[offset - 1] < 0x80 { return value }
    }
    return nil
  }
}
