internal import ByteSearch

/// A string of a binary format, which writes how many bytes it has before it and the next value right
/// behind it: so its end is told by the count alone.
///
///     [ marker ][ count ][ text …… key ][ next value
///
/// The count is one of
/// - one byte: compiled Python (CPython's `marshal.c`), pickle, MessagePack, CBOR, protocol buffers;
/// - two, four or eight bytes, the highest first: Java (JVMS, `DataOutput.writeUTF`), MessagePack, CBOR;
/// - four or eight bytes, the lowest first: pickle before protocol 4, `marshal.c`, bincode;
/// - a varint, seven bits a byte, the lowest first (protocol buffers, "Base 128 Varints"), or twice the
///   count in one (Avro, "Binary encoding": zigzag).
///
/// Any character of a text is a count, and every third text would have one at the right place by
/// chance. So a count of one byte wants a byte nearby that texts do not have, and before it a marker,
/// such a byte, or another counted string; of the other counts some byte is none of a text's.
struct CountedString {
  /// The offset of the string's first byte.
  let start: Int

  /// Whether what stands before the string is what compiled Python has there.
  let isCompiledPython: Bool

  /// How far before a key bytes can matter, in bytes.
  static let reach = 512

  /// How far before the count a byte may stand that tells that the content is no text, in bytes.
  static let evidenceBefore = 64

  /// How far after the key, in bytes: less than the tokens of others are longer.
  static let evidenceAfter = 4

  /// How far after a key bytes can matter, in bytes.
  static let lookahead = evidenceAfter + TextByte.reach

  /// How many bytes of text the string may have before the key.
  private static let maximumTextCount = reach - evidenceBefore - 16

  /// The string that ends with `key`, if there is one: the shortest.
  ///
  /// - Complexity: O(reach).
  init?(endingWith key: Range<Int>, in bytes: Span<UInt8>) {
    let lowest = max(key.lowerBound - Self.maximumTextCount, 1)
    var start = key.lowerBound
    while start >= lowest {
      if !TextByte.isContinuation(bytes[start]),
        let marker = Self.marker(ofStringIn: start..<key.upperBound, in: bytes)
      {
        self.start = start
        isCompiledPython = marker == .compiledPython
        return
      }
      start -= 1
      guard TextByte.stands(at: start, in: bytes) else { return nil }
    }
    return nil
  }

  /// What may stand before a count.
  private enum Marker {
    case compiledPython
    case other
  }

  /// What stands before the count of a string in `range`; `nil` if there is no count of it.
  private static func marker(ofStringIn range: Range<Int>, in bytes: Span<UInt8>) -> Marker? {
    let (start, count) = (range.lowerBound, range.count)
    let last = Int(bytes[start - 1])
    if last == 0 {
      if hasNumber(count, ofBytes: 8, before: start, in: bytes) { return .other }
      if hasNumber(count, ofBytes: 4, before: start, in: bytes) {
        return start > 4 && isPythonLong(bytes[start - 5]) ? .compiledPython : .other
      }
    }
    if last == count { return markerOfByte(before: range, in: bytes) }
    if last == 2 * count { return followsValue(range, factor: 2, in: bytes) ? .other : nil }
    guard start > 1 else { return nil }
    let previous = Int(bytes[start - 2])
    if previous << 8 | last == count { return .other }
    guard previous >= 0x80, last > 0, last < 0x80 else { return nil }
    let varint = last << 7 | previous & 0x7F
    return varint == count || varint == 2 * count ? .other : nil
  }

  /// Whether the bytes before `start` are a number, the lowest byte first.
  private static func hasNumber(
    _ number: Int,
    ofBytes byteCount: Int,
    before start: Int,
    in bytes: Span<UInt8>
  ) -> Bool {
    guard start >= byteCount else { return false }
    let first = start - byteCount
    guard Int(bytes[first]) == number & 0xFF, Int(bytes[first + 1]) == number >> 8 else {
      return false
    }
    return (first + 2..<start).allSatisfy { bytes[$0] == 0 }
  }

  /// What stands before the one byte that counts a string in `range`.
  private static func markerOfByte(before range: Range<Int>, in bytes: Span<UInt8>) -> Marker? {
    guard range.lowerBound > 1 else { return nil }
    let byte = bytes[range.lowerBound - 2]
    let isPython = isPythonShort(byte)
    if isPython || isMarker(byte) {
      guard hasEvidence(around: range, in: bytes) else { return nil }
      return isPython ? .compiledPython : .other
    }
    return followsValue(range, factor: 1, in: bytes) ? .other : nil
  }

  /// Whether the count of one byte of a string in `range` stands behind a byte that texts do not have,
  /// or behind a short string that is counted in the same way.
  private static func followsValue(
    _ range: Range<Int>,
    factor: Int,
    in bytes: Span<UInt8>
  ) -> Bool {
    let count = range.lowerBound - 1
    guard count > 0, hasEvidence(around: range, in: bytes) else { return false }
    if TextByte.isBinary(at: count - 1, in: bytes) { return true }
    let before = max(count - evidenceBefore, 0)..<count
    guard let control = before.last(where: { bytes[$0] < 0x20 }) else { return false }
    return Int(bytes[control]) == factor * (count - control - 1)
  }

  /// Whether near the count of one byte, or right behind the string, is a byte that texts do not have.
  private static func hasEvidence(around range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    let count = range.lowerBound - 1
    let before = max(count - evidenceBefore, 0)...count
    let after = range.upperBound..<min(range.upperBound + evidenceAfter, bytes.count)
    return before.contains { TextByte.isBinary(at: $0, in: bytes) }
      || after.contains { TextByte.isBinary(at: $0, in: bytes) }
  }

  /// `z` and `Z` of `marshal.c`, each with or without the flag of references.
  static func isPythonShort(_ byte: UInt8) -> Bool {
    byte & 0x7F == UInt8(ascii: "z") || byte & 0x7F == UInt8(ascii: "Z")
  }

  /// `s`, `t`, `u`, `a` and `A` of `marshal.c`, each with or without that flag.
  private static func isPythonLong(_ byte: UInt8) -> Bool {
    "stuaA".utf8.contains(byte & 0x7F)
  }

  /// Whether the byte, which texts have, stands in some format before a count of one byte.
  private static func isMarker(_ byte: UInt8) -> Bool {
    switch byte {
    // MessagePack: str 8 and bin 8. CBOR (RFC 8949, section 3): texts and bytes. Pickle: SHORT_BINSTRING
    // and SHORT_BINBYTES.
    case 0xD9, 0xC4, 0x78, 0x58, 0x55, 0x43: true
    // Protocol buffers: a field of a number up to 15 and the wire type LEN.
    case 0x0A...0x7A: byte & 7 == 2
    default: false
    }
  }
}
