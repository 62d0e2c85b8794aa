/// The base64 characters around a place, line ends between them left out.
///
/// `Base64Run+Lines.swift` says what may stand between two lines. Within one, a slash may be written
/// `\/`, as in JSON, and a slash or a plus sign `%2F` or `%2B`, as in a URL.
enum Base64Run {
  /// Decodes the run around `anchor`, whose character has the number `phase` in its group of four.
  static func decode(
    _ bytes: Span<UInt8>,
    around anchor: Int,
    phase: Int,
    _ part: DecodedPart,
    into text: inout DecodedText
  ) {
    guard bytes.indices.contains(anchor) else { return }
    var before: [Int] = []
    swap(&before, &text.offsets)
    before.removeAll(keepingCapacity: true)
    let isCut = findCharacters(before: anchor, phase: phase, part, in: bytes, &before)
    if let isCut {
      let highest = min(anchor + part.reach, bytes.count)
      let enough = min(4 * (part.after / 3 + 2), max(highest - anchor, 0))
      text.append(atMost: before.count + enough) { decoded, places in
        var group = Group(skipsZeros: isCut)
        for offset in before { group.append(offset, in: bytes, &decoded, &places) }
        var rest = enough
        var position = anchor
        guard position < highest, value(at: position, in: bytes) != nil else { return }
        while rest > 0 {
          if group.isEmpty, rest >= 4,
            group.appendAll(at: position, highest: highest, in: bytes, &decoded, &places)
          {
            position += 3
            rest -= 4
          } else {
            group.append(position, in: bytes, &decoded, &places)
            rest -= 1
          }
          guard let next = next(after: position, highest: highest, in: bytes) else { return }
          position = next
        }
      }
    }
    swap(&before, &text.offsets)
  }

  /// Finds the characters before `anchor`, in order, from the first of a group on.
  ///
  /// - Returns: Whether the run may start before what was looked at; `nil` if it lacks the start of
  ///   the group of `anchor`.
  private static func findCharacters(
    before anchor: Int,
    phase: Int,
    _ part: DecodedPart,
    in bytes: Span<UInt8>,
    _ offsets: inout [Int]
  ) -> Bool? {
    let values = values
    let lowest = max(anchor - part.reach, 0)
    let enough = phase + 4 * (part.before / 3 + 1)
    var position = anchor
    while offsets.count < enough {
      if position - 3 >= lowest, values[Int(bytes[position - 1])] < 64,
        bytes[position - 1] != UInt8(ascii: "+"), bytes[position - 2] != UInt8(ascii: "\\"),
        bytes[position - 3] != UInt8(ascii: "%")
      {
        // As `previous` finds it, for most characters.
        position -= 1
      } else if let previous = previous(before: position, lowest: lowest, in: bytes) {
        position = previous
      } else {
        break
      }
      offsets.append(position)
    }
    let isEnough = offsets.count == enough
    guard offsets.count >= phase else { return nil }
    // Whole groups only: a run that starts inside one was cut, or is glued to what stands before it.
    offsets.removeLast((offsets.count - phase) % 4)
    offsets.reverse()
    return !isEnough && anchor > part.reach && position - lowest < 4
  }

  /// The place of the character before `position`; `nil` where the run starts.
  private static func previous(before position: Int, lowest: Int, in bytes: Span<UInt8>) -> Int? {
    if let previous = previousInLine(before: position, lowest: lowest, in: bytes) {
      return previous
    }
    guard let end = lineEnd(before: position, lowest: lowest, in: bytes) else { return nil }
    return previousInLine(before: end, lowest: lowest, in: bytes)
  }

  /// The place of the character after the one at `position`; `nil` where the run ends.
  private static func next(after position: Int, highest: Int, in bytes: Span<UInt8>) -> Int? {
    let end = end(of: position, in: bytes)
    if end < highest, value(bytes[end]) != nil { return end }
    guard end < highest else { return nil }
    let start = bytes[end] == UInt8(ascii: "\\") ? end + 1 : end
    if start == end || start < highest && bytes[start] == UInt8(ascii: "/"),
      value(at: start, in: bytes) != nil
    {
      return start
    }
    return lineStart(after: end, highest: highest, in: bytes)
  }

  /// The place of the character before `position` in the same line.
  static func previousInLine(before position: Int, lowest: Int, in bytes: Span<UInt8>) -> Int? {
    var end = position
    if end > lowest, end < bytes.count, bytes[end] == UInt8(ascii: "/"),
      bytes[end - 1] == UInt8(ascii: "\\")
    {
      end -= 1
    }
    if end - 3 >= lowest, bytes[end - 3] == UInt8(ascii: "%"),
      value(at: end - 3, in: bytes) != nil
    {
      return end - 3
    }
    guard end > lowest, value(at: end - 1, in: bytes) != nil, !isLineMark(end - 1, in: bytes)
    else { return nil }
    return end - 1
  }

  /// The offset just past the character at `offset`.
  private static func end(of offset: Int, in bytes: Span<UInt8>) -> Int {
    offset + (bytes[offset] == UInt8(ascii: "%") ? 3 : 1)
  }

  /// The value of the character at `offset`, as itself or as an escape of URLs.
  static func value(at offset: Int, in bytes: Span<UInt8>) -> UInt8? {
    guard offset < bytes.count else { return nil }
    guard bytes[offset] == UInt8(ascii: "%") else { return value(bytes[offset]) }
    guard offset + 2 < bytes.count, bytes[offset + 1] == UInt8(ascii: "2") else { return nil }
    switch bytes[offset + 2] | 0x20 {
    case UInt8(ascii: "b"): return 62
    case UInt8(ascii: "f"): return 63
    default: return nil
    }
  }

  /// The value of a character of either alphabet.
  private static func value(_ byte: UInt8) -> UInt8? {
    let value = values[Int(byte)]
    return value < 64 ? value : nil
  }

  /// The value of each byte in either alphabet; 255 for none.
  fileprivate static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, byte) in Base64Needles.alphabet.enumerated() {
      values[Int(byte)] = UInt8(value)
    }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    return values
  }()

  /// The name of the alphabet of the run around `range`: the first character that is in one of the
  /// two only tells, within 256 bytes to either side.
  static func name(around range: Range<Int>, in bytes: Span<UInt8>) -> String {
    let start = max(range.lowerBound - 256, 0)
    var index = range.lowerBound
    while index > start, value(bytes[index - 1]) != nil { index -= 1 }
    let end = min(range.upperBound + 256, bytes.count)
    while index < end, index < range.upperBound || value(bytes[index]) != nil {
      switch bytes[index] {
      case UInt8(ascii: "+"), UInt8(ascii: "/"): return "base64"
      case UInt8(ascii: "-"), UInt8(ascii: "_"): return "base64url"
      default: index += 1
      }
    }
    return "base64"
  }
}

/// The characters of a group of four so far.
private struct Group {
  /// Whether zeros are left out before all else: a cut text starts with a character of UTF-16, not with
  /// the rest of one, and most have their zero last.
  let skipsZeros: Bool

  private let values = Base64Run.values
  private var bits: UInt32 = 0
  private var phase: UInt32 = 0
  private var previous = 0

  init(skipsZeros: Bool) { self.skipsZeros = skipsZeros }

  /// Whether the next character is the first of its group.
  var isEmpty: Bool { phase == 0 }

  /// Appends the byte that ends with the character at `offset`, if one does.
  mutating func append(
    _ offset: Int,
    in bytes: Span<UInt8>,
    _ decoded: inout OutputSpan<UInt8>,
    _ places: inout OutputSpan<DecodedText.Place>
  ) {
    let isPlain = bytes[offset] != UInt8(ascii: "%")
    let value =
      isPlain ? values[Int(bytes[offset])] : Base64Run.value(at: offset, in: bytes) ?? 0
    bits = bits << 6 | UInt32(value)
    if phase > 0 {
      let byte = UInt8(truncatingIfNeeded: bits >> (6 - 2 * phase))
      if !skipsZeros || byte != 0 || !decoded.isEmpty {
        decoded.append(byte)
        places.append(DecodedText.Place(start: previous, end: offset + (isPlain ? 1 : 3)))
      }
    }
    phase = (phase + 1) & 3
    previous = offset
  }

  /// Appends the three bytes of the group at `offset`, if four plain characters stand there in a row.
  func appendAll(
    at offset: Int,
    highest: Int,
    in bytes: Span<UInt8>,
    _ decoded: inout OutputSpan<UInt8>,
    _ places: inout OutputSpan<DecodedText.Place>
  ) -> Bool {
    guard offset + 4 <= highest, !skipsZeros || !decoded.isEmpty else { return false }
    let first = UInt32(values[Int(bytes[offset])])
    let second = UInt32(values[Int(bytes[offset + 1])])
    let third = UInt32(values[Int(bytes[offset + 2])])
    let last = UInt32(values[Int(bytes[offset + 3])])
    guard first | second | third | last < 64 else { return false }
    let bits = first << 18 | second << 12 | third << 6 | last
    decoded.append(UInt8(truncatingIfNeeded: bits >> 16))
    decoded.append(UInt8(truncatingIfNeeded: bits >> 8))
    decoded.append(UInt8(truncatingIfNeeded: bits))
    for index in offset..<offset + 3 {
      places.append(DecodedText.Place(start: index, end: index + 2))
    }
    return true
  }
}
