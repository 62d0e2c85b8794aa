/// Records of SQLite's tables and indexes, whose values stand one after the other with nothing between.
///
///     [ bytes of the record ][ row ][ bytes of the header ][ type of each value ]…[ value ]…
///
/// The numbers are varints; a text of n bytes has the type 13 + 2n (SQLite's "Database File Format",
/// sections 1.6 and 2.1).
enum SQLiteRecord {
  /// How far before a value its record may start, in bytes.
  static let reach = 512

  /// Whether some record has a text in `range` and says how many bytes itself has.
  ///
  /// - Complexity: O(reach) in bytes that cannot start a header, as most cannot.
  static func hasText(_ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    var header = range.lowerBound - 2
    let lowest = max(range.lowerBound - reach, 1)
    while header >= lowest {
      if hasText(range, header, in: bytes) { return true }
      header -= 1
    }
    return false
  }

  /// Whether the record whose header starts at `header` has that text.
  private static func hasText(_ range: Range<Int>, _ header: Int, in bytes: Span<UInt8>) -> Bool {
    // A header of more than 127 bytes has a hundred values.
    let valuesStart = header + Int(bytes[header])
    guard bytes[header] >= 2, bytes[header] < 0x80, valuesStart <= range.lowerBound
    else { return false }
    var isThere = false
    var type = header + 1
    var value = valuesStart
    while type < valuesStart {
      guard let number = varint(&type, upTo: valuesStart, in: bytes) else { return false }
      if value == range.lowerBound, number == 13 + 2 * range.count { isThere = true }
      value += byteCount(ofType: number)
      // The text must be one of the values.
      if value > range.lowerBound, !isThere { return false }
    }
    return isThere && isByteCount(value - header, before: header, in: bytes)
  }

  /// Whether a record's size is `count`, as written before its header, perhaps with a row's number
  /// between.
  private static func isByteCount(_ count: Int, before header: Int, in bytes: Span<UInt8>) -> Bool {
    var start = header
    // The row's number: its last byte alone is below 0x80.
    for _ in 0...9 {
      for size in max(start - 4, 0)..<start {
        var end = size
        if varint(&end, upTo: start, in: bytes) == count, end == start { return true }
      }
      start -= 1
      guard start > 0, start == header - 1 || bytes[start] >= 0x80 else { return false }
    }
    return false
  }

  /// How many bytes a value of that type has.
  private static func byteCount(ofType type: Int) -> Int {
    switch type {
    case 0, 8, 9, 10, 11: 0
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
